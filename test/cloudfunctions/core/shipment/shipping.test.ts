import { describe, expect, it } from '@jest/globals';
import { fen } from '../../../../miniprogram/contract/money';
import fc from 'fast-check';
import type { OrderState } from '../../../../miniprogram/contract/order';
import { ORDER_STATES } from '../../../../miniprogram/contract/order';
import { MAX_PARCELS, SHIPPING_WAYS } from '../../../../miniprogram/contract/shipping';
import type { ParcelWish, ShippingRefusal } from '../../../../miniprogram/contract/shipping';
import { goodsToShip, sentGoods } from '../../../../cloudfunctions/core/shipment/goods';
import {
  decideCompleting,
  decideShipping,
  mayShipNow,
} from '../../../../cloudfunctions/core/shipment/shipping';
import type { Shipping } from '../../../../cloudfunctions/core/shipment/shipping';
import { decideRequesting } from '../../../../cloudfunctions/core/refund/refund-request';
import { CUP, NOW_MS, sampleRefund, TEA } from '../samples';
import { after, books, refundOf, SF_NO, shipped, uploaded, wish, YTO_NO } from './shipping-books';

const refusalOf = (decision: Shipping): ShippingRefusal | null =>
  decision.kind === 'refused' ? decision.refusal : null;

/** A parcel of 顺丰 with some pieces; the number ends in `last`. */
const parcel = (last: number, ...lines: readonly (readonly [string, number])[]): ParcelWish => ({
  courierId: 'SF',
  trackingNo: `SF14200987654${String(last).padStart(2, '0')}`,
  lines: lines.map(([skuId, quantity]) => ({ skuId, quantity })),
});

describe('shipping everything at once', () => {
  it('makes the order shipped, with one parcel that holds it all and an upload that is due', () => {
    const { order, shipment } = shipped();
    expect(order.state).toBe('shipped');
    expect(order.parcels).toEqual([
      {
        parcelId: 'p1',
        courierId: 'SF',
        courier: '顺丰速运',
        trackingNo: SF_NO,
        shippedAtMs: NOW_MS,
        lines: null,
      },
    ]);
    expect(order.timeline.at(-1)?.text).toBe(`商家已发货，顺丰速运 ${SF_NO}`);
    expect(shipment).toMatchObject({ complete: true, way: 'express', nextStepAtMs: NOW_MS });
    expect(shipment.upload).toMatchObject({ state: 'due', version: 1, taken: null });
  });

  it.each(SHIPPING_WAYS.filter((way) => way !== 'express'))('needs no courier for %s', (way) => {
    const { order } = shipped(books(), { way, parcels: [] });
    expect(order.state).toBe('shipped');
    expect(order.parcels).toMatchObject([{ trackingNo: '', lines: null }]);
    expect(order.parcels[0]).not.toHaveProperty('courierId');
    const withParcel = decideShipping(books(), wish({ way }));
    expect(refusalOf(withParcel)).toBe('PARCELS_NOT_EXPRESS');
  });

  const STATES: Record<OrderState, ShippingRefusal | null> = {
    awaitingPayment: 'NOT_PAID',
    paid: null,
    shipped: 'ALREADY_SHIPPED',
    completed: 'ALREADY_SHIPPED',
    closed: 'NOT_PAID',
  };
  it.each(ORDER_STATES)('answers for an order that is %s', (state) => {
    expect(refusalOf(decideShipping(books({}, { state }), wish()))).toBe(STATES[state]);
    expect(mayShipNow(books({}, { state }))).toBe(STATES[state] === null);
  });

  it('knows no orders of the counter', () => {
    expect(refusalOf(decideShipping(books({}, { kind: 'counter' }), wish()))).toBe('ORDER_NOT_FOUND');
  });
});

describe('a repeated tap', () => {
  it('is one shipment, also once everything is sent', () => {
    const once = wish();
    const sent = after(books(), decideShipping(books(), once));
    expect(decideShipping(sent, once)).toEqual({ kind: 'already' });
  });

  it('is refused when its token stands for something else', () => {
    const once = wish();
    const sent = after(books(), decideShipping(books(), once));
    expect(refusalOf(decideShipping(sent, { ...once, hash: 'other' }))).toBe('CLIENT_TOKEN_REUSED');
  });
});

describe('shipping beside refunds', () => {
  it('refuses what is refunded in full, even before the money has arrived', () => {
    for (const state of ['due', 'processing', 'succeeded', 'abnormal'] as const)
      expect(refusalOf(decideShipping(books({ refunds: [sampleRefund({ state })] }), wish()))).toBe(
        'REFUNDED',
      );
  });

  it('sends again what a refund that came to nothing set free', () => {
    const closed = books({ refunds: [sampleRefund({ state: 'closed' })] });
    expect(decideShipping(closed, wish()).kind).toBe('changed');
  });

  it('waits while a shopper asks for money back, or a second person has to agree', () => {
    const asked = decideRequesting(books(), {
      requestId: 'r',
      scope: { kind: 'lines', lines: [{ skuId: CUP.skuId, quantity: 1 }] },
      reason: 'changedMind',
      text: '',
      photos: [],
      nowMs: NOW_MS,
    });
    if (asked.kind === 'refused') throw new Error(asked.refusal);
    expect(refusalOf(decideShipping(books({ requests: [asked.request] }), wish()))).toBe('REFUND_WAITING');
    const awaited = refundOf(CUP.skuId, 1, { state: 'awaitingApproval' });
    expect(refusalOf(decideShipping(books({ refunds: [awaited] }), wish()))).toBe('REFUND_WAITING');
  });

  it('sends the rest when some goods are refunded, and no piece of those', () => {
    const rest = books({ refunds: [refundOf(TEA.skuId, 1), refundOf(CUP.skuId, 1, { outRefundNo: 'r2' })] });
    const { order } = shipped(rest);
    expect(order.parcels[0]?.lines).toEqual([{ skuId: TEA.skuId, quantity: 1 }]);
    expect(order.state).toBe('shipped');
    const tooMuch = wish({ parcels: [parcel(1, [TEA.skuId, 2])] });
    expect(refusalOf(decideShipping(rest, tooMuch))).toBe('LINES_EXCEED');
  });

  it('sends no piece that was given back by hand', () => {
    const byHand = books({ refunds: [refundOf(TEA.skuId, 2, { state: 'byHand' })] });
    expect(shipped(byHand).order.parcels[0]?.lines).toEqual([{ skuId: CUP.skuId, quantity: 1 }]);
    const all = refundOf(TEA.skuId, 2, { state: 'byHand', amount: fen(10_000) });
    expect(refusalOf(decideShipping(books({ refunds: [all] }), wish()))).toBe('REFUNDED');
  });

  it('sends everything when only an amount is refunded', () => {
    const discounted = books({ refunds: [refundOf(TEA.skuId, 1, { lines: [] })] });
    expect(shipped(discounted).order.parcels[0]?.lines).toBeNull();
  });

  it('finishes an order whose other part was refunded after the first part was sent', () => {
    const part = uploaded(shipped(books(), { parcels: [parcel(1, [TEA.skuId, 2])] }));
    expect(decideCompleting(part, NOW_MS)).toBeNull();
    const refunded = { ...part, refunds: [refundOf(CUP.skuId, 1)] };
    const done = decideCompleting(refunded, NOW_MS);
    expect(done).toMatchObject({
      order: { state: 'shipped' },
      shipment: { complete: true, upload: { state: 'due', version: 2 } },
    });
    expect(
      decideCompleting({ ...refunded, ...done, shipment: done?.shipment ?? part.shipment }, NOW_MS),
    ).toBeNull();
  });

  it('finishes nothing while a refund of the other part waits for a second person, and sends none of it', () => {
    const part = shipped(books(), { parcels: [parcel(1, [TEA.skuId, 2])] });
    const waiting = { ...part, refunds: [{ ...refundOf(CUP.skuId, 1), state: 'awaitingApproval' as const }] };
    expect(goodsToShip(waiting)).toEqual([]);
    expect(decideCompleting(waiting, NOW_MS)).toBeNull();
    const due = { ...part, refunds: [refundOf(CUP.skuId, 1)] };
    expect(decideCompleting(due, NOW_MS)).not.toBeNull();
  });
});

describe('shipping in parcels', () => {
  it('keeps the order paid until the last piece is sent', () => {
    const first = shipped(books(), { parcels: [parcel(1, [TEA.skuId, 1])] });
    expect(first.order.state).toBe('paid');
    expect(first.order.timeline.at(-1)?.text).toMatch(/^商家已发出部分商品/);
    expect(goodsToShip(first)).toEqual([
      { skuId: TEA.skuId, quantity: 1 },
      { skuId: CUP.skuId, quantity: 1 },
    ]);
    const second = shipped(first, { parcels: [{ courierId: 'YTO', trackingNo: YTO_NO }] });
    expect(second.order.state).toBe('shipped');
    expect(second.order.parcels.map(({ parcelId }) => parcelId)).toEqual(['p1', 'p2']);
    expect(second.order.parcels[1]?.lines).toEqual(goodsToShip(first));
    expect(second.shipment.upload.version).toBe(2);
  });

  it('goes on in the way it began', () => {
    const first = shipped(books(), { parcels: [parcel(1, [TEA.skuId, 1])] });
    expect(refusalOf(decideShipping(first, wish({ way: 'pickup', parcels: [] })))).toBe('SPLIT_ONLY_EXPRESS');
  });

  const REFUSED: readonly (readonly [string, readonly ParcelWish[], ShippingRefusal, object])[] = [
    ['no parcel', [], 'PARCEL_EMPTY', { field: 'parcels' }],
    [
      'an unknown courier',
      [{ courierId: 'XX', trackingNo: SF_NO }],
      'COURIER_UNKNOWN',
      { field: 'courierId', parcel: 0 },
    ],
    [
      'a number that is none',
      [{ courierId: 'SF', trackingNo: '12' }],
      'TRACKING_NO_INVALID',
      { field: 'trackingNo', parcel: 0 },
    ],
    [
      'a number of another courier',
      [{ courierId: 'ZTO', trackingNo: SF_NO }],
      'TRACKING_NO_OTHER_COURIER',
      { field: 'trackingNo', parcel: 0 },
    ],
    [
      'one number twice',
      [parcel(1, [TEA.skuId, 1]), parcel(1, [CUP.skuId, 1])],
      'TRACKING_NO_REPEATED',
      { field: 'trackingNo', parcel: 1 },
    ],
    [
      'two parcels without contents',
      [{ courierId: 'SF', trackingNo: SF_NO }, parcel(1, [TEA.skuId, 1])],
      'PARCEL_EMPTY',
      { field: 'lines', parcel: 0 },
    ],
    [
      'an empty parcel',
      [{ courierId: 'SF', trackingNo: SF_NO, lines: [] }],
      'PARCEL_EMPTY',
      { field: 'lines', parcel: 0 },
    ],
    ['goods of nobody', [parcel(1, ['other', 1])], 'LINES_EXCEED', { field: 'lines' }],
    [
      'more than there is in two parcels',
      [parcel(1, [TEA.skuId, 2]), parcel(2, [TEA.skuId, 1])],
      'LINES_EXCEED',
      { field: 'lines' },
    ],
    [
      'too many parcels',
      Array.from({ length: MAX_PARCELS + 1 }, (_, index) => parcel(index, [TEA.skuId, 1])),
      'TOO_MANY_PARCELS',
      { field: 'parcels' },
    ],
  ];
  it.each(REFUSED)('refuses %s and names the field', (_what, parcels, refusal, detail) => {
    const decision = decideShipping(books(), wish({ parcels }));
    expect(decision).toMatchObject({ kind: 'refused', refusal, detail });
    expect(decision.kind === 'refused' && decision.detail.text).toMatch(/[一-鿿]/);
  });

  it('says in Chinese which number of which parcel is of which courier', () => {
    const parcels = [parcel(1, [TEA.skuId, 1]), { ...parcel(2, [CUP.skuId, 1]), trackingNo: YTO_NO }];
    const decision = decideShipping(books(), wish({ parcels }));
    expect(decision.kind === 'refused' && decision.detail.text).toBe(
      `第 2 个包裹的快递单号“${YTO_NO}”不像顺丰速运的单号，像是圆通速递的，请核对快递公司或快递单号`,
    );
  });

  it('sends every piece exactly once, however it is divided', () => {
    const piece = fc.record({ tea: fc.integer({ min: 0, max: 2 }), cup: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        let at = books();
        for (const [index, { tea, cup }] of parts.entries()) {
          const lines = [
            [TEA.skuId, tea],
            [CUP.skuId, cup],
          ] as const;
          const parcels = [parcel(index, ...lines.filter(([, quantity]) => quantity > 0))];
          const decision = decideShipping(at, wish({ parcels }));
          if (decision.kind === 'changed') at = after(at, decision);
          const sent = new Map(sentGoods(at.order).map(({ skuId, quantity }) => [skuId, quantity]));
          expect(sent.get(TEA.skuId) ?? 0).toBeLessThanOrEqual(2);
          expect(sent.get(CUP.skuId) ?? 0).toBeLessThanOrEqual(1);
          expect(at.order.state === 'shipped').toBe(goodsToShip(at).length === 0);
          expect(at.shipment?.complete ?? false).toBe(at.order.state === 'shipped');
        }
      }),
    );
  });
});
