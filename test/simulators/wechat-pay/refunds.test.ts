import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from './merchant-client';
import { createRefundWorld, DAY_MS, MINUTE_MS, REFUNDS } from './refund-world';
import { PLAIN, useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const world = createRefundWorld(fixture);
const { pay, refund, query, tell } = world;
const total = (amount: number, of = 100): Record<string, unknown> => ({
  amount: { refund: amount, total: of, currency: 'CNY' },
});
const verdict = ({ status, json }: Answer): unknown[] => [status, json['code'], json['message']];
const orderState = async (outTradeNo: string): Promise<unknown> =>
  (await fixture.client.query(outTradeNo)).json['trade_state'];
const advance = (ms: number): Promise<void> => fixture.simulator.clock.advance(ms);

describe('a refund', () => {
  it('is accepted, under way, and shown with every documented member', async () => {
    await pay('REFUND01');
    const answer = await refund('REFUND01', 'R-REFUND01', 40, { reason: '缺货' });
    const transaction = await fixture.client.query('REFUND01');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      refund_id: expect.stringMatching(/^50\d{27}$/),
      out_refund_no: 'R-REFUND01',
      transaction_id: transaction.json['transaction_id'],
      out_trade_no: 'REFUND01',
      channel: 'ORIGINAL',
      user_received_account: expect.stringMatching(/^(支付用户零钱|.{2,4}银行(信用卡|借记卡)\d{4})$/),
      create_time: expect.stringMatching(/\+08:00$/),
      status: 'PROCESSING',
      funds_account: 'UNSETTLED',
      amount: {
        total: 100,
        refund: 40,
        payer_total: 100,
        payer_refund: 40,
        settlement_refund: 40,
        settlement_total: 100,
        discount_refund: 0,
        currency: 'CNY',
      },
    });
    expect((await query('R-REFUND01')).json).toEqual(answer.json);
  });

  it('succeeds when its time has come, not before', async () => {
    await pay('REFUND02');
    await refund('REFUND02', 'R-REFUND02', 40);
    await advance(MINUTE_MS / 2);
    expect((await query('R-REFUND02')).json['status']).toBe('PROCESSING');
    await advance(MINUTE_MS / 2);
    const ended = await query('R-REFUND02');
    expect(ended.json['status']).toBe('SUCCESS');
    const took =
      Date.parse(String(ended.json['success_time'])) - Date.parse(String(ended.json['create_time']));
    expect(took).toBe(MINUTE_MS);
  });

  it('takes seconds to a balance and working days to a card when the delay is seeded', async () => {
    await tell('/settings', { refund_delay_seconds: 'seeded' });
    for (let i = 0; i < 12; i += 1) await pay(`REFUND03-${i}`, 1000);
    const seen = new Map<boolean, number[]>();
    for (let i = 0; i < 12; i += 1) {
      await refund(`REFUND03-${i}`, `R-REFUND03-${i}`, 1000, total(1000, 1000));
      await advance(5 * DAY_MS);
      const { json } = await query(`R-REFUND03-${i}`);
      const took = Date.parse(String(json['success_time'])) - Date.parse(String(json['create_time']));
      const wallet = json['user_received_account'] === '支付用户零钱';
      seen.set(wallet, [...(seen.get(wallet) ?? []), took]);
    }
    for (const took of seen.get(true) ?? []) expect(took).toBeLessThanOrEqual(MINUTE_MS);
    for (const took of seen.get(false) ?? []) expect(took).toBeGreaterThanOrEqual(DAY_MS);
    expect([...seen.keys()]).toHaveLength(2);
  });

  it('shows in the state of its order, a partial one as well', async () => {
    await pay('REFUND04');
    expect(await orderState('REFUND04')).toBe('SUCCESS');
    await refund('REFUND04', 'R-REFUND04', 1);
    const order = await fixture.client.query('REFUND04');
    expect(order.json).toMatchObject({ trade_state: 'REFUND', amount: { total: 100 } });
  });

  it('finds its order by transaction_id, and takes both numbers when they agree', async () => {
    await pay('REFUND05');
    await pay('REFUND05B');
    const id = String((await fixture.client.query('REFUND05')).json['transaction_id']);
    const other = { transaction_id: id, out_trade_no: 'REFUND05B' };
    expect(verdict(await refund('REFUND05', 'R-REFUND05', 1, other))).toEqual([
      400,
      'INVALID_REQUEST',
      '支付单号校验不一致，请核实后再试',
    ]);
    const first = await refund('REFUND05', 'R-REFUND05', 1, { transaction_id: id, out_trade_no: undefined });
    const again = await refund('REFUND05', 'R-REFUND05', 1, { transaction_id: id });
    expect(first.json['refund_id']).toBe(again.json['refund_id']);
  });

  it('takes every documented member, and shows where it was paid from', async () => {
    await pay('REFUND06');
    await tell('/balance', { available: 60 });
    const from = [
      { account: 'AVAILABLE', amount: 60 },
      { account: 'UNAVAILABLE', amount: 40 },
    ];
    const goods = {
      merchant_goods_id: 'A-1',
      wechatpay_goods_id: '1001',
      goods_name: '苹果',
      unit_price: 100,
      refund_amount: 100,
      refund_quantity: 1,
    };
    const answer = await refund('REFUND06', 'R|*@_-REFUND06', 100, {
      reason: '商品已售完',
      funds_account: 'AVAILABLE',
      amount: { refund: 100, total: 100, currency: 'CNY', from },
      goods_detail: [goods],
    });
    expect([answer.status, answer.json['amount']]).toMatchObject([200, { from }]);
    expect((await query('R|*@_-REFUND06')).json['out_refund_no']).toBe('R|*@_-REFUND06');
  });

  it('may show more than the documented minimum', async () => {
    await tell('/settings', { variations: { ...PLAIN, refundAnswer: 'full' } });
    await pay('REFUND07', 1000);
    const answer = await refund('REFUND07', 'R-REFUND07', 500, total(500, 1000));
    expect(answer.json).toMatchObject({ promotion_detail: [], amount: { refund_fee: 3 } });
  });
});

describe('a refund is refused', () => {
  beforeEach(() => pay('REFUSE01'));

  it.each([
    ['neither order number', { out_trade_no: undefined }],
    ['another currency', { amount: { refund: 1, total: 100, currency: 'USD' } }],
    ['no currency', { amount: { refund: 1, total: 100 } }],
    ['nothing to refund', { amount: { refund: 0, total: 100, currency: 'CNY' } }],
    ['more than the total', { amount: { refund: 101, total: 100, currency: 'CNY' } }],
    ['half a fen', { amount: { refund: 0.5, total: 100, currency: 'CNY' } }],
    ['a short number', { out_refund_no: 'R-123' }],
    ['a long number', { out_refund_no: 'R'.repeat(65) }],
    ['a number with a blank', { out_refund_no: 'R 12345' }],
    ['a reason of 81 bytes', { reason: '退'.repeat(27) }],
    ['an emoji in the reason', { reason: '🍎' }],
    ['an unknown account', { funds_account: 'BASIC' }],
    ['an unknown member', { colour: 'red' }],
    ['a null member', { reason: null }],
    ['a notify_url with a query', { notify_url: 'https://shop.example/n?a=1' }],
    ['an empty goods list', { goods_detail: [] }],
    [
      'sources that do not add up',
      { amount: { refund: 2, total: 100, currency: 'CNY', from: [{ account: 'AVAILABLE', amount: 1 }] } },
    ],
    [
      'a source named twice',
      {
        amount: {
          refund: 2,
          total: 100,
          currency: 'CNY',
          from: [
            { account: 'AVAILABLE', amount: 1 },
            { account: 'AVAILABLE', amount: 1 },
          ],
        },
      },
    ],
    ['its own number as the sub merchant', { sub_mchid: '1900000109' }],
  ])('for %s', async (_name, change) => {
    const answer = await refund('REFUSE01', 'R-REFUSE01', 1, change);
    expect([answer.status, answer.json['code']]).toEqual([400, 'PARAM_ERROR']);
    expect(await orderState('REFUSE01')).toBe('SUCCESS');
  });

  it('accepts a reason of 80 bytes', async () => {
    expect((await refund('REFUSE01', 'R-REFUSE02', 1, { reason: `${'退'.repeat(26)}ab` })).status).toBe(200);
  });

  it('for an order that is not there, not paid, or of another total', async () => {
    await fixture.client.place('REFUSE03');
    expect(verdict(await refund('NOSUCH01', 'R-REFUSE03', 1)).slice(0, 2)).toEqual([
      404,
      'RESOURCE_NOT_EXISTS',
    ]);
    expect(verdict(await refund('REFUSE03', 'R-REFUSE03', 1)).slice(0, 2)).toEqual([400, 'INVALID_REQUEST']);
    const wrong = await refund('REFUSE01', 'R-REFUSE03', 1, total(1, 99));
    expect(verdict(wrong)).toEqual([
      400,
      'INVALID_REQUEST',
      '订单金额或退款金额与之前请求不一致，请核实后再试',
    ]);
    expect(wrong.headers['request-id']).toMatch(/-268892183$/);
  });

  it('a year after the payment, and not a minute sooner', async () => {
    await tell('/clock', { advance_seconds: 365 * 86_400 - 60 });
    expect((await refund('REFUSE01', 'R-REFUSE04', 1)).status).toBe(200);
    await advance(2 * MINUTE_MS);
    const late = await refund('REFUSE01', 'R-REFUSE05', 1);
    expect(verdict(late).slice(0, 2)).toEqual([400, 'INVALID_REQUEST']);
    expect(late.headers['request-id']).toMatch(/-268892184$/);
  });

  it('for a service provider nobody knows', async () => {
    const answer = await refund('REFUSE01', 'R-REFUSE06', 1, { sub_mchid: '1999999999' });
    expect(verdict(answer).slice(0, 2)).toEqual([404, 'MCH_NOT_EXISTS']);
  });

  it('without a signature, in the words of the refund paths', async () => {
    const answer = await fixture.client.call('POST', REFUNDS, {
      body: world.body('REFUSE01', 'R-REFUSE07', 1),
      headers: { Authorization: undefined },
    });
    expect(verdict(answer).slice(0, 2)).toEqual([401, 'SIGN_ERROR']);
    const anonymous = await fixture.client.call('GET', `${REFUNDS}/R-REFUSE07`, {
      headers: { 'User-Agent': undefined },
    });
    expect(verdict(anonymous)).toEqual([400, 'INVALID_REQUEST', 'Http头缺少Accept或User-Agent']);
  });
});

describe('partial refunds', () => {
  it('go up to the total and no further', async () => {
    await pay('PARTS001');
    await refund('PARTS001', 'R-PARTS-1', 60);
    await advance(MINUTE_MS);
    const more = await refund('PARTS001', 'R-PARTS-2', 41);
    expect([more.status, more.headers['request-id']]).toEqual([400, expect.stringMatching(/-268449311$/)]);
    expect((await refund('PARTS001', 'R-PARTS-3', 40)).status).toBe(200);
    await advance(MINUTE_MS);
    const none = await refund('PARTS001', 'R-PARTS-4', 1);
    expect([none.status, none.headers['request-id']]).toEqual([400, expect.stringMatching(/-268892177$/)]);
  });

  it.each([
    ['429 FREQUENCY_LIMITED', 429, 'FREQUENCY_LIMITED'],
    ['400 INVALID_REQUEST', 400, 'INVALID_REQUEST'],
  ])('within the minute are %s', async (refundTooSoon, status, code) => {
    await tell('/settings', { variations: { ...PLAIN, refundTooSoon } });
    await pay('PARTS002');
    await refund('PARTS002', 'R-PARTS-5', 1);
    const soon = await refund('PARTS002', 'R-PARTS-6', 1);
    expect(verdict(soon).slice(0, 2)).toEqual([status, code]);
    expect((await query('R-PARTS-6')).status).toBe(404);
    await advance(MINUTE_MS);
    expect((await refund('PARTS002', 'R-PARTS-6', 1)).status).toBe(200);
  });

  it('are fifty at most', async () => {
    await pay('PARTS003');
    for (let i = 0; i < 50; i += 1) {
      expect((await refund('PARTS003', `R-PARTS3-${i}`, 1)).status).toBe(200);
      await advance(MINUTE_MS);
    }
    const more = await refund('PARTS003', 'R-PARTS3-50', 1);
    expect([more.status, more.headers['request-id']]).toEqual([400, expect.stringMatching(/-268558930$/)]);
  });

  it('asked for all at once keep to the total', async () => {
    await pay('PARTS004');
    const same = Array.from({ length: 8 }, () => refund('PARTS004', 'R-PARTS4-SAME', 70));
    const others = Array.from({ length: 8 }, (_, i) => refund('PARTS004', `R-PARTS4-${i}`, 70));
    const answers = await Promise.all([...same, ...others]);
    const accepted = answers.filter(({ status }) => status === 200);
    expect(new Set(accepted.map(({ json }) => json['refund_id'])).size).toBe(1);
    const state = await fixture.client.control('GET', '/state');
    expect(state.json['refund_count']).toBe(1);
  });
});

interface Repeat {
  readonly outTradeNo?: string;
  readonly amount?: number;
  readonly reason?: string;
  readonly notify_url?: string;
}

describe('a refund number used again', () => {
  beforeEach(async () => {
    await pay('AGAIN001');
    await pay('AGAIN002');
    await refund('AGAIN001', 'R-AGAIN1', 40, { reason: '缺货' });
  });

  it('with the same parameters is the same refund, whatever became of it', async () => {
    const first = await query('R-AGAIN1');
    expect((await refund('AGAIN001', 'R-AGAIN1', 40, { reason: '缺货' })).json).toEqual(first.json);
    await advance(2 * MINUTE_MS);
    const later = await refund('AGAIN001', 'R-AGAIN1', 40, { reason: '缺货' });
    expect(later.json).toMatchObject({ refund_id: first.json['refund_id'], status: 'SUCCESS' });
  });

  it.each([
    [{ amount: 41 }, '订单金额或退款金额与之前请求不一致，请核实后再试'],
    [{ outTradeNo: 'AGAIN002' }, '支付单号校验不一致，请核实后再试'],
    [{ reason: '不要了' }, '您的请求参数与订单信息不一致'],
    [{ notify_url: 'https://shop.example/other' }, '您的请求参数与订单信息不一致'],
  ])('with another %j is refused', async (other, message) => {
    const wanted: Repeat = { reason: '缺货', ...other };
    const { outTradeNo = 'AGAIN001', amount = 40, ...change } = wanted;
    expect(verdict(await refund(outTradeNo, 'R-AGAIN1', amount, change))).toEqual([
      400,
      'INVALID_REQUEST',
      message,
    ]);
  });

  it('after the reply was lost is the refund that was accepted', async () => {
    await advance(MINUTE_MS);
    await tell('/faults', { kind: 'drop', endpoint: 'refunds.apply' });
    await expect(refund('AGAIN001', 'R-AGAIN2', 60)).rejects.toThrow('socket hang up');
    const again = await refund('AGAIN001', 'R-AGAIN2', 60);
    expect(again.json).toMatchObject({ status: 'PROCESSING', amount: { refund: 60 } });
    expect((await fixture.client.control('GET', '/state')).json['refund_count']).toBe(2);
  });

  it('after a 429 that had accepted it is that refund', async () => {
    const limited = { kind: 'status', status: 429, code: 'FREQUENCY_LIMITED', act: true };
    await tell('/faults', { ...limited, endpoint: 'refunds.apply' });
    const answer = await refund('AGAIN002', 'R-AGAIN3', 100);
    expect(verdict(answer).slice(0, 2)).toEqual([429, 'FREQUENCY_LIMITED']);
    const accepted = await query('R-AGAIN3');
    expect(accepted.json['status']).toBe('PROCESSING');
    expect((await refund('AGAIN002', 'R-AGAIN3', 100)).json).toEqual(accepted.json);
  });
});

describe('the money of a refund', () => {
  it('is what the merchant holds, and the same number goes through once there is enough', async () => {
    await pay('FUNDS001', 1000);
    await tell('/balance', { unsettled: 500 });
    const short = await refund('FUNDS001', 'R-FUNDS1', 600, total(600, 1000));
    expect(verdict(short)).toEqual([403, 'NOT_ENOUGH', '基本账户余额不足，请充值后重新发起']);
    expect((await query('R-FUNDS1')).status).toBe(404);
    expect(await orderState('FUNDS001')).toBe('SUCCESS');
    await tell('/balance', { unsettled: 600 });
    expect((await refund('FUNDS001', 'R-FUNDS1', 600, total(600, 1000))).status).toBe(200);
  });

  it('is enough for everything of the only order there is, because its fee comes back', async () => {
    await pay('FUNDS002', 1000);
    expect((await tell('/balance', {})).json).toMatchObject({ unsettled: 994 });
    expect((await refund('FUNDS002', 'R-FUNDS2', 1000, total(1000, 1000))).status).toBe(200);
    expect((await tell('/balance', {})).json).toMatchObject({ unsettled: 0 });
  });

  it('comes out of the available balance when that is asked for', async () => {
    await pay('FUNDS003', 1000);
    const asked = { ...total(10, 1000), funds_account: 'AVAILABLE' };
    expect((await refund('FUNDS003', 'R-FUNDS3', 10, asked)).json['code']).toBe('NOT_ENOUGH');
    await tell('/balance', { available: 10 });
    const answer = await refund('FUNDS003', 'R-FUNDS3', 10, asked);
    expect([answer.status, answer.json['funds_account']]).toEqual([200, 'AVAILABLE']);
    expect((await tell('/balance', {})).json).toMatchObject({ unsettled: 994, available: 0 });
  });

  it('returns with a closed refund, which makes room for another', async () => {
    await pay('FUNDS004', 1000);
    await refund('FUNDS004', 'R-FUNDS4', 1000, total(1000, 1000));
    await tell('/refunds', { out_refund_no: 'R-FUNDS4', outcome: 'closed' });
    expect((await tell('/balance', {})).json).toMatchObject({ unsettled: 994 });
    await advance(MINUTE_MS);
    expect((await refund('FUNDS004', 'R-FUNDS5', 1000, total(1000, 1000))).status).toBe(200);
  });
});

describe('the control plane decides', () => {
  it.each([
    ['success', 'SUCCESS'],
    ['closed', 'CLOSED'],
    ['abnormal', 'ABNORMAL'],
  ])('how the next refund ends: %s', async (outcome, status) => {
    await pay('DECIDE01');
    await tell('/refunds', { outcome });
    await refund('DECIDE01', 'R-DECIDE1', 100);
    expect((await query('R-DECIDE1')).json['status']).toBe('PROCESSING');
    await advance(MINUTE_MS);
    const ended = (await query('R-DECIDE1')).json;
    expect([ended['status'], 'success_time' in ended]).toEqual([status, status === 'SUCCESS']);
  });

  it('a refund under way, for now or for when it falls due', async () => {
    await pay('DECIDE02');
    await refund('DECIDE02', 'R-DECIDE2', 10);
    await tell('/refunds', { out_refund_no: 'R-DECIDE2', outcome: 'abnormal', when: 'due' });
    expect((await query('R-DECIDE2')).json['status']).toBe('PROCESSING');
    await advance(MINUTE_MS);
    expect((await query('R-DECIDE2')).json['status']).toBe('ABNORMAL');
    await tell('/refunds', { out_refund_no: 'R-DECIDE2', outcome: 'success' });
    expect((await query('R-DECIDE2')).json['status']).toBe('SUCCESS');
  });

  it.each([
    ['success', 'closed'],
    ['success', 'abnormal'],
    ['closed', 'success'],
    ['closed', 'abnormal'],
    ['abnormal', 'closed'],
  ])('but not from %s to %s', async (first, second) => {
    await pay('DECIDE03');
    await refund('DECIDE03', 'R-DECIDE3', 100);
    await tell('/refunds', { out_refund_no: 'R-DECIDE3', outcome: first });
    const before = (await query('R-DECIDE3')).json;
    const refused = await fixture.client.control('POST', '/refunds', {
      out_refund_no: 'R-DECIDE3',
      outcome: second,
    });
    expect([refused.status, refused.json['error']]).toMatchObject([409, { where: 'outcome' }]);
    expect((await query('R-DECIDE3')).json).toEqual(before);
  });

  it.each([
    [{ out_refund_no: 'NOSUCH1', outcome: 'success' }, 404],
    [{ out_refund_no: 'NOSUCH1' }, 400],
    [{ outcome: 'lost' }, 400],
    [{ outcome: 'success', when: 'later' }, 400],
  ])('nothing when told %j', async (decision, status) => {
    const answer = await fixture.client.control('POST', '/refunds', decision);
    expect([answer.status, answer.json['error']]).toMatchObject([status, { todo: expect.any(String) }]);
  });

  it.each([{ unsettled: -1 }, { unsettled: 1.5 }, { mchid: '1' }, { gold: 1 }])(
    'no balance when told %j',
    async (balance) => {
      const answer = await fixture.client.control('POST', '/balance', balance);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    },
  );

  it.each([
    ['REFUND', 'REFUND'],
    ['SUCCESS', 'SUCCESS'],
  ])('what an order shows once its only refund was closed: %s', async (stateAfterClosedRefund, state) => {
    await tell('/settings', { variations: { ...PLAIN, stateAfterClosedRefund } });
    await pay('DECIDE04');
    await refund('DECIDE04', 'R-DECIDE4', 100);
    await tell('/refunds', { out_refund_no: 'R-DECIDE4', outcome: 'closed' });
    expect(await orderState('DECIDE04')).toBe(state);
  });
});

describe('a refunded order', () => {
  beforeEach(async () => {
    await pay('TAKEN001');
    await refund('TAKEN001', 'R-TAKEN1', 100);
  });

  it('is neither closed, nor ordered, nor paid again', async () => {
    const { client, simulator } = fixture;
    const path = '/v3/pay/transactions/out-trade-no/TAKEN001/close';
    expect((await client.call('POST', path, { body: { mchid: simulator.merchant.mchid } })).status).toBe(400);
    await expect(client.place('TAKEN001')).rejects.toThrow('ORDERPAID');
    const again = await client.control('POST', '/payments', { out_trade_no: 'TAKEN001' });
    expect([again.status, again.json['error']]).toMatchObject([409, { code: 'ALREADY_PAID' }]);
  });
});

describe('a query for a refund', () => {
  it('that is not there is answered 404', async () => {
    const answer = await query('NOSUCH01');
    expect(verdict(answer)).toEqual([404, 'RESOURCE_NOT_EXISTS', '退款单不存在']);
    expect(answer.headers['request-id']).toMatch(/-268875782$/);
  });

  it('of a bad number is answered 400', async () => {
    expect(verdict(await query('R 1234')).slice(0, 2)).toEqual([400, 'PARAM_ERROR']);
  });

  it('may be told another amount by a fault', async () => {
    await pay('QUERY001');
    await refund('QUERY001', 'R-QUERY1', 40);
    await tell('/faults', { kind: 'wrongAmount', endpoint: 'refunds.query', total: 39 });
    expect((await query('R-QUERY1')).json['amount']).toMatchObject({
      refund: 39,
      payer_refund: 39,
      total: 100,
    });
    expect((await query('R-QUERY1')).json['amount']).toMatchObject({ refund: 40 });
  });
});
