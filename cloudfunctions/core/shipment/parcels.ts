import type {
  ParcelWish,
  ShippingProblem,
  ShippingRefusal,
  ShippingWay,
} from '../../../miniprogram/contract/shipping';
import {
  MAX_PARCELS,
  SHIPPING_REFUSAL_WORDS,
  SHIPPING_WAY_WORDS,
} from '../../../miniprogram/contract/shipping';
import type { Order, Parcel } from '../order/order';
import { mergeLines } from '../stock/stock';
import type { SkuQuantity } from '../stock/stock';
import { cleanTrackingNo, findCourier, fitOf } from './couriers';
import type { Courier } from './couriers';
import { firstTooMany, sameGoods } from './goods';

/** Why parcels are not taken, and where. */
export interface ParcelRefusal {
  readonly kind: 'refused';
  readonly refusal: ShippingRefusal;
  readonly detail: ShippingProblem;
}

/** Parcels ready to be entered, or why not. */
export type ReadingParcels =
  { readonly kind: 'parcels'; readonly parcels: readonly Parcel[] } | ParcelRefusal;

/** A refusal with its sentence; the usual one where nothing more can be said. */
export function refusedAt(
  refusal: ShippingRefusal,
  where: Omit<ShippingProblem, 'text'> & { readonly text?: string },
): ParcelRefusal {
  const { text = SHIPPING_REFUSAL_WORDS[refusal], ...place } = where;
  return { kind: 'refused', refusal, detail: { ...place, text } };
}

/** What the parcels are made for. */
export interface ParcelContext {
  readonly order: Order;
  /** What may go into them. */
  readonly pool: readonly SkuQuantity[];
  /** Parcels that stay. */
  readonly others: readonly Parcel[];
  readonly nowMs: number;
}

const which = (parcel: number, count: number) => (count > 1 ? `第 ${parcel + 1} 个包裹的` : '');

function badNumber(trackingNo: string, courier: Courier, label: string): Omit<ParcelRefusal, 'kind'> | null {
  const fit = fitOf(trackingNo, courier);
  const detail = { field: 'trackingNo' } as const;
  switch (fit.kind) {
    case 'fits':
      return null;
    case 'noNumber': {
      const text = `${label}快递单号“${trackingNo}”不是${courier.name}的单号（${courier.numberHint}），请核对后重新填写或扫码`;
      return { refusal: 'TRACKING_NO_INVALID', detail: { ...detail, text } };
    }
    case 'otherCourier': {
      const others = fit.others.map(({ name }) => name).join('、');
      const text = `${label}快递单号“${trackingNo}”不像${courier.name}的单号，像是${others}的，请核对快递公司或快递单号`;
      return { refusal: 'TRACKING_NO_OTHER_COURIER', detail: { ...detail, text } };
    }
  }
}

function read(
  wishes: readonly ParcelWish[],
  index: number,
  { order, pool, others, nowMs }: ParcelContext,
): Parcel | ParcelRefusal {
  const wish = wishes[index];
  if (wish === undefined) throw new RangeError(`there is no parcel ${index}`);
  const courier = findCourier(wish.courierId);
  if (courier === null) return refusedAt('COURIER_UNKNOWN', { field: 'courierId', parcel: index });
  const trackingNo = cleanTrackingNo(wish.trackingNo);
  const bad = badNumber(trackingNo, courier, which(index, wishes.length));
  if (bad !== null) return { kind: 'refused', ...bad, detail: { ...bad.detail, parcel: index } };
  const whole = wish.lines === undefined;
  if ((whole && wishes.length > 1) || wish.lines?.length === 0)
    return refusedAt('PARCEL_EMPTY', { field: 'lines', parcel: index });
  const lines = whole ? pool : mergeLines(wish.lines ?? []);
  return {
    parcelId: `p${others.length + index + 1}`,
    courierId: courier.courierId,
    courier: courier.name,
    trackingNo,
    shippedAtMs: nowMs,
    lines: sameGoods(lines, order.lines) ? null : lines,
  };
}

function repeated(parcels: readonly Parcel[], others: readonly Parcel[]): number {
  const taken = [...others, ...parcels].map(({ courierId, trackingNo }) => `${courierId} ${trackingNo}`);
  return parcels.findIndex(
    (_, index) => taken.indexOf(taken[others.length + index] ?? '') !== others.length + index,
  );
}

/** Reads parcels for a courier: each with a number of its courier, no number twice, no more goods than there are. */
export function readParcels(wishes: readonly ParcelWish[], context: ParcelContext): ReadingParcels {
  const { order, pool, others } = context;
  if (wishes.length === 0)
    return refusedAt('PARCEL_EMPTY', { field: 'parcels', text: '请填写快递公司和快递单号' });
  if (wishes.length + others.length > MAX_PARCELS) return refusedAt('TOO_MANY_PARCELS', { field: 'parcels' });
  const parcels: Parcel[] = [];
  for (const index of wishes.keys()) {
    const parcel = read(wishes, index, context);
    if ('kind' in parcel) return parcel;
    parcels.push(parcel);
  }
  const twice = repeated(parcels, others);
  if (twice !== -1) return refusedAt('TRACKING_NO_REPEATED', { field: 'trackingNo', parcel: twice });
  const tooMany = firstTooMany(
    parcels.flatMap(({ lines }) => lines ?? order.lines),
    pool,
  );
  if (tooMany === null) return { kind: 'parcels', parcels };
  const title = order.lines.find(({ skuId }) => skuId === tooMany)?.title ?? tooMany;
  const text = `包裹里的“${title}”超过还没发货的数量，请修改`;
  return refusedAt('LINES_EXCEED', { field: 'lines', text });
}

/** What stands in the place of parcels where no courier carries anything. */
export function withoutCourier(
  way: Exclude<ShippingWay, 'express'>,
  { order, pool, nowMs }: ParcelContext,
): Parcel {
  return {
    parcelId: 'p1',
    courier: SHIPPING_WAY_WORDS[way],
    trackingNo: '',
    shippedAtMs: nowMs,
    lines: sameGoods(pool, order.lines) ? null : pool,
  };
}
