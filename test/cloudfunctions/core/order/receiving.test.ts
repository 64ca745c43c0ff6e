import { describe, expect, it } from '@jest/globals';
import { requestWithoutPerson, withoutPerson } from '../../../../cloudfunctions/core/order/forgetting';
import { orderMachine } from '../../../../cloudfunctions/core/order/order';
import { orderActions } from '../../../../cloudfunctions/core/order/order-actions';
import { decideConfirming, decideHiding } from '../../../../cloudfunctions/core/order/receiving';
import { newRefund } from '../../../../cloudfunctions/core/refund/refund';
import type { RefundState } from '../../../../cloudfunctions/core/refund/refund';
import { isGivenBack } from '../../../../cloudfunctions/core/refund/refund-request';
import type { RefundRequest } from '../../../../cloudfunctions/core/refund/refund-request';
import type { Money } from '../../../../miniprogram/contract/money';
import { fen } from '../../../../miniprogram/contract/money';
import { NOW_MS, sampleAttempt, sampleOrder } from '../samples';

const WAITING: RefundRequest = {
  requestId: 'request-1',
  orderId: 'order-1',
  openid: 'openid-ming',
  state: 'requested',
  amount: fen(1),
  lines: [],
  reason: 'other',
  text: '我的手机 13800138000',
  photos: ['cloud://a/b'],
  requestedAtMs: NOW_MS,
  decidedAtMs: null,
  decidedBy: null,
  answer: '',
  outRefundNo: null,
  timeline: [],
};

describe('confirming the receipt', () => {
  it.each(orderMachine.states.map((state) => [state] as const))('of an order that is %s', (state) => {
    const { kind } = decideConfirming(sampleOrder({ state }), NOW_MS);
    expect(kind).toBe({ shipped: 'changed', completed: 'already' }[state as string] ?? 'refused');
  });
});

const PAID = [sampleAttempt({ state: 'succeeded', transactionId: 't' })];
const NOTHING = { attempts: PAID, refunds: [], requests: [] };

/** A refund of so much of what `PAID` paid. */
function refundOf(amount: Money, state: RefundState) {
  const { outTradeNo, orderId } = sampleAttempt();
  const made = { outRefundNo: `r-${state}`, outTradeNo, orderId, amount };
  return { ...newRefund({ ...made, reason: 'requested', nowMs: NOW_MS }), state };
}

describe('an order whose money went back', () => {
  const { amount } = sampleAttempt();
  const most = { ...amount, minor: amount.minor - 1 };
  const rest = fen(1);

  it.each(['paid', 'shipped'] as const)('waits for nothing any more, though it is %s', (state) => {
    const order = sampleOrder({ state });
    const refunds = [refundOf(most, 'succeeded'), refundOf(rest, 'byHand')];
    const books = { ...NOTHING, order, refunds };
    expect(isGivenBack(books)).toBe(true);
    expect(orderActions(books, NOW_MS)).toEqual(['hide']);
    expect(decideHiding(books).kind).toBe('changed');
    const asked = { ...books, requests: [WAITING] };
    expect(orderActions(asked, NOW_MS)).toEqual([]);
    expect(decideHiding(asked).kind).toBe('refused');
  });

  it.each(['due', 'processing', 'abnormal', 'closed', 'awaitingApproval'] as const)(
    'is as it was while the last fen is only %s',
    (last) => {
      const order = sampleOrder({ state: 'shipped' });
      const books = { ...NOTHING, order, refunds: [refundOf(most, 'succeeded'), refundOf(rest, last)] };
      expect(isGivenBack(books)).toBe(false);
      expect(orderActions(books, NOW_MS)[0]).toBe('confirm');
      expect(decideHiding(books).kind).toBe('refused');
    },
  );

  it('is not one that nobody paid', () => {
    expect(isGivenBack({ ...NOTHING, attempts: [], order: sampleOrder() })).toBe(false);
  });
});

describe('hiding', () => {
  it.each(orderMachine.states.map((state) => [state] as const))('an order that is %s', (state) => {
    const { kind } = decideHiding({ ...NOTHING, order: sampleOrder({ state }) });
    expect(kind).toBe(state === 'completed' || state === 'closed' ? 'changed' : 'refused');
  });

  it('waits for a request that waits', () => {
    const order = sampleOrder({ state: 'completed' });
    expect(decideHiding({ ...NOTHING, order, requests: [WAITING] }).kind).toBe('refused');
    expect(decideHiding({ ...NOTHING, order: { ...order, hidden: true } }).kind).toBe('already');
  });
});

describe('what may be done with an order', () => {
  it.each([
    ['awaitingPayment', ['pay', 'cancel']],
    ['paid', ['requestRefund']],
    ['shipped', ['confirm', 'requestRefund']],
    ['completed', ['requestRefund', 'hide']],
    ['closed', ['hide']],
  ] as const)('while it is %s', (state, actions) => {
    const attempts = state === 'awaitingPayment' || state === 'closed' ? [] : PAID;
    const books = { order: sampleOrder({ state }), attempts, refunds: [], requests: [] };
    expect(orderActions(books, NOW_MS)).toEqual(actions);
  });

  it('does not offer to pay when the time is over', () => {
    const order = sampleOrder();
    const books = { order, attempts: [], refunds: [], requests: [] };
    expect(orderActions(books, order.payBeforeMs)).toEqual(['cancel']);
  });
});

describe('forgetting', () => {
  it('takes the person out of an order and leaves goods and money', () => {
    const order = sampleOrder({ state: 'completed', remark: '放门口' });
    const forgotten = withoutPerson(order, 'deleted-1');
    expect(JSON.stringify(forgotten)).not.toMatch(/明明|13800138000|龙井路|放门口|openid-ming/);
    const { openid: _openid, address: _address, remark: _remark, hidden: _hidden, ...rest } = order;
    expect(forgotten).toMatchObject(rest);
  });

  it('takes words and photos out of a request', () => {
    expect(requestWithoutPerson(WAITING, 'deleted-1')).toMatchObject({
      openid: 'deleted-1',
      text: '',
      photos: [],
      amount: fen(1),
    });
  });
});
