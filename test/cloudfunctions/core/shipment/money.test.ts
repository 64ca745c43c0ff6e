import { describe, expect, it } from '@jest/globals';
import { fen } from '../../../../miniprogram/contract/money';
import { deadlineOf } from '../../../../cloudfunctions/core/shipment/deadline';
import { frozenMoney } from '../../../../cloudfunctions/core/shipment/frozen';
import { decideReminding, mayRemind } from '../../../../cloudfunctions/core/shipment/reminding';
import { decideShippingStep } from '../../../../cloudfunctions/core/shipment/upload-steps';
import { NOW_MS, TEA } from '../samples';
import { books, HOUR_MS, MINUTE_MS, refundOf, shipped, uploaded } from './shipping-books';

const DAY_MS = 24 * HOUR_MS;

describe('the 48 hours', () => {
  it.each([
    [0, 'calm'],
    [36 * HOUR_MS - 1, 'calm'],
    [36 * HOUR_MS, 'soon'],
    [44 * HOUR_MS - 1, 'soon'],
    [44 * HOUR_MS, 'urgent'],
    [48 * HOUR_MS - 1, 'urgent'],
    [48 * HOUR_MS, 'late'],
  ])('are %d ms on %s', (sinceMs, level) => {
    expect(deadlineOf(NOW_MS, NOW_MS + sinceMs)).toEqual({
      atMs: NOW_MS + 48 * HOUR_MS,
      level,
      leftMs: 48 * HOUR_MS - sinceMs,
    });
  });
});

describe('money at WeChat', () => {
  it('is frozen from the payment on, and nothing is expected before the upload', () => {
    const none = {
      state: 'frozen',
      frozen: fen(10_000),
      sinceMs: NOW_MS,
      expectedAtMs: null,
      settledAtMs: null,
    };
    expect(frozenMoney(books())).toEqual(none);
    expect(frozenMoney(shipped())).toEqual(none);
  });

  it.each([
    ['express', 10],
    ['sameCity', 2],
    ['virtual', 2],
    ['pickup', 2],
  ] as const)('by %s is expected %d days after the upload', (way, days) => {
    const parcels = way === 'express' ? {} : { parcels: [] };
    const at = uploaded(shipped(books(), { way, ...parcels }), NOW_MS + MINUTE_MS);
    expect(frozenMoney(at)?.expectedAtMs).toBe(NOW_MS + MINUTE_MS + days * DAY_MS);
  });

  it('of parts is not expected while something is still to be sent', () => {
    const tea = {
      courierId: 'SF',
      trackingNo: 'SF1420098765432',
      lines: [{ skuId: TEA.skuId, quantity: 2 }],
    };
    expect(frozenMoney(uploaded(shipped(books(), { parcels: [tea] })))?.expectedAtMs).toBeNull();
  });

  it('is less by what went back, and only by that', () => {
    const back = refundOf(TEA.skuId, 1, { state: 'succeeded' });
    const due = refundOf(TEA.skuId, 1, { outRefundNo: 'r2', state: 'processing' });
    expect(frozenMoney(books({ refunds: [back, due] }))?.frozen).toEqual(fen(9_000));
    const all = refundOf(TEA.skuId, 2, { amount: fen(10_000) });
    expect(frozenMoney(books({ refunds: [all] }))).toMatchObject({ state: 'returned', frozen: fen(0) });
  });

  it('is still held where the shop gave it back by hand: it never left WeChat', () => {
    const byHand = refundOf(TEA.skuId, 1, { state: 'byHand' });
    expect(frozenMoney(books({ refunds: [byHand] }))).toMatchObject({ state: 'frozen', frozen: fen(10_000) });
  });

  it('is settling once the receipt is confirmed, and settled when WeChat says so', () => {
    const at = uploaded(shipped());
    const confirmed = { ...at, shipment: { ...at.shipment, confirmedAtMs: NOW_MS + HOUR_MS } };
    expect(frozenMoney(confirmed)).toMatchObject({ state: 'settling', expectedAtMs: NOW_MS + HOUR_MS });
    const settled = { ...at, shipment: { ...confirmed.shipment, settledAtMs: NOW_MS + 2 * HOUR_MS } };
    expect(frozenMoney(settled)).toMatchObject({ state: 'settled', frozen: fen(0), expectedAtMs: null });
  });

  it('is none without a payment', () => {
    expect(frozenMoney(books({ attempts: [] }))).toBeNull();
  });
});

describe('reminding the shopper', () => {
  it('is asked for once, of an express that WeChat knows to be complete', () => {
    const at = uploaded(shipped());
    const decision = decideReminding(at, NOW_MS);
    if (decision.kind === 'refused') throw new Error(decision.refusal);
    const wanted = { ...at, shipment: decision.shipment };
    const step = decideShippingStep(wanted, NOW_MS);
    expect(step).toMatchObject({ kind: 'remind', transactionId: '4200000001', atMs: NOW_MS });
    if (step.kind !== 'remind') throw new Error(step.kind);
    const reminded = { ...at, shipment: step.shipment };
    expect(decideShippingStep(reminded, NOW_MS + HOUR_MS).kind).toBe('none');
    expect(decideReminding(reminded, NOW_MS)).toEqual({ kind: 'refused', refusal: 'ALREADY_REMINDED' });
    expect(mayRemind(reminded)).toBe(false);
  });

  it('is not asked for before the upload, nor where no courier came', () => {
    expect(decideReminding(shipped(), NOW_MS)).toMatchObject({ refusal: 'NOT_UPLOADED' });
    expect(decideReminding(books(), NOW_MS)).toMatchObject({ refusal: 'NOTHING_SHIPPED' });
    const pickup = uploaded(shipped(books(), { way: 'pickup', parcels: [] }));
    expect(decideReminding(pickup, NOW_MS)).toMatchObject({ refusal: 'NOT_UPLOADED' });
  });
});
