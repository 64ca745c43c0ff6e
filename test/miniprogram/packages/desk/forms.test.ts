import '../../fake-phone';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fen } from '../../../../miniprogram/contract/money';
import type { DeskOrderView } from '../../../../miniprogram/contract/desk-orders';
import {
  agreementOf,
  agreementParams,
  NEW_CASE,
  newCaseForm,
} from '../../../../miniprogram/packages/desk/refund/case-form';
import {
  giveBackOf,
  giveBackWish,
  newGiveBack,
} from '../../../../miniprogram/packages/desk/give-back/give-back-form';
import {
  divided,
  mostPieces,
  NEW_SHIPMENT,
  piecesLeft,
  shipProblem,
  shipWish,
  withMoreParcels,
  withoutParcel,
  withParcel,
  type ShipForm,
} from '../../../../miniprogram/packages/desk/ship/ship-form';
import { adjustmentOf, NEW_ADJUSTMENT } from '../../../../miniprogram/packages/desk/sku/adjust-form';
import { deskOrder, refundCase, skuStock } from './desk-samples';

const GOODS = [
  { skuId: 'cup', title: '杯', quantity: 3 },
  { skuId: 'tea', title: '茶', quantity: 2 },
];

describe('a shipment as it is entered', () => {
  it('asks for the number first, then for the courier', () => {
    expect(shipProblem(NEW_SHIPMENT)).toMatchObject({ field: 'trackingNo', parcel: 0 });
    expect(shipProblem(withParcel(NEW_SHIPMENT, 0, { trackingNo: 'SF1' }))).toMatchObject({
      field: 'courierId',
    });
  });

  it('sends everything in one parcel without naming it', () => {
    const form = withParcel(NEW_SHIPMENT, 0, { trackingNo: ' SF1 ', courierId: 'SF' });
    expect(shipProblem(form)).toBeNull();
    expect(shipWish(form)).toEqual({ way: 'express', parcels: [{ trackingNo: 'SF1', courierId: 'SF' }] });
  });

  it('needs no parcel where nothing is handed to a courier', () => {
    const form: ShipForm = { ...NEW_SHIPMENT, way: 'pickup' };
    expect([shipProblem(form), shipWish(form)]).toEqual([null, { way: 'pickup' }]);
  });

  it('says which parcel is empty', () => {
    const form = divided(NEW_SHIPMENT, GOODS);
    const named = [0, 1].reduce(
      (now, at) => withParcel(now, at, { trackingNo: `N${at}`, courierId: 'SF' }),
      form,
    );
    expect(shipProblem(named)).toMatchObject({ field: 'lines', parcel: 1 });
  });

  it('never packs more than there is, whatever is tapped', () => {
    const taps = fc.array(
      fc.oneof(
        fc.constant({ kind: 'add' as const }),
        fc.record({ kind: fc.constant('remove' as const), index: fc.nat(4) }),
        fc.record({
          kind: fc.constant('pieces' as const),
          index: fc.nat(4),
          skuId: fc.constantFrom('cup', 'tea'),
          wish: fc.nat(5),
        }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(taps, (all) => {
        let form = divided(NEW_SHIPMENT, GOODS);
        for (const tap of all) {
          if (!form.divided) form = divided(form, GOODS);
          if (tap.kind === 'add') form = withMoreParcels(form, GOODS);
          else if (tap.kind === 'remove') form = withoutParcel(form, tap.index);
          else {
            const pieces = form.parcels[tap.index]?.pieces ?? {};
            const most = mostPieces(form, GOODS, tap.index, tap.skuId);
            form = withParcel(form, tap.index, {
              pieces: { ...pieces, [tap.skuId]: Math.min(tap.wish, most) },
            });
          }
        }
        expect(form.parcels.length).toBeGreaterThan(0);
        expect(piecesLeft(form, GOODS)).toBeGreaterThanOrEqual(0);
        for (const { skuId, quantity } of GOODS)
          expect(form.parcels.reduce((sum, { pieces }) => sum + (pieces[skuId] ?? 0), 0)).toBeLessThanOrEqual(
            quantity,
          );
      }),
    );
  });
});

describe('agreeing to a request', () => {
  const one = refundCase({ refundable: fen(9000) });

  it('gives all that was asked for when nothing is typed', () => {
    expect(agreementParams(one, NEW_CASE)).toEqual({ requestId: 'request-1' });
  });

  it('puts goods that never left back on the shelf, unless somebody chooses otherwise', () => {
    expect(agreementParams(one, newCaseForm(one))).toEqual({ requestId: 'request-1', goods: 'now' });
    const sent = { ...one, order: { ...one.order, shippedAt: '2026-11-21T10:00:00.000Z' } };
    expect(agreementParams(sent, newCaseForm(sent))).toEqual({ requestId: 'request-1' });
  });

  it('gives less with a reason, and only with one', () => {
    const less = { ...NEW_CASE, amountText: '20' };
    expect(agreementOf(one, less).textProblem).toContain('原因');
    expect(agreementParams(one, less)).toBeNull();
    expect(agreementParams(one, { ...less, text: ' 只坏了一只 ' })).toEqual({
      requestId: 'request-1',
      amount: fen(2000),
      text: '只坏了一只',
    });
  });

  it.each([
    ['abc', '请填写金额'],
    ['0', '请填写金额'],
    ['88.01', '最多同意顾客申请的 ¥88.00'],
  ])('does not take %s', (amountText, words) => {
    expect(agreementOf(one, { ...NEW_CASE, amountText }).amountProblem).toContain(words);
  });

  it('never asks for more than the order still has', () => {
    const spent = refundCase({ refundable: fen(5000) });
    expect(agreementOf(spent, NEW_CASE).amountProblem).toContain('¥50.00');
    expect(agreementParams(spent, NEW_CASE)).toBeNull();
  });
});

describe('money the shop gives back', () => {
  const order: DeskOrderView = deskOrder();

  it('begins with all goods, their freight while nothing was sent, and back to the shelf', () => {
    const form = newGiveBack(order);
    expect(giveBackOf(order, form).amount).toEqual(order.total);
    expect(giveBackWish(order, form)).toEqual({
      orderId: 'order-1',
      lines: [{ skuId: 'green', quantity: 2 }],
      goods: 'now',
    });
  });

  it.each([
    ['goods', '这笔订单最多还能退 ¥10.00，可以改为按金额退'],
    ['amount', '这笔订单最多还能退 ¥10.00，请改小金额'],
  ] as const)('names what is left and the way out where by %s it is too much', (mode, problem) => {
    const little = { ...order, refundable: fen(1_000) };
    const form = { ...newGiveBack(order), mode, amountText: '999' };
    expect(giveBackOf(little, form).problem).toBe(problem);
  });

  it('begins with the rest where something went back before', () => {
    const again = { ...order, refunded: fen(1000), refundable: fen(17_400) };
    expect(giveBackWish(again, newGiveBack(again))).toEqual({ orderId: 'order-1', amount: fen(17_400) });
  });

  it('never sends more than what is left', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(3), fc.integer({ min: 1, max: 30_000 }), (left, pieces, typed) => {
        const now = { ...order, refundable: fen(left) };
        for (const mode of ['goods', 'amount'] as const) {
          const amountText = `${Math.floor(typed / 100)}.${String(typed % 100).padStart(2, '0')}`;
          const form = { ...newGiveBack(now), mode, pieces: { green: pieces }, amountText };
          const wish = giveBackWish(now, form);
          if (wish !== null) expect(giveBackOf(now, form).amount.minor).toBeLessThanOrEqual(left);
          if (wish?.amount !== undefined) expect(wish.amount.minor).toBe(typed);
        }
      }),
    );
  });
});

describe('an adjustment of stock', () => {
  const sku = skuStock({ available: 12, reserved: 2 });

  it.each([
    ['delivery', '10', 10, '增加 10 件'],
    ['damage', '3', -3, '减少 3 件'],
    ['recount', '15', 1, '增加 1 件'],
    ['recount', '14', null, '一致'],
    ['loss', '13', null, '最多减少 12 件'],
    ['sample', '一', null, '请填写件数'],
  ] as const)('by %s of %s', (reason, piecesText, delta, words) => {
    const {
      delta: found,
      problem,
      words: button,
    } = adjustmentOf({ ...NEW_ADJUSTMENT, reason, piecesText }, sku);
    expect(found).toBe(delta);
    expect(delta === null ? problem : button).toContain(words);
  });

  it('never takes what is set aside for unpaid orders', () => {
    const reasons = fc.constantFrom('delivery', 'recount', 'damage', 'loss', 'sample', 'other' as const);
    fc.assert(
      fc.property(reasons, fc.boolean(), fc.nat(200_000), (reason, less, pieces) => {
        const form = { ...NEW_ADJUSTMENT, reason, less, piecesText: String(pieces) };
        const { delta } = adjustmentOf(form, sku);
        if (delta !== null) expect(sku.available + delta).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
