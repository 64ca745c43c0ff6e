import type { OrderState } from '../../../miniprogram/contract/order';
import { MAX_PARCELS } from '../../../miniprogram/contract/shipping';
import type { Order, Parcel } from '../order/order';
import type { Refund } from '../refund/refund';
import { contentsOf, firstTooMany, sentGoods } from '../shipment/goods';
import type { Shipment } from '../shipment/shipment';

/** What the books hold of one order's goods on their way. */
interface SentOrder {
  readonly order: Order;
  readonly refunds: readonly Refund[];
  readonly shipment: Shipment | null;
}

/**
 * Everything wrong with what was sent, one sentence each with the order's number; empty when it is right, or where
 * `shipments` are not looked at:
 * - a shipment has an order, and an order one shipment;
 * - only what was paid is sent, and never more of a SKU than the order has;
 * - an order is shipped exactly when its shipment is complete, and then every piece was sent or refunded;
 * - a parcel has its own number, with a courier exactly where one carries it;
 * - the outbox knows what it told and what was taken, and somebody goes on with what is due; the one correction is
 *   counted only of what WeChat had taken.
 */
export function shipmentProblems(
  orders: readonly Order[],
  refundsOf: ReadonlyMap<string | null, readonly Refund[]>,
  shipments: Iterable<Shipment> | undefined,
): readonly { readonly id: string; readonly text: string }[] {
  if (shipments === undefined) return [];
  const problems: { id: string; text: string }[] = [];
  const known = new Set(orders.map(({ orderId }) => orderId));
  const byOrder = new Map<string, Shipment>();
  for (const shipment of shipments) {
    const { orderId: id } = shipment;
    if (!known.has(id)) problems.push({ id, text: `order ${id} is not there` });
    if (byOrder.has(id)) problems.push({ id, text: 'has two shipments' });
    byOrder.set(id, shipment);
  }
  for (const order of orders) {
    const { orderId: id } = order;
    const sent = { order, refunds: refundsOf.get(id) ?? [], shipment: byOrder.get(id) ?? null };
    problems.push(...sentTexts(sent).map((text) => ({ id, text })));
  }
  return problems;
}

function sentTexts({ order, refunds, shipment }: SentOrder): readonly string[] {
  if (shipment === null) return unsentTexts(order);
  return [
    ...(order.kind === 'counter' ? ['is of the counter but was sent'] : []),
    ...(order.parcels.length === 0 ? ['has a shipment but no parcel'] : []),
    ...stateTexts(order, shipment),
    ...goodsTexts(order, refunds, shipment),
    ...parcelTexts(order, shipment),
    ...outboxTexts(shipment),
  ];
}

/** Where the goods of an order in each state can be. */
const SENT: Record<OrderState, 'nothing' | 'some' | 'all'> = {
  awaitingPayment: 'nothing',
  closed: 'nothing',
  paid: 'some',
  shipped: 'all',
  completed: 'all',
};

function unsentTexts({ kind, state, parcels }: Order): readonly string[] {
  if (parcels.length > 0) return [`has ${parcels.length} parcels but no shipment`];
  return kind === 'delivery' && SENT[state] === 'all' ? [`is ${state} but nothing was sent`] : [];
}

function stateTexts({ state }: Order, { complete }: Shipment): readonly string[] {
  const sent = SENT[state];
  if (sent === 'nothing') return [`is ${state} but goods were sent`];
  if ((sent === 'all') === complete) return [];
  return [`is ${state} but its shipment is ${complete ? 'complete' : 'not complete'}`];
}

/** A refund that was closed may have ended the shipment before; what a second person declined never counted. */
function everRefunded(refunds: readonly Refund[]) {
  return refunds
    .filter(({ asked, state }) => asked?.approval.kind !== 'declined' && state !== 'awaitingApproval')
    .flatMap(({ lines }) => lines);
}

function goodsTexts(order: Order, refunds: readonly Refund[], { complete }: Shipment): readonly string[] {
  const sent = sentGoods(order);
  const problems: string[] = [];
  for (const { skuId, quantity } of order.parcels.flatMap((parcel) => contentsOf(order, parcel)))
    if (!Number.isSafeInteger(quantity) || quantity <= 0)
      problems.push(`${quantity} of ${skuId} are in a parcel`);
  const tooMany = firstTooMany(sent, order.lines);
  if (tooMany !== null) problems.push(`more of ${tooMany} was sent than ordered`);
  const left = complete ? firstTooMany(order.lines, [...sent, ...everRefunded(refunds)]) : null;
  if (left !== null) problems.push(`its shipment is complete but ${left} was neither sent nor refunded`);
  return problems;
}

function parcelTexts({ parcels }: Order, { way }: Shipment): readonly string[] {
  const problems: string[] = [];
  const twice = (names: readonly string[]) => names.find((name, at) => names.indexOf(name) !== at);
  const id = twice(parcels.map(({ parcelId }) => parcelId));
  if (id !== undefined) problems.push(`parcel ${id} stands twice`);
  if (parcels.length > MAX_PARCELS) problems.push(`has ${parcels.length} parcels`);
  if (way !== 'express') {
    const [first] = parcels;
    if (parcels.length > 1 || (first !== undefined && isCarried(first)))
      problems.push(`goes by ${way} but has parcels of a courier`);
    return problems;
  }
  const bare = parcels.find((parcel) => !isCarried(parcel));
  if (bare !== undefined) problems.push(`parcel ${bare.parcelId} has no courier or no number`);
  const number = twice(parcels.map(({ courierId, trackingNo }) => `${courierId} ${trackingNo}`));
  if (number !== undefined) problems.push(`two parcels are ${number}`);
  return problems;
}

function isCarried({ courierId, trackingNo }: Parcel): boolean {
  return courierId !== undefined && trackingNo !== '';
}

function outboxTexts({ complete, corrected, upload, nextStepAtMs, confirmedAtMs, settledAtMs }: Shipment) {
  const { state, version, sent, taken } = upload;
  const problems: string[] = [];
  if (state === 'sent' && (taken?.version !== version || taken.finished !== complete))
    problems.push(`its upload is sent, but WeChat took version ${taken?.version ?? 'none'} of ${version}`);
  if (taken !== null && (sent === null || taken.version > sent.version))
    problems.push(`WeChat took version ${taken.version}, which was not told`);
  if (sent !== null && sent.version > version)
    problems.push(`version ${sent.version} was told, but there are ${version}`);
  if (state === 'unsure' && sent === null) problems.push('its upload is unsure, but nothing was told');
  if ((state === 'due' || state === 'waiting' || state === 'unsure') && nextStepAtMs === null)
    problems.push(`its upload is ${state}, but nobody goes on with it`);
  if (corrected && taken === null) problems.push('its correction is used, but WeChat took nothing before');
  if (settledAtMs !== null && confirmedAtMs === null) problems.push('it is settled but was never confirmed');
  return problems;
}
