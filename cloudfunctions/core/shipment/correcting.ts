import type { ShippingRefusal } from '../../../miniprogram/contract/shipping';
import { withEvent } from '../order/order';
import type { Order, Parcel } from '../order/order';
import { firstTooMany, sameGoods, sentGoods } from './goods';
import { refusedAt } from './parcels';
import type { Shipment } from './shipment';
import { parcelsFor, parcelText, renewed, repeatOf } from './shipping';
import type { Shipping, ShippingBooks, ShippingWish } from './shipping';
import { modeOf } from './upload-request';

function whyNot({ order, shipment }: ShippingBooks): ShippingRefusal | null {
  if (order.kind === 'counter') return 'ORDER_NOT_FOUND';
  if (shipment === null) return 'NOTHING_SHIPPED';
  if (order.state === 'completed' || shipment.confirmedAtMs !== null) return 'CORRECTION_TOO_LATE';
  // Nobody knows yet whether the chance is used by what is under way.
  return shipment.upload.state === 'unsure' ? 'UPLOAD_UNDER_WAY' : null;
}

/** WeChat counts a change of what it took as finished, or of the way it counts parcels. */
function costsTheChance({ upload }: Shipment, order: Order, shipment: Shipment): boolean {
  const { taken } = upload;
  return taken !== null && (taken.finished || taken.mode !== modeOf({ order, shipment }));
}

function sameParcels(a: readonly Parcel[], b: readonly Parcel[]): boolean {
  const text = (parcels: readonly Parcel[]) =>
    JSON.stringify(
      parcels.map(({ courierId = '', courier, trackingNo, lines }) => [
        courierId,
        courier,
        trackingNo,
        lines,
      ]),
    );
  return text(a) === text(b);
}

/**
 * Decides on putting other parcels in the place of those that were entered. They hold the same goods. As long as WeChat
 * has taken nothing as finished that is free; from then on it takes one correction per order.
 */
export function decideCorrecting(books: ShippingBooks, wish: ShippingWish): Shipping {
  const { order, shipment } = books;
  const repeat = repeatOf(shipment, wish);
  if (repeat !== null) return repeat;
  const refusal = whyNot(books);
  if (refusal !== null || shipment === null)
    return refusedAt(refusal ?? 'NOTHING_SHIPPED', { field: 'orderId' });
  const { way, nowMs, token, hash } = wish;
  const pool = sentGoods(order);
  const read = parcelsFor(wish, { order, pool, others: [] });
  if (read.kind === 'refused') return read;
  const { parcels } = read;
  if (
    firstTooMany(
      parcels.flatMap(({ lines }) => lines ?? order.lines),
      pool,
    ) !== null
  )
    return refusedAt('LINES_EXCEED', { field: 'lines' });
  const corrected: Order = { ...order, parcels };
  if (!sameGoods(sentGoods(corrected), pool)) return refusedAt('LINES_MISSING', { field: 'lines' });
  if (way === shipment.way && sameParcels(parcels, order.parcels))
    return refusedAt('NOTHING_CHANGED', { field: 'parcels' });
  const after: Shipment = { ...shipment, way, wishes: [...shipment.wishes, { token, hash }] };
  const costs = costsTheChance(shipment, corrected, after);
  if (costs && shipment.corrected) return refusedAt('CORRECTION_USED', { field: 'orderId' });
  const text = `商家更正了物流：${parcels.map(parcelText).join('；')}`;
  return {
    kind: 'changed',
    order: { ...corrected, timeline: withEvent(order, { atMs: nowMs, text }) },
    shipment: renewed({ ...after, corrected: shipment.corrected || costs }, nowMs),
  };
}

/** Whether the parcels can be corrected now, the goods and numbers aside. */
export function mayCorrect(books: ShippingBooks): boolean {
  if (whyNot(books) !== null || books.shipment === null) return false;
  const { corrected, upload } = books.shipment;
  return !(corrected && upload.taken?.finished === true);
}
