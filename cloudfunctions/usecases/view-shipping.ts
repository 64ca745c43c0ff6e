import { fen } from '../../miniprogram/contract/money';
import type {
  CourierView,
  ShippingList,
  ShippingMethods,
  ShippingStateView,
  ShippingView,
  UploadState,
} from '../../miniprogram/contract/shipping';
import { SHIP_WITHIN_MS, SOON_AFTER_MS } from '../core/shipment/deadline';
import { cleanTrackingNo, COURIERS, couriersOf } from '../core/shipment/couriers';
import type { Courier } from '../core/shipment/couriers';
import type { Clock } from '../ports/clock';
import type { CourierUse } from '../ports/shipping-store';
import type { OrderFile, Store } from '../ports/store';
import { rfc3339 } from './order-view';
import { shippingView } from './shipping-view';

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Orders of one page. */
const PAGE = 20;
/** Uploads that go on by themselves, and those a person has to look at. */
const UPLOADING: readonly UploadState[] = ['due', 'waiting', 'unsure'];
const REFUSED: readonly UploadState[] = ['refused', 'givenUp'];

function courierView({ courierId, name, numberHint }: Courier, uses: readonly CourierUse[]): CourierView {
  const use = uses.find((one) => one.courierId === courierId);
  return { courierId, name, numberHint, ...(use !== undefined && { lastUsedAt: rfc3339(use.lastUsedAtMs) }) };
}

function byLastUse(couriers: readonly Courier[], uses: readonly CourierUse[]): readonly CourierView[] {
  const place = ({ courierId }: Courier) => {
    const found = uses.findIndex((one) => one.courierId === courierId);
    return found === -1 ? uses.length : found;
  };
  return couriers.toSorted((x, y) => place(x) - place(y)).map((courier) => courierView(courier, uses));
}

/** Couriers to choose from: the last used first, the others in the order of the table. */
export async function listCouriers({ store }: Deps): Promise<readonly CourierView[]> {
  return byLastUse(COURIERS, await store.listCourierUses());
}

/** Which couriers a scanned number may be of, those used last first. */
export async function recogniseCourier(
  { store }: Deps,
  text: string,
): Promise<ShippingMethods['shipping.recognise']['value']> {
  const trackingNo = cleanTrackingNo(text);
  return { trackingNo, couriers: byLastUse(couriersOf(trackingNo), await store.listCourierUses()) };
}

/** Shipping of one order that was read already. */
export async function viewShipping({ store, clock }: Deps, file: OrderFile): Promise<ShippingView> {
  return shippingView(file, await store.listMessages(file.order.orderId), clock.nowMs());
}

/** The shop's shipping in figures. */
export async function viewShippingState({ store, clock }: Deps): Promise<ShippingStateView> {
  const nowMs = clock.nowMs();
  const [toShip, pastSoon, late, uploading, refused, held] = await Promise.all([
    store.countToShip(nowMs),
    store.countToShip(nowMs - SOON_AFTER_MS),
    store.countToShip(nowMs - SHIP_WITHIN_MS),
    store.countUploads(UPLOADING),
    store.countUploads(REFUSED),
    store.sumHeld(),
  ]);
  return {
    toShip,
    soon: pastSoon - late,
    late,
    uploading,
    refused,
    frozen: held === null ? null : fen(held),
  };
}

/** Where a page goes on: the time and the number of the last order of the page before, e.g. `1795289636401.08q1x`. */
function cursorOf(
  before: string | undefined,
): { readonly atMs: number; readonly orderId: string } | undefined {
  const [, atMs, orderId] = /^(\d{1,15})\.([0-9A-Za-z_-]{1,64})$/.exec(before ?? '') ?? [];
  return atMs === undefined || orderId === undefined ? undefined : { atMs: Number(atMs), orderId };
}

function sortTime({ order, shipment }: OrderFile, which: ShippingList): number {
  const uploads = which === 'uploading' || which === 'refused';
  return (uploads ? shipment?.startedAtMs : order.paidAtMs) ?? 0;
}

/** One page of orders by what their shipping waits for, the longest waiting first. */
export async function listShipping(
  deps: Deps,
  { which, before }: { readonly which: ShippingList; readonly before?: string },
): Promise<ShippingMethods['shipping.list']['value']> {
  const at = cursorOf(before);
  const uploads = which === 'uploading' || which === 'refused';
  const files = uploads
    ? await deps.store.listUploads({
        states: which === 'uploading' ? UPLOADING : REFUSED,
        ...(at !== undefined && { after: { startedAtMs: at.atMs, orderId: at.orderId } }),
        limit: PAGE,
      })
    : await deps.store.listPaid({
        which: which === 'toShip' ? 'toShip' : 'held',
        ...(at !== undefined && { after: { paidAtMs: at.atMs, orderId: at.orderId } }),
        limit: PAGE,
      });
  const shipments = await Promise.all(files.map((file) => viewShipping(deps, file)));
  const last = files.at(-1);
  const more = last !== undefined && files.length === PAGE;
  return { shipments, ...(more && { next: `${sortTime(last, which)}.${last.order.orderId}` }) };
}
