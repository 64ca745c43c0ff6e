import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { approveRefund } from '../../cloudfunctions/usecases/approve-refund';
import { approveRefundRequest } from '../../cloudfunctions/usecases/approve-refund-request';
import { closeOrder } from '../../cloudfunctions/usecases/close-order';
import { healOrder } from '../../cloudfunctions/usecases/heal-order';
import { redirectRefund } from '../../cloudfunctions/usecases/redirect-refund';
import { rejectRefundRequest } from '../../cloudfunctions/usecases/reject-refund-request';
import { requestRefund, viewRefundRequest } from '../../cloudfunctions/usecases/request-refund';
import { retryRefund } from '../../cloudfunctions/usecases/retry-refund';
import { returnGoods } from '../../cloudfunctions/usecases/return-goods';
import { sendRefund } from '../../cloudfunctions/usecases/send-refund';
import { fen } from '../../miniprogram/contract/money';
import { SHOP_WORDS } from '../../tools/world/catalogue/shop-words';
import { someSettings } from '../fixtures/shelf';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop, PRICE } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { MANAGER, OWNER, openRefundDesk } from './refund-desk';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let shop: InProcessShop;
let desk: RefundDesk;

beforeAll(async () => {
  shop = await openInProcessShop(31);
  desk = openRefundDesk(shop);
  await desk.control('settings', { refund_delay_seconds: 30 });
});
afterEach(async () => {
  await fetch(`${shop.wechatPay.controlUrl}/faults`, { method: 'DELETE' });
  await shop.deps.store.saveSettings(someSettings());
  expect({ problems: auditBooks(await shop.deps.store.readBooks()), errors: shop.errors }).toEqual({
    problems: [],
    errors: [],
  });
});
afterAll(() => shop.close());

const fault = (kind: string, more: object = {}) =>
  desk.control('faults', { kind, endpoint: 'refunds.apply', ...more });
const loseNotifications = () =>
  desk.control('faults', { kind: 'lose', endpoint: 'notifications', times: 50 });
const lastWords = async (orderId: string) => (await desk.file(orderId)).order.timeline.at(-1)?.text;

describe('money the shop must not keep', () => {
  it('goes back by itself when it is paid on a closed order whose goods are gone', async () => {
    await shop.shelve('last-one', 1);
    const late = await desk.order('last-one');
    // The shop is told that there is no such order, and lets it go.
    const gone = { kind: 'status', status: 404, code: 'ORDER_NOT_EXIST' };
    await desk.control('faults', { ...gone, endpoint: 'orders.query' });
    await desk.control('faults', { ...gone, endpoint: 'orders.close' });
    expect(await closeOrder(shop.deps, { orderId: late.orderId, reason: 'cancelled' })).toEqual({
      kind: 'closed',
    });
    const other = await desk.order('last-one');
    await desk.pay(other.outTradeNo);
    await desk.pay(late.outTradeNo);
    expect(await desk.states(late.orderId)).toEqual(['due']);
    await desk.tick();
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(late.orderId)).toEqual(['succeeded']);
    expect(await lastWords(late.orderId)).toMatch(/^退款 ¥69\.00 已原路退回（.+）$/);
    expect(await desk.there(late.orderId)).toMatchObject([{ status: 'SUCCESS', refund: PRICE.minor }]);
    expect((await desk.file(other.orderId)).refunds).toEqual([]);
  });

  it('goes back by itself when an order is paid a second time, and the first payment stays', async () => {
    await shop.shelve('twice', 2);
    const { orderId, outTradeNo } = await desk.order('twice');
    const second = await desk.secondAttempt(orderId);
    await desk.pay(outTradeNo);
    await desk.pay(second);
    await desk.tick();
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['succeeded']);
    expect(await desk.there(orderId)).toMatchObject([{ out_trade_no: second, status: 'SUCCESS' }]);
    expect((await desk.file(orderId)).order).toMatchObject({ state: 'paid', stockHeld: 'sold' });
  });

  it('is begun again under a new number when the gateway closed it, since closing gave nothing back', async () => {
    await shop.shelve('closed-once', 2);
    const { orderId, outTradeNo } = await desk.order('closed-once');
    const second = await desk.secondAttempt(orderId);
    await desk.pay(outTradeNo);
    await desk.pay(second);
    await desk.control('refunds', { outcome: 'closed' });
    await desk.tick();
    await desk.tick(2 * MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    expect([...(await desk.states(orderId))].sort()).toEqual(['closed', 'succeeded']);
    expect(new Set((await desk.there(orderId)).map((one) => one.out_refund_no)).size).toBe(2);
  });
});

describe('a refusal, which carries no signature', () => {
  it('is believed only where a question finds no such refund', async () => {
    const { orderId } = await desk.paidOrder();
    await desk.refundFen(orderId, 3_000);
    await fault('status', { status: 400, code: 'PARAM_ERROR', act: true });
    await desk.tick();
    expect(await desk.states(orderId)).toEqual(['processing']);
    expect((await desk.file(orderId)).refunds[0]?.trouble).toBeNull();
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['succeeded']);
  });
});

describe('a refund whose answer is lost', () => {
  it.each([
    ['the connection breaks after it was taken in', 'drop', {}],
    ['the connection breaks before it was taken in', 'drop', { act: false }],
    ['their server fails after it was taken in', 'status', { status: 500, act: true }],
    [
      'it is "too many" although it was taken in',
      'status',
      { status: 429, code: 'FREQUENCY_LIMITED', act: true },
    ],
    ['the signature of the answer is wrong', 'badSignature', {}],
  ])('is one refund under one number: %s', async (_name, kind, more) => {
    const { orderId } = await desk.paidOrder();
    const { outRefundNo } = await desk.refundFen(orderId, 3_000);
    await fault(kind, { ...more, times: 5 });
    await desk.control('faults', { kind: 'drop', endpoint: 'refunds.query', times: 5 });
    await desk.tick();
    expect(await desk.states(orderId)).toEqual(['due']);
    await fetch(`${shop.wechatPay.controlUrl}/faults`, { method: 'DELETE' });
    await loseNotifications();
    await desk.tick(2 * MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.there(orderId)).toMatchObject([
      { out_refund_no: outRefundNo, status: 'SUCCESS', refund: 3_000 },
    ]);
    expect(await desk.states(orderId)).toEqual(['succeeded']);
  });

  it('is found by its number at once where it can be asked about', async () => {
    const { orderId } = await desk.paidOrder();
    await desk.refundFen(orderId, 100);
    await fault('status', { status: 429, code: 'FREQUENCY_LIMITED', act: true });
    await desk.tick();
    expect(await desk.states(orderId)).toEqual(['processing']);
    expect(await desk.there(orderId)).toHaveLength(1);
  });

  it('goes on after a process that died between the intent and the call, or between the call and the books', async () => {
    const { orderId } = await desk.paidOrder();
    const { outRefundNo } = await desk.refundFen(orderId, 100);
    const { gateway } = shop.deps;
    const dead = () => Promise.reject(new Error('killed'));
    const before = { ...shop.deps, gateway: { ...gateway, refund: dead } };
    await expect(sendRefund(before, { orderId, outRefundNo })).rejects.toThrow('killed');
    expect(await desk.there(orderId)).toEqual([]);
    await shop.wechatPay.clock.advance(2 * MINUTE_MS);
    const after: typeof gateway.refund = async (request) => gateway.refund(request).then(dead);
    const between = { ...shop.deps, gateway: { ...gateway, refund: after } };
    await expect(sendRefund(between, { orderId, outRefundNo })).rejects.toThrow('killed');
    expect(await desk.states(orderId)).toEqual(['due']);
    await desk.tick(10 * MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['succeeded']);
    expect(await desk.there(orderId)).toMatchObject([{ out_refund_no: outRefundNo }]);
  });
});

describe('a refund that is refused', () => {
  it('waits while the balance does not cover it, and succeeds under its number when it does', async () => {
    const { orderId } = await desk.paidOrder();
    await desk.control('balance', { unsettled: 0 });
    const { outRefundNo } = await desk.refundFen(orderId, 3_000);
    await desk.tick();
    const [waiting] = (await desk.file(orderId)).refunds;
    expect(waiting).toMatchObject({ state: 'due', trouble: { kind: 'notEnough', code: 'NOT_ENOUGH' } });
    expect(waiting?.nextStepAtMs).toBeGreaterThan(shop.deps.clock.nowMs());
    expect(await desk.tick(1_000)).toMatchObject({ refundSteps: 0 });
    await desk.control('balance', { unsettled: 1_000_000 });
    await desk.tick(2 * MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    expect((await desk.file(orderId)).refunds).toMatchObject([
      { outRefundNo, state: 'succeeded', trouble: null },
    ]);
  });

  it('stays due with the reason when the payer’s account is gone, until a person has it tried again', async () => {
    const { orderId } = await desk.paidOrder();
    const { outRefundNo } = await desk.refundFen(orderId, 3_000);
    await fault('status', { status: 403, code: 'USER_ACCOUNT_ABNORMAL' });
    await desk.tick();
    expect((await desk.file(orderId)).refunds).toMatchObject([
      { state: 'due', nextStepAtMs: null, trouble: { kind: 'payerAccount', code: 'USER_ACCOUNT_ABNORMAL' } },
    ]);
    expect(await desk.tick(DAY_MS)).toMatchObject({ refundSteps: 0 });
    expect(await retryRefund(shop.deps, { actor: OWNER, orderId, outRefundNo })).toMatchObject({
      kind: 'done',
    });
    await desk.tick();
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.there(orderId)).toMatchObject([{ out_refund_no: outRefundNo, status: 'SUCCESS' }]);
  });

  it('stays due with the reason for a fault in the settings, and is tried again by itself', async () => {
    const { orderId } = await desk.paidOrder();
    await desk.refundFen(orderId, 3_000);
    await fault('status', { status: 403, code: 'NO_AUTH' });
    await desk.tick();
    expect((await desk.file(orderId)).refunds).toMatchObject([
      { state: 'due', trouble: { kind: 'refused', code: 'NO_AUTH' } },
    ]);
    await desk.tick(2 * 60 * MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['succeeded']);
  });

  it('does not keep the refunds of other orders from going out', async () => {
    const [broken, fine] = [await desk.paidOrder(), await desk.paidOrder()];
    await desk.refundFen(broken.orderId, 100);
    await desk.refundFen(fine.orderId, 100);
    await fault('status', { status: 400, code: 'PARAM_ERROR' });
    expect(await desk.tick()).toMatchObject({ refundSteps: 2, failed: 0 });
    const states = [...(await desk.states(broken.orderId)), ...(await desk.states(fine.orderId))];
    expect(states.sort()).toEqual(['due', 'processing']);
  });
});

describe('an abnormal refund', () => {
  async function abnormal() {
    const { orderId } = await desk.paidOrder();
    const { outRefundNo } = await desk.refundFen(orderId, 3_000);
    await desk.tick();
    await desk.control('refunds', { out_refund_no: outRefundNo, outcome: 'abnormal', when: 'due' });
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['abnormal']);
    return { orderId, outRefundNo };
  }
  const card = {
    kind: 'userBankCard',
    bankType: 'ICBC_DEBIT',
    accountNo: '6222021234567890',
    holder: '明',
  } as const;

  it.each([
    ['a card of the payer', card, /已退到你的银行卡（工商银行借记卡7890）/, 1],
    // Nobody is told that money is back that went to the shop's own card.
    ['the merchant’s own card', { kind: 'merchantBankCard' } as const, /商家将用其他方式退给你/, 0],
  ])('stays abnormal until it arrived on %s, as a person decided', async (_name, to, words, messages) => {
    await shop.deps.store.saveSettings(someSettings({ messageForms: SHOP_WORDS.messageForms ?? [] }));
    const { orderId, outRefundNo } = await abnormal();
    const wish = { actor: MANAGER, orderId, outRefundNo, to };
    expect(await redirectRefund(shop.deps, wish)).toEqual({ kind: 'sent' });
    expect((await desk.file(orderId)).refunds).toMatchObject([
      { state: 'abnormal', redirection: { to: to.kind, by: MANAGER.openid } },
    ]);
    const again = { kind: 'refused', refusal: 'REFUND_REDIRECTED' };
    expect(await redirectRefund(shop.deps, wish)).toEqual(again);
    await loseNotifications();
    await desk.tick(10 * DAY_MS);
    expect(await desk.states(orderId)).toEqual(['succeeded']);
    expect(await lastWords(orderId)).toMatch(words);
    expect(await shop.deps.store.listMessages(orderId)).toHaveLength(messages);
    expect(JSON.stringify(await shop.deps.store.readBooks())).not.toContain(card.accountNo);
  });

  it('may be sent again after an answer was lost, once the gateway says that nothing is on its way', async () => {
    const { orderId, outRefundNo } = await abnormal();
    const wish = { actor: OWNER, orderId, outRefundNo, to: { kind: 'merchantBankCard' } as const };
    await desk.control('faults', { kind: 'drop', endpoint: 'refunds.abnormal', act: false });
    expect(await redirectRefund(shop.deps, wish)).toEqual({ kind: 'unknown' });
    expect(await redirectRefund(shop.deps, wish)).toMatchObject({ refusal: 'REFUND_REDIRECTED' });
    await shop.wechatPay.clock.advance(2 * MINUTE_MS);
    expect(await redirectRefund(shop.deps, wish)).toEqual({ kind: 'sent' });
  });

  it('is told from one that is not', async () => {
    const { orderId } = await desk.paidOrder();
    const { outRefundNo } = await desk.refundFen(orderId, 3_000);
    const wish = { actor: OWNER, orderId, outRefundNo, to: { kind: 'merchantBankCard' } as const };
    // Before it goes out WeChat Pay knows of none.
    expect(await redirectRefund(shop.deps, wish)).toMatchObject({ refusal: 'REFUND_NOT_ABNORMAL' });
    await desk.tick();
    expect(await redirectRefund(shop.deps, wish)).toMatchObject({ refusal: 'REFUND_NOT_ABNORMAL' });
    const nobody = { openid: 'o-x', role: 'cashier' } as const;
    expect(await redirectRefund(shop.deps, { ...wish, actor: nobody })).toMatchObject({
      refusal: 'NOT_ALLOWED',
    });
  });
});

describe('notifications of refunds', () => {
  it.each(['lose', 'duplicate', 'reorder'])('make no difference when they %s', async (kind) => {
    const { orderId } = await desk.paidOrder();
    await desk.control('faults', { kind, endpoint: 'notifications', times: 5 });
    await desk.refundFen(orderId, 3_000);
    await desk.tick();
    await shop.wechatPay.clock.advance(MINUTE_MS);
    await healOrder(shop.deps, await desk.file(orderId));
    expect(await desk.states(orderId)).toEqual(['succeeded']);
    await shop.wechatPay.clock.advance(DAY_MS);
    expect(
      (await desk.file(orderId)).order.timeline.filter(({ text }) => /已原路退回/.test(text)),
    ).toHaveLength(1);
  });
});

describe('what the merchant gives back', () => {
  it('is as many parts as fit into what was paid, each with a number, and not one fen more', async () => {
    const { orderId } = await desk.paidOrder();
    await desk.refundFen(orderId, 3_000);
    await desk.refundFen(orderId, 3_900);
    await expect(desk.refundFen(orderId, 1)).rejects.toThrow('NOT_REFUNDABLE');
    // Two of one payment keep a minute between them.
    expect(await desk.tick()).toMatchObject({ refundSteps: 2 });
    expect(await desk.there(orderId)).toHaveLength(1);
    for (let tick = 0; tick < 4; tick++) await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['succeeded', 'succeeded']);
    expect((await desk.there(orderId)).reduce((sum, one) => sum + one.refund, 0)).toBe(PRICE.minor);
  });

  it('is one refund for two taps at the same moment', async () => {
    const { orderId } = await desk.paidOrder();
    const scope = { kind: 'amount', amount: fen(100) } as const;
    const tap = () => desk.refund(orderId, scope, { clientToken: `two-taps-${orderId}` });
    await Promise.all([tap(), tap(), tap()]);
    expect(await desk.states(orderId)).toEqual(['due']);
  });

  it('may be given again after the gateway closed the refund', async () => {
    const { orderId } = await desk.paidOrder();
    const { outRefundNo } = await desk.refundFen(orderId, PRICE.minor);
    await desk.tick();
    await desk.control('refunds', { out_refund_no: outRefundNo, outcome: 'closed', when: 'due' });
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.states(orderId)).toEqual(['closed']);
    const again = await desk.refundFen(orderId, PRICE.minor);
    await desk.tick(2 * MINUTE_MS);
    await desk.tick(2 * MINUTE_MS);
    expect((await desk.there(orderId)).at(-1)).toMatchObject({
      out_refund_no: again.outRefundNo,
      status: 'SUCCESS',
    });
  });

  it('brings goods back on hand once, at once or when they arrive', async () => {
    const { orderId, skuId } = await desk.paidOrder(3);
    const one = { kind: 'lines', lines: [{ skuId, quantity: 1 }] } as const;
    await desk.refund(orderId, one, { goods: 'now' });
    expect(await desk.stock(skuId)).toEqual({ onHand: 1, reserved: 0, sold: 2 });
    const later = await desk.refund(orderId, one);
    if (later.kind !== 'done') throw new Error(later.refusal);
    const { outRefundNo } = later.refund;
    expect(await desk.stock(skuId)).toMatchObject({ onHand: 1 });
    const back = () => returnGoods(shop.deps, { actor: MANAGER, orderId, outRefundNo });
    expect(await Promise.all([back(), back()])).toMatchObject([{ kind: 'done' }, { kind: 'done' }]);
    await back();
    expect(await desk.stock(skuId)).toEqual({ onHand: 2, reserved: 0, sold: 1 });
    const amount = await desk.refundFen(orderId, 10);
    const none = { actor: MANAGER, orderId, outRefundNo: amount.outRefundNo };
    expect(await returnGoods(shop.deps, none)).toMatchObject({ refusal: 'NO_GOODS' });
  });

  it('needs a second person above the limit of the settings, over all refunds of the order', async () => {
    await shop.deps.store.saveSettings(someSettings({ secondApprovalAbove: fen(5_000) }));
    const { orderId } = await desk.paidOrder();
    await desk.refundFen(orderId, 3_000);
    const { outRefundNo, state } = await desk.refundFen(orderId, 2_001);
    expect(state).toBe('awaitingApproval');
    await expect(desk.refundFen(orderId, 2_000)).rejects.toThrow('REFUND_EXCEEDS');
    await desk.tick();
    await desk.tick(2 * MINUTE_MS);
    expect(await desk.there(orderId)).toHaveLength(1);
    const say = { orderId, outRefundNo, verdict: 'approve' } as const;
    expect(await approveRefund(shop.deps, { ...say, actor: OWNER })).toMatchObject({
      refusal: 'SAME_PERSON',
    });
    expect(await approveRefund(shop.deps, { ...say, actor: MANAGER })).toMatchObject({ kind: 'done' });
    await desk.tick();
    expect(await desk.there(orderId)).toHaveLength(2);
    expect(
      (await desk.file(orderId)).refunds.find((one) => one.outRefundNo === outRefundNo)?.asked,
    ).toMatchObject({
      by: OWNER.openid,
      approval: { kind: 'given', by: MANAGER.openid },
    });
  });

  it('leaves a proof of every call', async () => {
    const { orderId } = await desk.paidOrder();
    const { outRefundNo } = await desk.refundFen(orderId, 100);
    await desk.tick();
    await desk.tick(2 * MINUTE_MS);
    const proofs = (await shop.deps.store.pageEvidence({ orderId, limit: 100 })).filter(
      (one) => one.outRefundNo === outRefundNo,
    );
    expect(proofs.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(
      expect.arrayContaining(['refund accepted', 'notification refund applied']),
    );
    expect(proofs.every(({ bodySha256 }) => /^[0-9a-f]{64}$/.test(bodySha256 ?? ''))).toBe(true);
  });
});

describe('a shopper’s request', () => {
  async function asked(quantity = 1) {
    const { orderId, skuId } = await desk.paidOrder(quantity);
    const wish = {
      openid: 'o-payer',
      clientToken: `ask-${orderId}`,
      orderId,
      reason: 'damaged',
      text: '',
    } as const;
    const scope = { kind: 'lines', lines: [{ skuId, quantity: 1 }] } as const;
    const result = await requestRefund(shop.deps, { ...wish, photos: [], scope });
    if (result.kind === 'refused') throw new Error(result.refusal);
    return { orderId, skuId, requestId: result.request.requestId };
  }
  const view = async (requestId: string) => {
    const seen = await viewRefundRequest(shop.deps, { openid: 'o-payer', requestId });
    return seen.kind === 'request' ? seen.request : null;
  };
  const yes = (requestId: string, actor = OWNER) =>
    approveRefundRequest(shop.deps, { actor, requestId, goods: 'now', text: '同意退款' });

  it('is approved once by two at the same moment, and its money is followed to its end', async () => {
    const { orderId, skuId, requestId } = await asked(2);
    const both = await Promise.all([yes(requestId), yes(requestId, MANAGER)]);
    expect(both.map(({ kind }) => kind)).toEqual(['done', 'done']);
    expect((await desk.file(orderId)).refunds).toMatchObject([{ state: 'due' }]);
    expect(await desk.stock(skuId)).toEqual({ onHand: 1, reserved: 0, sold: 1 });
    // Whoever looks has it sent: no tick in between.
    expect(await view(requestId)).toMatchObject({ refund: { state: 'processing' } });
    await loseNotifications();
    await shop.wechatPay.clock.advance(MINUTE_MS);
    expect(await view(requestId)).toMatchObject({
      refund: { state: 'succeeded', receivedBy: expect.any(String) },
    });
    expect(await desk.there(orderId)).toHaveLength(1);
  });

  it('is rejected with words, and may then not be approved', async () => {
    const { orderId, requestId } = await asked();
    await rejectRefundRequest(shop.deps, { actor: OWNER, requestId, answer: '已超过退换期' });
    expect(await view(requestId)).toMatchObject({ state: 'rejected', answer: '已超过退换期', refund: null });
    expect(await yes(requestId)).toMatchObject({ refusal: 'REFUND_DECIDED' });
    expect(await desk.states(orderId)).toEqual([]);
  });

  it('waits for the second person, is declined, and may be approved anew', async () => {
    await shop.deps.store.saveSettings(someSettings({ secondApprovalAbove: fen(100) }));
    const { orderId, skuId, requestId } = await asked();
    const first = await yes(requestId);
    if (first.kind !== 'done') throw new Error(first.refusal);
    const { outRefundNo } = first.refund;
    expect(await view(requestId)).toMatchObject({ state: 'requested', refund: null });
    expect(await desk.stock(skuId)).toMatchObject({ onHand: 0 });
    await approveRefund(shop.deps, { actor: MANAGER, orderId, outRefundNo, verdict: 'decline' });
    expect(await view(requestId)).toMatchObject({ state: 'requested', refund: null });
    const anew = await yes(requestId, MANAGER);
    if (anew.kind !== 'done') throw new Error(anew.refusal);
    const say = { orderId, outRefundNo: anew.refund.outRefundNo, verdict: 'approve' } as const;
    await approveRefund(shop.deps, { ...say, actor: OWNER });
    expect(await view(requestId)).toMatchObject({ state: 'approved', refund: { state: 'processing' } });
    expect(await desk.stock(skuId)).toMatchObject({ onHand: 1 });
  });
});
