import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../../cloudfunctions/core/audit/audit';
import type { RefundCaseView } from '../../../miniprogram/contract/desk-refunds';
import { fen, formatMoney } from '../../../miniprogram/contract/money';
import { valueOf } from '../../../tools/world/shopper';
import { refusedBy } from '../../fixtures/desk-caller';
import type { DeskWorld, PaidOrder } from '../../fixtures/desk-world';
import { openDeskWorld, refusalOf } from '../../fixtures/desk-world';
import { freshToken } from '../../fixtures/shop-world';

const BUYER = 'o-buyer';
const MINUTE_MS = 60_000;
const CARD = '6222021001116245702';

let world: DeskWorld;
beforeAll(async () => {
  world = await openDeskWorld();
  await world.control('settings', { refund_delay_seconds: 30 });
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

const manager = () => world.desk('manager');
const fault = (kind: string, more: object) =>
  world.control('faults', { kind, endpoint: 'refunds.apply', ...more });

/** Gives back an amount of an order. */
function refund({ orderId }: PaidOrder, minor: number, by = manager()): Promise<RefundCaseView> {
  return by.value('refunds.create', { clientToken: freshToken(), orderId, amount: fen(minor) });
}

function refOf({ order, refund: made }: RefundCaseView) {
  if (made === null) throw new Error('there is no refund');
  return { orderId: order.orderId, outRefundNo: made.outRefundNo };
}

async function request({ orderId }: PaidOrder, minor: number): Promise<string> {
  const wish = { clientToken: freshToken(), orderId, reason: 'damaged', amount: fen(minor) } as const;
  const asked = valueOf('refunds.request', await world.shopper(BUYER).call('refunds.request', wish));
  return asked.requestId;
}

async function asTheBuyerSees(requestId: string) {
  return valueOf('refunds.get', await world.shopper(BUYER).call('refunds.get', { requestId }));
}

async function actionsOf(orderId: string): Promise<readonly string[]> {
  const subject = { kind: 'order', id: orderId } as const;
  const { actions } = await world.desk('owner').value('actions.list', { subject });
  return actions.map(({ what }) => what).toReversed();
}

describe('a refund in parts', () => {
  it('goes back twice to the fen, and names what is left when it asks for more', async () => {
    const paid = await world.paidOrder(BUYER, 2);
    const { minor } = paid.total;
    const first = await refund(paid, 1_001);
    expect(first).toMatchObject({
      paid: paid.total,
      refunded: fen(1_001),
      refundable: fen(minor - 1_001),
      refund: { state: 'processing', amount: fen(1_001), approval: 'notNeeded', askedBy: 'o-desk-manager' },
    });
    const tooMuch = { clientToken: freshToken(), orderId: paid.orderId, amount: fen(minor - 1_000) };
    const reply = await manager().call('refunds.create', tooMuch);
    expect(reply).toMatchObject({
      ok: false,
      refusal: {
        code: 'REFUND_EXCEEDS',
        message: expect.stringContaining(`最多还能退 ${formatMoney(fen(minor - 1_001))}`),
        detail: { left: fen(minor - 1_001) },
      },
    });
    await refund(paid, minor - 1_001);
    expect(await refusalOf(manager(), 'refunds.create', { ...tooMuch, amount: fen(1) })).toBe(
      'NOT_REFUNDABLE',
    );
    expect((await manager().value('refunds.list', { list: 'underWay' })).cases.length).toBeGreaterThan(1);
    await world.settle();
    const view = await manager().value('refunds.get', refOf(first));
    expect(view).toMatchObject({ refund: { state: 'succeeded' }, refunded: paid.total, refundable: fen(0) });
    expect((await world.file(paid.orderId)).refunds.map(({ state }) => state)).toEqual([
      'succeeded',
      'succeeded',
    ]);
    expect(await actionsOf(paid.orderId)).toEqual(['refund.create', 'refund.create']);
  });

  it('is one refund for taps at the same moment and for a replay, and no other wish under its token', async () => {
    const paid = await world.paidOrder(BUYER);
    const wish = { clientToken: freshToken(), orderId: paid.orderId, amount: fen(100) };
    const taps = await Promise.all([1, 2, 3].map(() => manager().value('refunds.create', wish)));
    expect(new Set(taps.map((tap) => refOf(tap).outRefundNo)).size).toBe(1);
    expect(await refusalOf(manager(), 'refunds.create', { ...wish, amount: fen(200) })).toBe(
      'CLIENT_TOKEN_REUSED',
    );
    expect((await world.file(paid.orderId)).refunds).toHaveLength(1);
    expect(await actionsOf(paid.orderId)).toEqual(['refund.create']);
  });

  let paidOnce: PaidOrder;
  beforeAll(async () => {
    paidOnce = await world.paidOrder(BUYER);
  });
  it.each([
    ['nothing', '{"minor":0,"currency":"CNY"}'],
    ['a negative sum', '{"minor":-100,"currency":"CNY"}'],
    ['a part of a fen', '{"minor":1.5,"currency":"CNY"}'],
    ['another currency', '{"minor":100,"currency":"USD"}'],
    ['yuan as text', '"1.00"'],
    ['no number', '{"minor":1e400,"currency":"CNY"}'],
    ['inherited fields', '{"minor":100,"currency":"CNY","__proto__":{"minor":1}}'],
  ])('is refused and changes nothing for %s', async (_name, amount) => {
    const { orderId } = paidOnce;
    const before = await world.file(orderId);
    const params = `{"clientToken":"${freshToken()}","orderId":"${orderId}","amount":${amount}}`;
    const answer = await manager().raw(`{"method":"refunds.create","params":${params}}`);
    expect(answer).toEqual(refusedBy('INVALID_PARAMS'));
    expect(await world.file(orderId)).toEqual(before);
  });

  it('is refused above everything there is, for lines it has not, and for orders there are not', async () => {
    const { orderId } = await world.paidOrder(BUYER);
    const wish = () => ({ clientToken: freshToken(), orderId });
    const sums = [fen(Number.MAX_SAFE_INTEGER), fen(100_000_001)];
    for (const amount of sums)
      expect(await refusalOf(manager(), 'refunds.create', { ...wish(), amount })).toBe('REFUND_EXCEEDS');
    const lines = [{ skuId: 'linen-mat-1', quantity: 1 }];
    expect(await refusalOf(manager(), 'refunds.create', { ...wish(), lines })).toBe('REFUND_EXCEEDS');
    const nowhere = { ...wish(), orderId: 'nowhere', amount: fen(1) };
    expect(await refusalOf(manager(), 'refunds.create', nowhere)).toBe('ORDER_NOT_FOUND');
    for (const role of ['cashier', 'warehouse', 'viewer'] as const)
      expect(await refusalOf(world.desk(role), 'refunds.create', { ...wish(), amount: fen(1) })).toBe(
        'NOT_ALLOWED',
      );
    expect((await world.file(orderId)).refunds).toEqual([]);
  });
});

describe('a refund that was just agreed to', () => {
  const callsFor = async (orderId: string) =>
    (await world.store.pageEvidence({ orderId, limit: 100 })).filter(({ kind }) => kind === 'refund').length;

  it('goes out in the same call, once: no tap at the same moment, look or tick sends it again', async () => {
    const paid = await world.paidOrder(BUYER);
    const requestId = await request(paid, 500);
    const taps = await Promise.all(
      [1, 2, 3].map(() => manager().value('refunds.approveRequest', { requestId })),
    );
    expect(new Set(taps.map((tap) => refOf(tap).outRefundNo)).size).toBe(1);
    expect((await asTheBuyerSees(requestId)).refund).toMatchObject({ state: 'processing' });
    await manager().value('refunds.get', { requestId });
    await world.tick(1_000);
    expect(await callsFor(paid.orderId)).toBe(1);
  });

  it('keeps its number when the answer is lost, and is found under it', async () => {
    const paid = await world.paidOrder(BUYER);
    await fault('drop', { times: 1 });
    const made = await refund(paid, 200);
    expect(made.refund).toMatchObject({ amount: fen(200) });
    await world.settle();
    expect(await manager().value('refunds.get', refOf(made))).toMatchObject({
      refund: { state: 'succeeded' },
    });
    expect((await world.file(paid.orderId)).refunds).toHaveLength(1);
  });

  it('waits its minute after another refund of the payment, and goes out when somebody looks', async () => {
    const paid = await world.paidOrder(BUYER);
    await refund(paid, 100);
    const second = await refund(paid, 200);
    expect(second.refund).toMatchObject({ state: 'due' });
    expect((await manager().value('refunds.get', refOf(second))).refund).toMatchObject({ state: 'due' });
    expect(await callsFor(paid.orderId)).toBe(1);
    await world.wechatPay.clock.advance(MINUTE_MS + 10_000);
    expect((await manager().value('refunds.get', refOf(second))).refund).toMatchObject({
      state: 'processing',
    });
    expect(await callsFor(paid.orderId)).toBe(2);
  });
});

describe('a refund that needs a second person', () => {
  it('waits for somebody else than who asked, and is then carried to its end', async () => {
    await world.secondAbove(fen(1_000));
    const paid = await world.paidOrder(BUYER);
    const waiting = await refund(paid, 1_500);
    const ref = refOf(waiting);
    expect(waiting).toMatchObject({
      secondAbove: fen(1_000),
      refund: { state: 'awaitingApproval', approval: 'awaited' },
      actions: ['decline'],
    });
    await world.tick(2 * MINUTE_MS);
    expect(await manager().call('refunds.approve', ref)).toEqual(refusedBy('SAME_PERSON'));
    const second = world.desk('manager', '-2');
    const { cases } = await second.value('refunds.list', { list: 'approvals' });
    expect(cases).toMatchObject([
      { refund: { outRefundNo: ref.outRefundNo }, actions: ['approve', 'decline'] },
    ]);
    expect(await second.value('refunds.counts', {})).toMatchObject({ approvals: 1 });
    const approved = await second.value('refunds.approve', ref);
    expect(approved.refund).toMatchObject({
      state: 'processing',
      approval: 'given',
      decidedBy: 'o-desk-manager-2',
    });
    await second.value('refunds.approve', ref);
    expect(await refusalOf(second, 'refunds.decline', ref)).toBe('REFUND_DECIDED');
    await world.settle();
    expect((await manager().value('refunds.get', ref)).refund).toMatchObject({ state: 'succeeded' });
    expect(await actionsOf(paid.orderId)).toEqual(['refund.create', 'refund.approve']);
  });

  it('ends when it is declined, and gives nothing back', async () => {
    await world.secondAbove(fen(1_000));
    const paid = await world.paidOrder(BUYER);
    const ref = refOf(await refund(paid, 1_500));
    const declined = await world.desk('owner').value('refunds.decline', ref);
    expect(declined).toMatchObject({
      refund: { state: 'closed', approval: 'declined' },
      refunded: fen(0),
      refundable: paid.total,
      actions: [],
    });
  });

  it('cannot be got around by asking for small parts', async () => {
    await world.secondAbove(fen(1_000));
    const paid = await world.paidOrder(BUYER);
    expect((await refund(paid, 900)).refund).toMatchObject({ state: 'processing' });
    expect((await refund(paid, 900)).refund).toMatchObject({ state: 'awaitingApproval' });
  });
});

describe('a request of the shopper', () => {
  it('is listed until it is rejected with words the shopper reads', async () => {
    const paid = await world.paidOrder(BUYER);
    const requestId = await request(paid, 500);
    const { cases } = await world.desk('viewer').value('refunds.list', { list: 'requests' });
    const mine = cases.find((one) => one.request?.requestId === requestId);
    expect(mine).toMatchObject({ refund: null, actions: [], order: { openRequests: 1 } });
    expect(mine?.order.buyer).toMatchObject({
      masked: true,
      name: '林**',
      mobile: '138****8000',
      detail: '***',
    });
    expect(await refusalOf(manager(), 'refunds.rejectRequest', { requestId, answer: '  ' })).toBe(
      'INVALID_PARAMS',
    );
    const rejected = await manager().value('refunds.rejectRequest', { requestId, answer: '照片看不出破损' });
    expect(rejected).toMatchObject({ request: { state: 'rejected', answer: '照片看不出破损' }, actions: [] });
    expect(await asTheBuyerSees(requestId)).toMatchObject({ state: 'rejected', answer: '照片看不出破损' });
    await manager().value('refunds.rejectRequest', { requestId, answer: '照片看不出破损' });
    expect(await refusalOf(manager(), 'refunds.approveRequest', { requestId })).toBe('REFUND_DECIDED');
    expect((await world.file(paid.orderId)).refunds).toEqual([]);
    expect(await actionsOf(paid.orderId)).toEqual(['refund.rejectRequest']);
  });

  it('is agreed to in part only with a reason, which the shopper reads, and never beyond what it asks', async () => {
    const paid = await world.paidOrder(BUYER);
    const requestId = await request(paid, 500);
    const more = await manager().call('refunds.approveRequest', {
      requestId,
      amount: fen(501),
      text: '多退',
    });
    expect(more).toMatchObject({
      refusal: {
        code: 'EXCEEDS_REQUEST',
        message: expect.stringContaining('¥5.00'),
        detail: { left: fen(500) },
      },
    });
    const silent = { requestId, amount: fen(300), text: ' ' };
    expect(await manager().call('refunds.approveRequest', silent)).toEqual(refusedBy('REASON_REQUIRED'));
    expect((await manager().value('refunds.get', { requestId })).actions).toEqual([
      'approveRequest',
      'rejectRequest',
    ]);
    const wish = { requestId, amount: fen(300), text: '外盒轻微破损' };
    const both = await Promise.all([1, 2].map(() => manager().value('refunds.approveRequest', wish)));
    expect(both).toMatchObject([
      { refund: { amount: fen(300) }, request: { state: 'approved' } },
      { refund: { amount: fen(300) } },
    ]);
    expect((await world.file(paid.orderId)).refunds).toHaveLength(1);
    const seen = await asTheBuyerSees(requestId);
    expect(seen).toMatchObject({
      state: 'approved',
      amount: fen(500),
      answer: '申请 ¥5.00，同意退款 ¥3.00，外盒轻微破损',
      refund: { amount: fen(300) },
    });
    await world.settle();
    expect((await asTheBuyerSees(requestId)).refund).toMatchObject({ state: 'succeeded' });
  });

  it('keeps the reason of a partial yes until a second person has agreed', async () => {
    await world.secondAbove(fen(100));
    const paid = await world.paidOrder(BUYER);
    const requestId = await request(paid, 500);
    const waiting = await manager().value('refunds.approveRequest', {
      requestId,
      amount: fen(300),
      text: '外盒轻微破损',
    });
    expect(await asTheBuyerSees(requestId)).toMatchObject({ state: 'requested', refund: null, answer: '' });
    await world.desk('owner').value('refunds.approve', refOf(waiting));
    expect((await asTheBuyerSees(requestId)).answer).toBe('申请 ¥5.00，同意退款 ¥3.00，外盒轻微破损');
  });

  it('is nobody’s whose number is made up, and another order’s refund is not found in this one', async () => {
    const one = await world.paidOrder(BUYER);
    const other = await world.paidOrder(BUYER);
    const { outRefundNo } = refOf(await refund(other, 100));
    const foreign = { orderId: one.orderId, outRefundNo };
    for (const method of [
      'refunds.get',
      'refunds.approve',
      'refunds.decline',
      'refunds.retry',
      'refunds.goodsBack',
    ] as const)
      expect(await refusalOf(manager(), method, foreign)).toBe('REFUND_NOT_FOUND');
    expect(await refusalOf(manager(), 'refunds.settleByHand', { ...foreign, note: '现金' })).toBe(
      'REFUND_NOT_FOUND',
    );
    const to = { kind: 'merchantBankCard' } as const;
    expect(await refusalOf(manager(), 'refunds.redirect', { ...foreign, to })).toBe('REFUND_NOT_FOUND');
    for (const method of ['refunds.get', 'refunds.approveRequest'] as const)
      expect(await refusalOf(manager(), method, { requestId: 'made-up' })).toBe('REFUND_NOT_FOUND');
  });
});

describe('a refund WeChat Pay cannot bring to the payer', () => {
  async function abnormal(): Promise<RefundCaseView> {
    const paid = await world.paidOrder(BUYER);
    const made = await refund(paid, 700);
    const { outRefundNo } = refOf(made);
    await world.control('refunds', { out_refund_no: outRefundNo, outcome: 'abnormal', when: 'due' });
    await world.tick(2 * MINUTE_MS);
    return manager().value('refunds.get', refOf(made));
  }

  it('is listed, sent to another card of the payer, and followed until it arrived; the card is kept nowhere', async () => {
    const stuck = await abnormal();
    expect(stuck).toMatchObject({ refund: { state: 'abnormal' }, actions: ['redirect'] });
    const { cases } = await manager().value('refunds.list', { list: 'troubles' });
    expect(cases.map(({ refund: one }) => one?.outRefundNo)).toContain(refOf(stuck).outRefundNo);
    const to = {
      kind: 'userBankCard',
      bankType: 'ICBC_DEBIT',
      bankAccount: CARD,
      realName: '林小满',
    } as const;
    const sent = await manager().value('refunds.redirect', { ...refOf(stuck), to });
    expect(sent).toMatchObject({ refund: { redirectedTo: 'userBankCard' }, actions: [] });
    expect(await refusalOf(manager(), 'refunds.redirect', { ...refOf(stuck), to })).toMatch(
      /REFUND_REDIRECTED|REFUND_NOT_ABNORMAL/,
    );
    await world.tick(2 * 60 * MINUTE_MS);
    await world.tick(2 * 60 * MINUTE_MS);
    expect((await manager().value('refunds.get', refOf(stuck))).refund).toMatchObject({ state: 'succeeded' });
    const kept = JSON.stringify([
      await world.file(stuck.order.orderId),
      await world.store.pageEvidence({ orderId: stuck.order.orderId, limit: 500 }),
      await world.desk('owner').value('actions.list', {}),
      world.lines,
    ]);
    expect(kept).not.toContain(CARD);
  });

  it.each([
    ['letters for digits', { bankAccount: '6222x2021001116245' }],
    ['a bank that is not served', { bankType: 'HXB_DEBIT' }],
    ['nobody', { realName: ' ' }],
  ])('is not sent to %s', async (_name, changes) => {
    const stuck = await abnormal();
    const to = {
      kind: 'userBankCard',
      bankType: 'ICBC_DEBIT',
      bankAccount: CARD,
      realName: '林',
      ...changes,
    } as const;
    expect(await refusalOf(manager(), 'refunds.redirect', { ...refOf(stuck), to })).toBe('INVALID_PARAMS');
  });

  it('is tried again once the merchant has topped up', async () => {
    const paid = await world.paidOrder(BUYER);
    await fault('status', { status: 403, code: 'NOT_ENOUGH', times: 5 });
    const made = await refund(paid, 300);
    expect(made.refund).toMatchObject({ state: 'due', trouble: { kind: 'notEnough' } });
    expect(await manager().value('refunds.get', refOf(made))).toMatchObject({
      refund: {
        state: 'due',
        trouble: { kind: 'notEnough', code: 'NOT_ENOUGH', text: expect.stringContaining('充值') },
      },
      actions: ['retry'],
    });
    const byHand = { ...refOf(made), note: '现金' };
    expect(await refusalOf(manager(), 'refunds.settleByHand', byHand)).toBe('NOT_STUCK');
    await world.clearFaults();
    await world.wechatPay.clock.advance(MINUTE_MS);
    const again = await manager().value('refunds.retry', refOf(made));
    expect(again.refund).toMatchObject({ state: 'processing' });
    await world.settle();
    const done = await manager().value('refunds.get', refOf(made));
    expect(done).toMatchObject({ refund: { state: 'succeeded' } });
    expect(done.refund?.trouble).toBeUndefined();
    expect(await refusalOf(manager(), 'refunds.retry', refOf(made))).toBe('REFUND_DECIDED');
  });

  describe('because the payer’s account is closed', () => {
    async function closedAccount(): Promise<RefundCaseView> {
      const paid = await world.paidOrder(BUYER);
      await fault('status', { status: 403, code: 'USER_ACCOUNT_ABNORMAL', times: 5 });
      const made = await refund(paid, 400);
      await world.clearFaults();
      return manager().value('refunds.get', refOf(made));
    }

    it('is settled by hand with a note, keeps its share of the payment, and is never sent again', async () => {
      const stuck = await closedAccount();
      expect(stuck).toMatchObject({
        refund: { trouble: { kind: 'payerAccount' } },
        actions: ['retry', 'settleByHand'],
      });
      const wish = { ...refOf(stuck), note: '当面退现金，收据 0042' };
      expect(await refusalOf(manager(), 'refunds.settleByHand', wish)).toBe('REFUND_JUST_SENT');
      await world.wechatPay.clock.advance(2 * MINUTE_MS);
      const done = await manager().value('refunds.settleByHand', wish);
      expect(done).toMatchObject({
        refund: { state: 'byHand', byHand: { note: wish.note, by: 'o-desk-manager' } },
        refunded: fen(400),
        refundable: fen(done.paid.minor - 400),
        actions: [],
      });
      await manager().value('refunds.settleByHand', wish);
      await world.settle();
      const { refunds, order } = await world.file(stuck.order.orderId);
      expect(refunds).toMatchObject([{ state: 'byHand' }]);
      expect(order.timeline.at(-1)?.text).toBe('退款 ¥4.00 无法原路退回，商家将用其他方式退给你');
      expect(await actionsOf(order.orderId)).toEqual(['refund.create', 'refund.settleByHand']);
      const { cases } = await manager().value('refunds.list', { list: 'ended' });
      expect(cases[0]?.refund?.outRefundNo).toBe(refOf(stuck).outRefundNo);
    });

    it('is not settled by hand while WeChat Pay cannot be asked', async () => {
      const stuck = await closedAccount();
      await world.wechatPay.clock.advance(2 * MINUTE_MS);
      await world.control('faults', { kind: 'drop', endpoint: 'refunds.query', times: 9 });
      const wish = { ...refOf(stuck), note: '现金' };
      expect(await refusalOf(manager(), 'refunds.settleByHand', wish)).toBe('REFUND_UNSURE');
    });

    it('is not settled by hand when WeChat Pay has taken it in after all', async () => {
      const paid = await world.paidOrder(BUYER);
      await fault('status', { status: 403, code: 'USER_ACCOUNT_ABNORMAL', act: true });
      const made = await refund(paid, 400);
      await world.wechatPay.clock.advance(2 * MINUTE_MS);
      const wish = { ...refOf(made), note: '现金' };
      expect(await refusalOf(manager(), 'refunds.settleByHand', wish)).toMatch(
        /REFUND_UNDER_WAY|REFUND_DECIDED/,
      );
    });
  });
});
