import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toDescription } from '../../../../cloudfunctions/adapters/wechat-pay/map/order';
import { toGatewayPayment } from '../../../../cloudfunctions/adapters/wechat-pay/map/payment';
import { toRfc3339 } from '../../../../cloudfunctions/adapters/wechat-pay/map/text';
import { readTransaction } from '../../../../cloudfunctions/adapters/wechat-pay/wire/transaction';
import { APPID, MCHID, OUT_TRADE_NO, transaction, TRANSACTION_ID } from './merchant-world';

const read = (changes: Readonly<Record<string, unknown>>) => {
  const wire = readTransaction(transaction(changes));
  return wire.kind === 'read' ? toGatewayPayment(wire.value) : wire;
};

describe('description', () => {
  it.each([
    ['keeps Chinese text', '小铺 - 红茶', '小铺 - 红茶'],
    ['drops four-byte characters', '🎁礼盒𠮷', '礼盒'],
    ['turns line breaks into spaces', '红\r\n茶', '红 茶'],
    ['names what has no name left', '🎁', '商品'],
    ['cuts to 127 characters', '茶'.repeat(200), '茶'.repeat(127)],
  ])('%s', (_name, text, want) => {
    expect(toDescription(text)).toBe(want);
  });

  it('is always 1 to 127 characters of at most three bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const made = toDescription(text);
        expect([...made].every((character) => Buffer.byteLength(character) <= 3)).toBe(true);
        expect(made).not.toMatch(/[\ud800-\udfff]/);
        expect(made.length).toBeGreaterThan(0);
        expect(made.length).toBeLessThanOrEqual(127);
      }),
    );
  });
});

describe('time_expire', () => {
  it('is written in +08:00 and cut to the second', () => {
    expect(toRfc3339(Date.UTC(2018, 5, 8, 2, 34, 56, 999))).toBe('2018-06-08T10:34:56+08:00');
    expect(toRfc3339(Date.UTC(2024, 11, 31, 16, 0, 0))).toBe('2025-01-01T00:00:00+08:00');
  });
});

describe('GatewayPayment', () => {
  const paid = {
    state: 'succeeded',
    outTradeNo: OUT_TRADE_NO,
    transactionId: TRANSACTION_ID,
    appid: APPID,
    mchid: MCHID,
    openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    total: { minor: 100, currency: 'CNY' },
    payerTotal: { minor: 90, currency: 'CNY' },
    succeededAtMs: Date.UTC(2024, 7, 5, 9, 33, 41),
  };

  it('tells a payment in full, and whether some of it was given back', () => {
    expect(read({})).toEqual({ ...paid, refunded: false });
    expect(read({ trade_state: 'REFUND' })).toEqual({ ...paid, refunded: true });
  });

  it.each([{ payer: {} }, { payer: undefined }, { payer: { openid: '' } }])(
    'tells no payer for %j',
    (changes) => {
      expect(read(changes)).not.toHaveProperty('openid');
    },
  );

  it.each([
    ['NOTPAY', 'pending'],
    ['USERPAYING', 'pending'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'closed'],
    ['PAYERROR', 'failed'],
    ['SOMETHING_NEW', 'pending'],
    ['success', 'pending'],
    ['constructor', 'pending'],
  ])('takes %s for %s', (tradeState, state) => {
    expect(read({ trade_state: tradeState })).toEqual({ state, outTradeNo: OUT_TRADE_NO });
  });

  it.each([
    {
      name: 'without amount and payer',
      changes: { amount: undefined, payer: undefined, success_time: undefined },
    },
    { name: 'with empty ones', changes: { amount: {}, payer: {}, attach: '', promotion_detail: [] } },
    { name: 'with an amount', changes: { amount: { total: 1 } } },
  ])('reads an unpaid order $name', ({ changes }) => {
    expect(read({ trade_state: 'NOTPAY', transaction_id: undefined, ...changes })).toMatchObject({
      state: 'pending',
    });
  });

  const amount = { total: 100, payer_total: 90, currency: 'CNY' };
  it.each([
    ['appid', { appid: undefined }],
    ['mchid', { mchid: 1900007291 }],
    ['out_trade_no', { out_trade_no: '' }],
    ['out_trade_no', { out_trade_no: '订单' }],
    ['trade_state', { trade_state: undefined }],
    ['transaction_id', { transaction_id: undefined }],
    ['success_time', { success_time: undefined }],
    ['success_time', { success_time: '2024-08-05 17:33:41' }],
    ['success_time', { success_time: '2024-13-05T17:33:41+08:00' }],
    ['amount', { amount: undefined }],
    ['amount', { amount: [100] }],
    ['amount.total', { amount: { ...amount, total: '100' } }],
    ['amount.total', { amount: { ...amount, total: 100.5 } }],
    ['amount.total', { amount: { ...amount, total: -1 } }],
    ['amount.total', { amount: { ...amount, total: 0 } }],
    ['amount.total', { amount: { ...amount, total: 2 ** 53 } }],
    ['amount.payer_total', { amount: { ...amount, payer_total: undefined } }],
    ['amount.payer_total', { amount: { ...amount, payer_total: 0.1 } }],
    ['amount.currency', { amount: { ...amount, currency: 'USD' } }],
    ['amount.currency', { amount: { ...amount, currency: undefined } }],
    ['amount.payer_currency', { amount: { ...amount, payer_currency: 'HKD' } }],
    ['payer.openid', { payer: { openid: 7 } }],
  ])('refuses a paid transaction for its %s in %j', (reason, changes) => {
    expect(read(changes)).toEqual({ kind: 'malformed', reason });
  });

  it('accepts a payment that coupons covered in full', () => {
    expect(read({ amount: { ...amount, payer_total: 0 } })).toMatchObject({ payerTotal: { minor: 0 } });
  });

  it.each([null, undefined, 7, 'text', []])('refuses %j for a transaction', (value) => {
    expect(readTransaction(value)).toEqual({ kind: 'malformed', reason: 'not an object' });
  });
});
