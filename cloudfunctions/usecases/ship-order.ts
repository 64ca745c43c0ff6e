import { shippedMessage } from '../core/message/news';
import type { Message, MessageForm } from '../core/message/message';
import { decideCorrecting } from '../core/shipment/correcting';
import { orderAction } from '../core/order/order-action';
import type { Parcel } from '../core/order/order';
import type { ParcelRefusal } from '../core/shipment/parcels';
import { refusedAt } from '../core/shipment/parcels';
import { decideShipping, parcelText } from '../core/shipment/shipping';
import type { Shipping, ShippingBooks, ShippingWish } from '../core/shipment/shipping';
import { uploadRetried } from '../core/shipment/upload-steps';
import type { Actor } from '../core/shop/actor';
import { countingAttempt } from '../core/refund/refund-request';
import type { ActionKind } from '../../miniprogram/contract/desk-actions';
import type { ParcelWish, ShippingWay } from '../../miniprogram/contract/shipping';
import { mayDo } from '../../miniprogram/contract/staff';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { OrderFile, Store } from '../ports/store';
import { settingsOf } from './shop-settings';

/** What a decision of the merchant about shipping needs: WeChat is told by the jobs. */
export interface ShippingDeskDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The order's file as it then stands, or why nothing changed and which field to mend. */
export type ShippingDeskResult = { readonly kind: 'done'; readonly file: OrderFile } | ParcelRefusal;

/** What the merchant enters. `clientToken` names the wish: a repeated tap is one shipment. */
export interface ShipOrder {
  readonly actor: Actor;
  readonly orderId: string;
  readonly clientToken: string;
  readonly way: ShippingWay;
  readonly parcels: readonly ParcelWish[];
}

function parcelsText(parcels: readonly Parcel[]): string {
  return parcels.map(parcelText).join('；');
}

/** The shopper is told once, when everything is on its way. */
function messagesOf(
  before: OrderFile,
  after: OrderFile,
  forms: readonly MessageForm[],
  nowMs: number,
): readonly Message[] {
  if (before.order.state === 'shipped' || after.order.state !== 'shipped') return [];
  const openid = countingAttempt(after)?.openid ?? null;
  const message = openid === null ? null : shippedMessage(forms, { order: after.order, openid, nowMs });
  return message === null ? [] : [message];
}

async function decideOnShipping(
  deps: ShippingDeskDeps,
  { actor, orderId, clientToken, way, parcels }: ShipOrder,
  what: {
    readonly name: string;
    readonly action: ActionKind;
    readonly decide: (books: ShippingBooks, wish: ShippingWish) => Shipping;
  },
): Promise<ShippingDeskResult> {
  if (!mayDo(actor.role, 'ship')) return refusedAt('NOT_ALLOWED', { field: 'orderId' });
  const { messageForms = [] } = await settingsOf(deps.store);
  const nowMs = deps.clock.nowMs();
  const hash = deps.ids.derived(what.name, way, JSON.stringify(parcels));
  const wish = { token: clientToken, hash, way, parcels, nowMs };
  const done = { actionId: deps.ids.unique(), actor, what: what.action, nowMs };
  const result = await deps.store.changeOrder<ShippingDeskResult>(orderId, (file) => {
    if (file === null) return { result: refusedAt('ORDER_NOT_FOUND', { field: 'orderId' }) };
    const decision = what.decide(file, wish);
    if (decision.kind === 'refused') return { result: decision };
    if (decision.kind === 'already') return { result: { kind: 'done', file } };
    const { order, shipment } = decision;
    const after = { ...file, order, shipment };
    const messages = messagesOf(file, after, messageForms, nowMs);
    const changes = [
      { field: '物流', from: parcelsText(file.order.parcels), to: parcelsText(order.parcels) },
    ];
    const actions = [orderAction(order, { ...done, changes })];
    return { result: { kind: 'done', file: after }, write: { order, shipment, messages, actions } };
  });
  const end = result.kind === 'done' ? 'done' : result.refusal;
  deps.log.info(`desk.${what.name}`, { orderId, by: actor.openid, end });
  if (result.kind === 'done') {
    const used = result.file.order.parcels.flatMap(({ courierId }) => courierId ?? []);
    await deps.store.useCouriers(used, nowMs);
  }
  return result;
}

/**
 * Records that goods were sent: everything, or some parcels now and the rest later. WeChat is told by the jobs. Safe to
 * repeat with the same token. Refusals name the field.
 */
export function shipOrder(deps: ShippingDeskDeps, wish: ShipOrder): Promise<ShippingDeskResult> {
  return decideOnShipping(deps, wish, {
    name: 'shipOrder',
    action: 'order.ship',
    decide: decideShipping,
  });
}

/** Puts other parcels in the place of those that were entered; WeChat takes one correction. Safe to repeat with the same token. */
export function correctShipment(deps: ShippingDeskDeps, wish: ShipOrder): Promise<ShippingDeskResult> {
  return decideOnShipping(deps, wish, {
    name: 'correctShipment',
    action: 'order.correctShipment',
    decide: decideCorrecting,
  });
}

/** Has an upload that WeChat refused, or that waits, tried again by the next tick. Safe to repeat. */
export async function retryUpload(
  deps: ShippingDeskDeps,
  { actor, orderId }: Pick<ShipOrder, 'actor' | 'orderId'>,
): Promise<ShippingDeskResult> {
  if (!mayDo(actor.role, 'ship')) return refusedAt('NOT_ALLOWED', { field: 'orderId' });
  const nowMs = deps.clock.nowMs();
  const done = { actionId: deps.ids.unique(), actor, what: 'order.retryUpload', nowMs } as const;
  return deps.store.changeOrder<ShippingDeskResult>(orderId, (file) => {
    if (file === null) return { result: refusedAt('ORDER_NOT_FOUND', { field: 'orderId' }) };
    const { order } = file;
    if (file.shipment === null) return { result: refusedAt('NOTHING_SHIPPED', { field: 'orderId' }) };
    if (file.shipment.upload.state === 'due') return { result: { kind: 'done', file } };
    const shipment = uploadRetried(file.shipment, nowMs);
    if (shipment === null) return { result: refusedAt('NOTHING_TO_RETRY', { field: 'orderId' }) };
    const actions = [orderAction(order, done)];
    return { result: { kind: 'done', file: { ...file, shipment } }, write: { order, shipment, actions } };
  });
}
