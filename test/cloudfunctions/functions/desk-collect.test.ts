import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import type { CollectionStanding } from '../../../miniprogram/contract/collection';
import type { DeskRefusal } from '../../../miniprogram/contract/desk';
import { fen } from '../../../miniprogram/contract/money';
import type { CodeBehaviour } from '../../../simulators/wechat-pay/orders/payment-code';
import { refusedBy } from '../../fixtures/desk-caller';
import type { DeskWorld } from '../../fixtures/desk-world';
import { openDeskWorld, refusalOf } from '../../fixtures/desk-world';
import { freshToken } from '../../fixtures/shop-world';

const AMOUNT = fen(2_350);
/** Seconds between two looks of the screen. */
const LOOK_EVERY_MS = 5_000;
const MOST_LOOKS = 20;

let world: DeskWorld;
beforeAll(async () => {
  world = await openDeskWorld();
});
afterEach(async () => {
  await world.clearFaults();
  await world.secondAbove(null);
});
afterAll(async () => {
  expect(auditBooks(await world.store.readBooks())).toEqual([]);
});
// On its own, so that books that are wrong leave nothing running.
afterAll(() => world.close());

const cashier = () => world.desk('cashier');

async function showCode(behaviour: CodeBehaviour, answersAfterSeconds = 8): Promise<string> {
  const wish = { behaviour, openid: 'oPayerAtCounter', answers_after_seconds: answersAfterSeconds };
  return ((await world.control('payment-codes', wish)) as { auth_code: string }).auth_code;
}

async function scan(behaviour: CodeBehaviour, amount = AMOUNT) {
  const authCode = await showCode(behaviour);
  return cashier().value('collect.byCode', { clientToken: freshToken(), amount, remark: '散茶', authCode });
}

/** Looks as the screen does until the standing is final. */
async function watch(orderId: string): Promise<CollectionStanding> {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const { standing } = await cashier().value('collect.check', { orderId });
    if (!['waiting', 'reversing', 'takingBack'].includes(standing.kind)) return standing;
    await world.wechatPay.clock.advance(LOOK_EVERY_MS);
  }
  throw new Error('no end');
}

async function kept(): Promise<{ count: number; minor: number }> {
  const { count, sum } = await cashier().value('collect.list', {});
  return { count, minor: sum.minor };
}

describe('collecting by payment code', () => {
  it('is paid at once, and sends nothing when the tap is repeated', async () => {
    const authCode = await showCode('pays');
    const wish = { clientToken: freshToken(), amount: AMOUNT, remark: '散茶', authCode };
    const card = await cashier().value('collect.byCode', wish);
    expect(card).toMatchObject({ standing: { kind: 'paid' }, scene: 'paymentCode', amount: AMOUNT });
    expect(await cashier().value('collect.byCode', wish)).toEqual(card);
    expect(await refusalOf(cashier(), 'collect.byCode', { ...wish, amount: fen(1) })).toBe(
      'CLIENT_TOKEN_REUSED',
    );
    const proofs = await world.store.pageEvidence({ orderId: card.orderId, limit: 10 });
    expect(proofs.map(({ kind }) => kind)).toEqual(['collect']);
  });

  it('waits for a password and is paid when it comes', async () => {
    const { orderId, standing } = await scan('passwordPays');
    expect(standing).toEqual({ kind: 'waiting' });
    expect(await watch(orderId)).toEqual({ kind: 'paid' });
  });

  it('ends without money when nobody types the password', async () => {
    const { orderId } = await scan('passwordNever');
    expect(await watch(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
  });

  it('is ended by the timer when the screen is gone', async () => {
    const { orderId } = await scan('passwordNever');
    await world.tick(60_000);
    await world.tick(60_000);
    expect((await cashier().value('collect.check', { orderId })).standing).toEqual({
      kind: 'notPaid',
      reason: 'timeout',
    });
  });

  it.each<[string, DeskRefusal]>([
    ['288888888888888888', 'CODE_OF_ALIPAY'],
    ['6212345678901234567', 'CODE_OF_UNION_PAY'],
    ['6901234567892', 'NOT_A_PAYMENT_CODE'],
    ['https://example.com/', 'NOT_A_PAYMENT_CODE'],
    [`https://example.com/${'a'.repeat(200)}`, 'NOT_A_PAYMENT_CODE'],
    ['', 'NOT_A_PAYMENT_CODE'],
  ])('refuses the code %s by name and writes nothing', async (authCode, code) => {
    const orders = async () => (await world.desk('viewer').value('collect.list', {})).collections.length;
    const before = await orders();
    const wish = { clientToken: freshToken(), amount: AMOUNT, authCode };
    expect(await cashier().call('collect.byCode', wish)).toEqual(refusedBy(code));
    expect(await orders()).toBe(before);
  });

  it.each([0, 100_000_001])('refuses %p fen with the limits', async (minor) => {
    const wish = { clientToken: freshToken(), amount: fen(minor) };
    expect(await cashier().call('collect.byQr', wish)).toEqual(refusedBy('INVALID_AMOUNT'));
    expect(
      await refusalOf(cashier(), 'collect.byQr', { ...wish, amount: { minor: -1, currency: 'CNY' } }),
    ).toBe('INVALID_PARAMS');
  });

  it('tells WeChat Pay the merchant’s own name of the store', async () => {
    const settings = await world.store.readSettings();
    if (settings === null) throw new Error('the shop has no settings');
    await world.store.saveSettings({ ...settings, storeId: 'hangzhou-1' });
    expect((await scan('pays')).standing).toEqual({ kind: 'paid' });
    // Longer than WeChat Pay takes: that it is refused shows that it is told.
    await world.store.saveSettings({ ...settings, storeId: 'x'.repeat(33) });
    const { orderId } = await scan('pays');
    expect(await watch(orderId)).toEqual({ kind: 'notPaid', reason: 'gatewayRefused' });
    await world.store.saveSettings(settings);
  });
});

describe('collecting by a code on the screen', () => {
  it('is shown, paid and told at the next look', async () => {
    const shown = await cashier().value('collect.byQr', { clientToken: freshToken(), amount: AMOUNT });
    const codeUrl = shown.standing.kind === 'waiting' ? shown.standing.codeUrl : undefined;
    expect(codeUrl).toMatch(/^weixin:\/\//);
    await world.control('faults', { kind: 'lose', endpoint: 'notifications' });
    await world.control('payments', { code_url: codeUrl, openid: 'oPayerAtCounter' });
    expect(await watch(shown.orderId)).toEqual({ kind: 'paid' });
  });

  it('is ended by the cashier while nobody has paid', async () => {
    const shown = await cashier().value('collect.byQr', { clientToken: freshToken(), amount: AMOUNT });
    const ended = await cashier().value('collect.void', { orderId: shown.orderId });
    expect(ended.standing).toEqual({ kind: 'notPaid', reason: 'givenUp' });
  });
});

describe('taking money back', () => {
  it('is the manager’s: a cashier who may collect may not give back what arrived', async () => {
    const { orderId } = await scan('pays');
    expect(await cashier().call('collect.void', { orderId })).toEqual(refusedBy('VOID_NEEDS_MANAGER'));
    expect((await cashier().value('collect.check', { orderId })).standing).toEqual({ kind: 'paid' });
    const before = await kept();
    const taken = await world.desk('manager').value('collect.void', { orderId });
    expect(taken.standing).toEqual({ kind: 'takenBack' });
    await world.desk('manager').value('collect.void', { orderId });
    expect(await kept()).toEqual({ count: before.count - 1, minor: before.minor - AMOUNT.minor });
    const subject = { kind: 'order', id: orderId } as const;
    const { actions } = await world.desk('owner').value('actions.list', { subject });
    expect(actions.map(({ what, by }) => [what, by.openid])).toEqual([
      ['collect.void', 'o-desk-manager'],
      ['collect.byCode', 'o-desk-cashier'],
    ]);
  });

  it('needs two people above the shop’s limit, so it goes the way of a refund', async () => {
    await world.secondAbove(fen(1_000));
    const { orderId } = await scan('pays');
    expect(await refusalOf(world.desk('manager'), 'collect.void', { orderId })).toBe('VOID_NEEDS_SECOND');
    const wish = { clientToken: freshToken(), orderId, amount: AMOUNT };
    const waiting = await world.desk('manager').value('refunds.create', wish);
    expect(waiting).toMatchObject({
      order: { kind: 'counter', buyer: null },
      refund: { state: 'awaitingApproval' },
    });
  });

  it('does not touch an order that is none of the counter, or is not there', async () => {
    const paid = await world.paidOrder('o-buyer');
    for (const orderId of [paid.orderId, 'made-up'])
      for (const method of ['collect.void', 'collect.check'] as const)
        expect(await refusalOf(world.desk('owner'), method, { orderId })).toBe('COLLECTION_NOT_FOUND');
    expect((await world.file(paid.orderId)).order.state).toBe('paid');
  });
});

describe('a day at the counter', () => {
  it('is listed newest first with what stayed of it; refunds in part count for the rest', async () => {
    const before = await kept();
    const { orderId } = await scan('pays', fen(5_000));
    const part = { clientToken: freshToken(), orderId, amount: fen(1_500) };
    await world.desk('manager').value('refunds.create', part);
    expect(await kept()).toEqual({ count: before.count + 1, minor: before.minor + 3_500 });
    const { collections, day } = await cashier().value('collect.list', {});
    expect(collections[0]).toMatchObject({ orderId, amount: fen(5_000), standing: { kind: 'paid' } });
    expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(await cashier().value('collect.list', { day: '2020-02-29' })).toEqual({
      day: '2020-02-29',
      count: 0,
      sum: fen(0),
      collections: [],
    });
    for (const none of ['2020-13-01', '2026-02-29', '2026-02-30', '2026-11-31', '2100-02-29', '2026-00-10'])
      expect(await refusalOf(cashier(), 'collect.list', { day: none })).toBe('INVALID_PARAMS');
  });

  it('begins and ends at midnight in China', async () => {
    const now = world.wechatPay.clock.nowMs();
    const chinaNow = new Date(now + 8 * 3_600_000);
    const midnight = Date.UTC(chinaNow.getUTCFullYear(), chinaNow.getUTCMonth(), chinaNow.getUTCDate() + 1);
    await world.wechatPay.clock.advance(midnight - chinaNow.getTime() - 30_000);
    const { orderId } = await scan('pays');
    await world.wechatPay.clock.advance(60_000);
    const today = await cashier().value('collect.list', {});
    expect(today).toMatchObject({ count: 0, collections: [] });
    const eve = new Date(midnight - 1).toISOString().slice(0, 10);
    const yesterday = await cashier().value('collect.list', { day: eve });
    expect(yesterday.collections[0]?.orderId).toBe(orderId);
  });
});
