import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayDeps } from '../../cloudfunctions/usecases/ask-gateway';
import { checkCollection } from '../../cloudfunctions/usecases/check-collection';
import { collectByQr } from '../../cloudfunctions/usecases/collect-by-qr';
import { healOrder } from '../../cloudfunctions/usecases/heal-order';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import { voidCollection } from '../../cloudfunctions/usecases/void-collection';
import { newRefund } from '../../cloudfunctions/core/refund/refund';
import { fen } from '../../miniprogram/contract/money';
import { postJson } from '../../tools/world/shopper';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop } from './in-process-shop';
import { AMOUNT, aWish, dyingIn, openCounter, ProcessDied, standingIn } from './counter';

let shop: InProcessShop;
let counter: ReturnType<typeof openCounter>;
beforeAll(async () => {
  shop = await openInProcessShop(37);
  counter = openCounter(shop);
});
afterEach(async () => {
  await counter.clearFaults();
  expect(await counter.audit()).toEqual([]);
});
afterAll(() => shop.close());

const MANAGER = { openid: 'o-manager', role: 'manager' } as const;
const voidBy = (orderId: string, deps: GatewayDeps = shop.deps) =>
  voidCollection(deps, { actor: MANAGER, orderId });

describe('taking a collection back', () => {
  const paidByCode = async () => (await counter.collect(await counter.showCode('pays'))).orderId;
  const takeBack = async (orderId: string) => standingIn(await voidBy(orderId));

  it('reverses what was paid by code, leaves no refund, and does it once', async () => {
    const orderId = await paidByCode();
    expect(await takeBack(orderId)).toEqual({ kind: 'takenBack' });
    expect(await takeBack(orderId)).toEqual({ kind: 'takenBack' });
    expect(await counter.taken(orderId)).toBe(false);
    const { order, attempts, refunds } = await counter.file(orderId);
    expect(order).toMatchObject({ state: 'closed', closeReason: 'cancelled' });
    expect(order.timeline.at(-1)?.text).toBe('收款 ¥23.50 已撤销，原路退回顾客');
    expect(attempts).toMatchObject([{ state: 'reversed' }]);
    expect(refunds).toEqual([]);
    expect(await counter.calls(orderId)).toEqual(['collect', 'reverse']);
  });

  it.each(['before', 'after'] as const)(
    'is finished by the timer when the process dies %s the reverse',
    async (when) => {
      const orderId = await paidByCode();
      await expect(voidBy(orderId, dyingIn(shop, 'reverse', when))).rejects.toThrow(ProcessDied);
      expect(await counter.check(orderId)).toEqual({ kind: 'takingBack' });
      await counter.wait(10);
      await runJobs(shop.deps);
      expect(await counter.check(orderId)).toEqual({ kind: 'takenBack' });
      expect(await counter.taken(orderId)).toBe(false);
    },
  );

  it('stays under way while the reverse is not answered', async () => {
    const orderId = await paidByCode();
    await counter.plant('orders.reverse', { kind: 'drop', act: true, times: 9 });
    expect(await takeBack(orderId)).toEqual({ kind: 'takingBack' });
    await counter.clearFaults();
    expect(await counter.watch(orderId)).toEqual({ kind: 'takenBack' });
  });

  it('refunds instead when the reverse is refused although the money is there', async () => {
    const orderId = await paidByCode();
    await counter.plant('orders.reverse', { kind: 'status', status: 403, code: 'TRADE_ERROR', times: 9 });
    expect(await takeBack(orderId)).toEqual({ kind: 'refundDue' });
    expect(await takeBack(orderId)).toEqual({ kind: 'refundDue' });
    expect((await counter.file(orderId)).refunds).toMatchObject([{ amount: AMOUNT, state: 'due' }]);
  });

  it('is not over because somebody says that there is no such order, of one that was known to be paid', async () => {
    const orderId = await paidByCode();
    await counter.plant('orders.reverse', { kind: 'status', status: 404, code: 'ORDER_NOT_EXIST' });
    // What the refusal says is asked about: the money is there, so it goes back by a refund.
    expect(await takeBack(orderId)).toEqual({ kind: 'refundDue' });
    expect((await counter.file(orderId)).attempts).toMatchObject([{ state: 'succeeded' }]);
    expect((await counter.file(orderId)).refunds).toMatchObject([{ amount: AMOUNT }]);
  });

  it('refunds what is older than seven days', async () => {
    const orderId = await paidByCode();
    await counter.wait(7 * 24 * 3_600);
    expect(await takeBack(orderId)).toEqual({ kind: 'refundDue' });
    expect(await counter.calls(orderId)).toEqual(['collect', 'refund']);
  });

  it('refunds the rest of what was refunded in part, and never reverses it', async () => {
    const orderId = await paidByCode();
    await shop.deps.store.changeOrder<null>(orderId, (file) => {
      if (file === null) return { result: null };
      const [outTradeNo = ''] = file.order.attempts;
      const part = { outRefundNo: 'refund-of-a-part', outTradeNo, orderId, amount: fen(350), nowMs: 0 };
      const refunds = [newRefund({ ...part, reason: 'requested' })];
      return { result: null, write: { order: file.order, refunds } };
    });
    expect(await takeBack(orderId)).toEqual({ kind: 'refundDue' });
    const { refunds } = await counter.file(orderId);
    expect(refunds.map(({ amount }) => amount.minor).toSorted((a, b) => a - b)).toEqual([350, 2_000]);
    expect(await counter.calls(orderId)).toEqual(['collect', 'refund']);
  });

  it('ends one that is not paid yet, not before the fifteenth second', async () => {
    const { orderId } = await counter.collect(await counter.showCode('passwordNever'));
    await counter.wait(6);
    expect(await takeBack(orderId)).toEqual({ kind: 'waiting' });
    expect(await counter.calls(orderId)).not.toContain('reverse');
    expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'givenUp' });
    expect(await counter.taken(orderId)).toBe(false);
  });

  it('refuses an order that is no collection', async () => {
    expect(await voidBy('nothing')).toEqual({
      kind: 'refused',
      refusal: 'COLLECTION_NOT_FOUND',
    });
  });
});

describe('collecting by a code on our screen', () => {
  const show = async () => {
    const wish = aWish();
    const result = await collectByQr(shop.deps, wish);
    if (result.kind === 'refused') throw new Error(result.refusal);
    return { wish, ...result.collection };
  };
  const codeOf = ({ standing }: Awaited<ReturnType<typeof show>>): string =>
    standing.kind === 'waiting' ? (standing.codeUrl ?? '') : standing.kind;
  const pay = (codeUrl: string) =>
    postJson(`${shop.wechatPay.controlUrl}/payments`, { code_url: codeUrl, openid: 'oWhoeverScans' });

  it('shows the same code however often it is tapped', async () => {
    const shown = await show();
    expect(codeOf(shown)).toMatch(/^weixin:\/\/wxpay\//);
    const again = standingIn(await collectByQr(shop.deps, shown.wish));
    expect(again).toEqual(shown.standing);
    expect(await counter.calls(shown.orderId)).toEqual(['prepay']);
    await voidBy(shown.orderId);
  });

  it('is paid by whoever scans it, the notification lost', async () => {
    const shown = await show();
    await counter.plant('notifications', { kind: 'lose' });
    await pay(codeOf(shown));
    expect(await counter.check(shown.orderId)).toEqual({ kind: 'paid' });
    const { order, attempts } = await counter.file(shown.orderId);
    expect(order).toMatchObject({ kind: 'counter', state: 'completed', stockHeld: 'none' });
    expect(attempts).toMatchObject([{ scene: 'native', openid: 'oWhoeverScans' }]);
  });

  it('is closed at its limit, after a question, by the screen or by the timer', async () => {
    const [seen, unseen] = [await show(), await show()];
    await counter.wait(5 * 60 + 1);
    expect(await counter.check(seen.orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
    expect(await counter.calls(seen.orderId)).toEqual(['prepay', 'query', 'close']);
    await runJobs(shop.deps);
    expect((await counter.file(unseen.orderId)).order.state).toBe('closed');
  });

  it('is closed when the cashier takes it back, and refunded when it was paid', async () => {
    const shown = await show();
    expect(standingIn(await voidBy(shown.orderId))).toEqual({
      kind: 'notPaid',
      reason: 'givenUp',
    });
    await expect(pay(codeOf(shown))).rejects.toThrow();
    const paid = await show();
    await pay(codeOf(paid));
    await counter.check(paid.orderId);
    expect(standingIn(await voidBy(paid.orderId))).toEqual({ kind: 'refundDue' });
    expect((await counter.file(paid.orderId)).refunds).toMatchObject([
      { amount: AMOUNT, state: 'processing' },
    ]);
  });

  it('places the identical order again after an unknown end', async () => {
    const wish = aWish();
    await counter.plant('orders.native', { kind: 'status', status: 500, act: true, times: 9 });
    expect(standingIn(await collectByQr(shop.deps, wish))).toEqual({ kind: 'waiting' });
    await counter.clearFaults();
    expect(standingIn(await collectByQr(shop.deps, wish))).toMatchObject({
      codeUrl: expect.stringMatching(/^weixin:/),
    });
  });

  it('ends at once when its order is refused', async () => {
    await counter.plant('orders.native', { kind: 'status', status: 403, code: 'NO_AUTH' });
    const { standing } = await show();
    expect(standing.kind).toBe('notPaid');
  });
});

describe('an order of the counter', () => {
  it('is healed like any, but by code at the pace of collecting', async () => {
    const { orderId } = await counter.collect(await counter.showCode('passwordPays', 2));
    await counter.wait(5);
    const healed = await healOrder(shop.deps, await counter.file(orderId));
    expect(healed.order.state).toBe('completed');
  });

  it('is on no shopper’s list', async () => {
    const { orderId } = await counter.collect(await counter.showCode('pays'));
    const { attempts } = await counter.file(orderId);
    const openid = attempts[0]?.openid ?? '';
    expect(await shop.deps.store.listOrders({ openid, limit: 9 })).toEqual([]);
  });

  it('is not refunded by itself twice when a success is told again', async () => {
    const { orderId } = await counter.collect(await counter.showCode('pays'));
    await voidBy(orderId);
    await checkCollection(shop.deps, orderId);
    await healOrder(shop.deps, await counter.file(orderId));
    expect((await counter.file(orderId)).refunds).toEqual([]);
  });
});
