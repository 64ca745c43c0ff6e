import type { ParcelWish, ShippingRefusal, ShippingWay } from '../../../miniprogram/contract/shipping';
import { advance } from '../machine';
import { orderMachine, withEvent } from '../order/order';
import type { Order, Parcel } from '../order/order';
import { givable } from '../refund/refund-request';
import type { RefundBooks } from '../refund/refund-request';
import type { SkuQuantity } from '../stock/stock';
import { goodsToShip } from './goods';
import { readParcels, refusedAt, withoutCourier } from './parcels';
import type { ParcelRefusal, ReadingParcels } from './parcels';
import { newShipment, uploadMachine } from './shipment';
import type { Shipment } from './shipment';

/** What is known of one order when its shipping is decided. */
export interface ShippingBooks extends RefundBooks {
  /** Null before the first parcel. */
  readonly shipment: Shipment | null;
}

/** What the merchant sends, or puts in the place of what was sent. */
export interface ShippingWish {
  readonly token: string;
  /** Of everything but the token: tells a repeat from its reuse for something else. */
  readonly hash: string;
  readonly way: ShippingWay;
  readonly parcels: readonly ParcelWish[];
  readonly nowMs: number;
}

/** A change, one that has happened already, or why not. Order and shipment belong in one write. */
export type Shipping =
  | { readonly kind: 'changed'; readonly order: Order; readonly shipment: Shipment }
  | { readonly kind: 'already' }
  | ParcelRefusal;

/** Orders of the counter have no goods, so for shipping they do not exist. */
function stateRefusal({ order }: ShippingBooks): ShippingRefusal | null {
  if (order.kind === 'counter') return 'ORDER_NOT_FOUND';
  switch (order.state) {
    case 'awaitingPayment':
    case 'closed':
      return 'NOT_PAID';
    case 'paid':
    case 'shipped':
    case 'completed':
      return null;
  }
}

/** Whether money is on its way back by a decision that is still open. */
function refundWaits({ requests, refunds }: RefundBooks): boolean {
  return (
    requests.some(({ state }) => state === 'requested') ||
    refunds.some(({ state }) => state === 'awaitingApproval')
  );
}

/** Whether this very wish was carried out; or its token named another. */
export function repeatOf(shipment: Shipment | null, wish: ShippingWish): Shipping | null {
  const before = shipment?.wishes.find(({ token }) => token === wish.token);
  if (before === undefined) return null;
  return before.hash === wish.hash
    ? { kind: 'already' }
    : refusedAt('CLIENT_TOKEN_REUSED', { field: 'orderId' });
}

function whyNot(books: ShippingBooks, toShip: readonly SkuQuantity[]): ShippingRefusal | null {
  const no = stateRefusal(books);
  if (no !== null) return no;
  if (books.order.state !== 'paid') return 'ALREADY_SHIPPED';
  if (givable(books).minor === 0) return 'REFUNDED';
  if (refundWaits(books)) return 'REFUND_WAITING';
  return toShip.length === 0 ? 'ALREADY_SHIPPED' : null;
}

/** Whether something can be sent now, the parcels aside. */
export function mayShipNow(books: ShippingBooks): boolean {
  return whyNot(books, goodsToShip(books)) === null;
}

/** Parcels for a wish: by courier as they were entered, otherwise one stand-in for everything. */
export function parcelsFor(
  wish: Pick<ShippingWish, 'way' | 'parcels' | 'nowMs'>,
  context: {
    readonly order: Order;
    readonly pool: readonly SkuQuantity[];
    readonly others: readonly Parcel[];
  },
): ReadingParcels {
  const { way, parcels, nowMs } = wish;
  if (way === 'express') return readParcels(parcels, { ...context, nowMs });
  if (parcels.length > 0) return refusedAt('PARCELS_NOT_EXPRESS', { field: 'parcels' });
  if (context.others.length > 0) return refusedAt('SPLIT_ONLY_EXPRESS', { field: 'way' });
  return { kind: 'parcels', parcels: [withoutCourier(way, { ...context, nowMs })] };
}

/** A parcel for the timeline. */
export function parcelText({ courier, trackingNo }: Parcel): string {
  return trackingNo === '' ? courier : `${courier} ${trackingNo}`;
}

/**
 * Whether nothing is left to be sent. A refund that waits for a second person keeps its goods from leaving, but ends
 * nothing: they go out when it is declined.
 */
function isAllGone({ order, refunds }: ShippingBooks): boolean {
  const decided = refunds.filter(({ state }) => state !== 'awaitingApproval');
  return goodsToShip({ order, refunds: decided }).length === 0;
}

function shippedText(parcels: readonly Parcel[], complete: boolean): string {
  return `${complete ? '商家已发货' : '商家已发出部分商品'}，${parcels.map(parcelText).join('；')}`;
}

/** The upload has news to tell. */
export function renewed(shipment: Shipment, nowMs: number): Shipment {
  const { upload } = shipment;
  const state = advance(uploadMachine, upload.state, 'renew');
  const tries = { tries: 0, firstTryAtMs: null, code: null };
  return {
    ...shipment,
    upload: { ...upload, ...tries, state, version: upload.version + 1 },
    nextStepAtMs: nowMs,
  };
}

/**
 * Decides on sending goods: all of them, or some parcels now and the rest later. Nothing leaves that is refunded, or
 * while somebody waits for a decision about money back. To be asked in the same write that records it.
 */
export function decideShipping(books: ShippingBooks, wish: ShippingWish): Shipping {
  const { order, shipment } = books;
  const repeat = repeatOf(shipment, wish);
  if (repeat !== null) return repeat;
  const pool = goodsToShip(books);
  const refusal = whyNot(books, pool);
  if (refusal !== null) return refusedAt(refusal, { field: 'orderId' });
  if (shipment !== null && shipment.way !== wish.way)
    return refusedAt('SPLIT_ONLY_EXPRESS', { field: 'way' });
  const read = parcelsFor(wish, { order, pool, others: order.parcels });
  if (read.kind === 'refused') return read;
  const parcels = [...order.parcels, ...read.parcels];
  const complete = isAllGone({ ...books, order: { ...order, parcels } });
  const { nowMs, token, hash, way } = wish;
  const sent: Order = {
    ...order,
    parcels,
    state: complete ? advance(orderMachine, order.state, 'ship') : order.state,
    timeline: withEvent(order, { atMs: nowMs, text: shippedText(read.parcels, complete) }),
  };
  const wishes = [...(shipment?.wishes ?? []), { token, hash }];
  const { orderId } = order;
  const next =
    shipment === null
      ? newShipment({ orderId, way, complete, wishes, nowMs })
      : renewed({ ...shipment, complete, wishes }, nowMs);
  return { kind: 'changed', order: sent, shipment: next };
}

/**
 * What was waiting of a shipment in parts has been refunded meanwhile: nothing is left to be sent, so the order is
 * shipped. Null while something is left.
 */
export function decideCompleting(
  books: ShippingBooks & { readonly shipment: Shipment },
  nowMs: number,
): { readonly order: Order; readonly shipment: Shipment } | null {
  const { order, shipment } = books;
  if (shipment.complete || order.state !== 'paid') return null;
  if (!isAllGone(books)) return null;
  const timeline = withEvent(order, { atMs: nowMs, text: '其余商品已退款，商家已发货完毕' });
  return {
    order: { ...order, state: advance(orderMachine, order.state, 'ship'), timeline },
    shipment: renewed({ ...shipment, complete: true }, nowMs),
  };
}
