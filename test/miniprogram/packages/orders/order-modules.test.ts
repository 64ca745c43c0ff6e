import { phone } from '../../fake-phone';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ORDER_ACTIONS, ORDER_STATES } from '../../../../miniprogram/contract/order';
import { idFromEntry } from '../../../../miniprogram/contract/routes';
import { detailView, refundRows } from '../../../../miniprogram/packages/orders/detail/detail-view';
import { rowOf } from '../../../../miniprogram/packages/orders/order/order-row';
import {
  actionButtons,
  stateTag,
  stateWords,
} from '../../../../miniprogram/packages/orders/order/order-words';
import { orderTabs } from '../../../../miniprogram/packages/orders/orders/order-tabs';
import { formView, requestParams } from '../../../../miniprogram/packages/orders/refund-request/request-form';
import { orderShortcuts } from '../../../../miniprogram/pages/mine/order-shortcuts';
import {
  NO_REFUND_DRAFT,
  reduceRefundDraft,
  type RefundDraft,
} from '../../../../miniprogram/stores/refund-draft';
import { order, quoteLine, yuan } from '../../samples';

afterEach(() => phone.forget());

const NOW = Date.parse('2026-11-21T08:10:00Z');
const counts = { awaitingPayment: 1, paid: 120, shipped: 0, refunding: 2 };

describe('the buttons of an order', () => {
  it('have one main one at most, and it is the last', () => {
    expect(actionButtons(['pay', 'cancel']).map(({ words, primary }) => [words, primary])).toEqual([
      ['取消订单', false],
      ['去支付', true],
    ]);
    for (const action of ORDER_ACTIONS) expect(actionButtons([action])).toHaveLength(1);
    expect(actionButtons(['requestRefund', 'hide']).some(({ primary }) => primary)).toBe(false);
  });
});

describe('an order in words', () => {
  it.each(ORDER_STATES)('says something of %s', (state) => {
    const { title, text } = stateWords(order({ state }));
    expect([title, text, stateTag(order({ state }))]).not.toContain('');
  });

  it('warns against paying twice while a payment may be under way', () => {
    expect(stateWords(order({ paymentUnknown: true })).text).toContain('请不要重复付款');
    expect(stateWords(order()).text).not.toContain('重复');
  });

  it('says of late money where it is', () => {
    const refunds = [{ outRefundNo: 'r', amount: yuan(9600), state: 'processing' as const }];
    const late = order({ state: 'closed', closeReason: 'expired', refunds });
    expect(stateWords(late).text).toContain('原路退回，现在：退款中');
    expect(stateTag(late)).toBe('已关闭 · 退款中');
  });
});

describe('an order whose money went back', () => {
  const paidBack = { outRefundNo: 'r', amount: yuan(9600), state: 'succeeded' } as const;
  it.each(['paid', 'shipped', 'completed'] as const)('says so, and no more that it is %s', (state) => {
    const back = order({ state, givenBack: true, refunds: [paidBack], actions: ['hide'] });
    expect(stateWords(back)).toEqual({ title: '已全额退款', text: '你付的款已经全部原路退回' });
    expect(rowOf(back, NOW)).toMatchObject({ tag: '已全额退款', closed: true });
    expect(detailView(back).awaitsNews).toBe(false);
  });

  it('does not promise the way back where the shop gave it by hand', () => {
    const refunds = [paidBack, { ...paidBack, outRefundNo: 'h', state: 'byHand' as const }];
    expect(stateWords(order({ state: 'paid', givenBack: true, refunds })).text).toContain('不经微信支付');
  });
});

describe('an order in a list', () => {
  it('carries what is drawn and stays small', () => {
    const row = rowOf(order(), NOW);
    expect(row).toMatchObject({ tag: '待付款', left: '20:00', pieces: 1, title: '亚麻茶席', gone: false });
    expect(rowOf(order({ state: 'paid' }), NOW).left).toBe('');
    const lines = ['a', 'b', 'c', 'd', 'e'].map((skuId) => quoteLine(skuId, 2));
    const many = rowOf(order({ lines }), NOW);
    expect(many).toMatchObject({ title: '', pieces: 10 });
    expect(many.pictures).toHaveLength(3);
    expect(JSON.stringify(many).length * 20).toBeLessThan(32 * 1024);
  });
});

describe('an order on its page', () => {
  const parcel = { parcelId: 'p', courier: '顺丰速运', trackingNo: 'SF1', shippedAt: '2026-11-22T01:00:00Z' };

  it('tells parcels with their contents, times by the shop’s clock, and the newest event first', () => {
    const view = detailView(
      order({
        state: 'shipped',
        paidAt: '2026-11-21T16:30:00Z',
        parcels: [parcel, { ...parcel, parcelId: 'q', lines: [{ skuId: 'green', quantity: 1 }] }],
        timeline: [
          { at: '2026-11-21T08:00:00Z', text: '先' },
          { at: '2026-11-21T16:30:00Z', text: '后' },
        ],
      }),
    );
    expect(view.parcels.map(({ contents }) => contents)).toEqual(['', '亚麻茶席 ×1']);
    expect(view.facts).toContainEqual({ name: '付款时间', value: '2026-11-22 00:30' });
    expect(view.timeline.map(({ text }) => text)).toEqual(['后', '先']);
  });

  it('lists refunds nobody asked for once, beside those that were', () => {
    const refund = { outRefundNo: 'r1', amount: yuan(100), state: 'succeeded' as const };
    const request = {
      requestId: 'q1',
      orderId: 'order-1',
      state: 'approved' as const,
      amount: yuan(100),
      lines: [],
      reason: 'damaged' as const,
      text: '',
      photos: [],
      requestedAt: '2026-11-21T08:00:00Z',
      answer: '',
      refund,
      canWithdraw: false,
      title: '青瓷品茗杯 单只 等2种',
      timeline: [],
      picture: null,
    };
    const other = { outRefundNo: 'r2', amount: yuan(5), state: 'abnormal' as const };
    const rows = refundRows({ refunds: [refund, other] }, [request]);
    expect(rows.map(({ requestId, words }) => [requestId, words])).toEqual([
      ['q1', '已退款'],
      ['', '退款异常，商家处理中'],
    ]);
  });
});

describe('numbers beside words', () => {
  it('are left out for none and cut after two digits', () => {
    expect(orderTabs(counts).map(({ count }) => count)).toEqual(['', '1', '99+', '', '']);
    expect(orderTabs(null).every(({ count }) => count === '')).toBe(true);
    expect(orderShortcuts(counts).map(({ badge }) => badge)).toEqual(['1', '99+', '', '2']);
  });
});

describe('a request for a refund', () => {
  const lines = [quoteLine('green', 2), quoteLine('blue', 1, 5000)];
  const paid = order({ state: 'paid', lines, refundable: yuan(23_400) });
  const draft = (change: Partial<RefundDraft>): RefundDraft => ({
    ...NO_REFUND_DRAFT,
    orderId: 'order-1',
    clientToken: 'token-1',
    ...change,
  });

  it('counts the chosen goods, and the freight where everything goes back unsent', () => {
    expect(formView(paid, draft({ pieces: { green: 1 } })).amount).toEqual(yuan(8800));
    const all = { green: 2, blue: 1 };
    expect(formView(paid, draft({ pieces: all })).amount).toEqual(yuan(23_400));
    expect(formView({ ...paid, state: 'shipped' }, draft({ pieces: all })).amount).toEqual(yuan(22_600));
  });

  it.each([
    [{}, '请选择要退款的商品'],
    [{ mode: 'amount' as const }, '请填写退款金额，如 12.50'],
    [{ mode: 'amount' as const, amountText: '9999' }, '最多可以退¥234.00'],
    [{ pieces: { green: 1 } }, '请选择退款原因'],
  ])('says what is missing of %j and sends nothing', (change, problem) => {
    expect(formView(paid, draft(change)).problem).toBe(problem);
    expect(requestParams(paid, draft(change))).toBeNull();
  });

  it('waits for its photos', () => {
    const picture = { fileId: 't', width: 1, height: 1, alt: '' };
    const photo = { tempPath: 't', picture, fileId: '', percent: 50, problem: '' };
    const ready = draft({ pieces: { green: 1 }, reason: 'damaged', photos: [photo] });
    expect(requestParams(paid, ready)).toBeNull();
    const stored = { ...ready, photos: [{ ...photo, fileId: 'cloud://x' }] };
    expect(requestParams(paid, stored)).toEqual({
      clientToken: 'token-1',
      orderId: 'order-1',
      reason: 'damaged',
      photos: ['cloud://x'],
      lines: [{ skuId: 'green', quantity: 1 }],
    });
  });

  it('keeps what was typed for the same order, and begins anew for another and after it was sent', () => {
    const first = reduceRefundDraft(NO_REFUND_DRAFT, { kind: 'opened', orderId: 'a', pieces: {} });
    const typed = reduceRefundDraft(first, { kind: 'changed', change: { text: '破了' } });
    expect(reduceRefundDraft(typed, { kind: 'opened', orderId: 'a', pieces: {} })).toBe(typed);
    const other = reduceRefundDraft(typed, { kind: 'opened', orderId: 'b', pieces: {} });
    expect(other.text).toBe('');
    expect(other.clientToken).not.toBe(typed.clientToken);
    expect(reduceRefundDraft(typed, { kind: 'sent' })).toBe(NO_REFUND_DRAFT);
  });

  it('follows each photo by itself', () => {
    let state = reduceRefundDraft(draft({}), { kind: 'photosChosen', tempPaths: ['x', 'y'] });
    state = reduceRefundDraft(state, { kind: 'photoMoved', tempPath: 'y', change: { percent: 40 } });
    expect(state.photos.map(({ percent }) => percent)).toEqual([0, 40]);
    state = reduceRefundDraft(state, { kind: 'photoRemoved', tempPath: 'x' });
    expect(state.photos.map(({ tempPath }) => tempPath)).toEqual(['y']);
  });
});

describe('an id a page was opened with', () => {
  it.each([
    [{ orderId: 'a-1' }, 'a-1'],
    [{ scene: 'a-1' }, 'a-1'],
    [{ q: encodeURIComponent('https://shop.example/o?orderId=a-1&x=2') }, 'a-1'],
    [{ q: 'https%3A%2F%2Fshop.example' }, null],
    [{ orderId: '../x' }, null],
    [{}, null],
  ])('is read from %j', (query, id) => {
    expect(idFromEntry(query, 'orderId')).toBe(id);
  });
});
