import type { OrderRecord } from './book';
import type { Payment } from './payments';
import type { World } from './world';

const DAY_MS = 24 * 60 * 60_000;

/** How long money of goods nobody confirms is held, by `logistics_type`: ten days by express, else two. */
function heldMs(logisticsType: number): number {
  return (logisticsType === 1 ? 10 : 2) * DAY_MS;
}

/** `order_state` of `get_order`. */
export const STATE = { toShip: 1, shipped: 2, confirmed: 3, done: 4, refunded: 5, settling: 6 } as const;

/** The state of a payment; `settling` is the second half of the time between confirming and settling. */
export function stateOf(order: OrderRecord, payment: Payment, world: World): number {
  if (order.settledMs !== null) return STATE.done;
  if (payment.refundedFen >= payment.totalFen) return STATE.refunded;
  if (order.confirmedMs !== null) {
    const half = order.confirmedMs + world.settings.settleAfterMs / 2;
    return world.nowMs() < half ? STATE.confirmed : STATE.settling;
  }
  return order.shipping?.finished === true ? STATE.shipped : STATE.toShip;
}

const seconds = (ms: number | null): number | '' => (ms === null ? '' : Math.floor(ms / 1000));

/** Pushes `trade_manage_order_settlement`; what is not known yet is empty, as others have seen it. */
function tell(order: OrderRecord, payment: Payment, world: World): void {
  const { shipping } = order;
  const finishedMs = shipping?.finishedMs ?? null;
  const expectedMs = finishedMs === null ? null : finishedMs + heldMs(shipping?.logisticsType ?? 1);
  world.events.send({
    ToUserName: world.appid,
    FromUserName: payment.openid,
    CreateTime: seconds(world.nowMs()),
    MsgType: 'event',
    Event: 'trade_manage_order_settlement',
    transaction_id: order.transactionId,
    merchant_id: world.mchid,
    sub_merchant_id: '',
    merchant_trade_no: payment.outTradeNo,
    pay_time: seconds(payment.paidMs),
    shipped_time: seconds(finishedMs),
    estimated_settlement_time: seconds(order.confirmedMs ?? expectedMs),
    confirm_receive_method: order.confirmedBy === null ? '' : order.confirmedBy === 'time' ? 1 : 2,
    confirm_receive_time: seconds(order.confirmedMs),
    settlement_time: seconds(order.settledMs),
  });
}

/** Keeps a record and tells of it. */
export function keepAndTell(order: OrderRecord, payment: Payment, world: World): void {
  world.book.keepOrder(order);
  tell(order, payment, world);
}

/** Confirms the receipt, by the shopper or because time is up. */
export function confirm(
  order: OrderRecord,
  payment: Payment,
  by: { readonly who: 'shopper' | 'time'; readonly atMs: number },
  world: World,
): OrderRecord {
  const confirmed = { ...order, confirmedMs: by.atMs, confirmedBy: by.who };
  keepAndTell(confirmed, payment, world);
  return confirmed;
}

/** When the next thing happens to an order by itself; null while nothing will. */
function dueMs({ confirmedMs, shipping }: OrderRecord, { settings }: World): number | null {
  if (confirmedMs !== null) return confirmedMs + settings.settleAfterMs;
  const finishedMs = shipping?.finishedMs ?? null;
  return finishedMs === null ? null : finishedMs + heldMs(shipping?.logisticsType ?? 1);
}

/** Whether something is due of an order now. */
function isDue(order: OrderRecord, world: World): boolean {
  const atMs = order.settledMs === null ? dueMs(order, world) : null;
  return atMs !== null && atMs <= world.nowMs();
}

async function age({ transactionId }: OrderRecord, world: World): Promise<void> {
  const payment = await world.payment({ transaction_id: transactionId });
  if (payment === null || payment.refundedFen >= payment.totalFen) return;
  // Read anew: the shopper may have confirmed meanwhile, or time passed somewhere else.
  let order = world.book.order(transactionId);
  const atMs = dueMs(order, world);
  if (order.confirmedMs === null && atMs !== null && isDue(order, world))
    order = confirm(order, payment, { who: 'time', atMs }, world);
  const settledMs = dueMs(order, world);
  if (order.confirmedMs !== null && settledMs !== null && isDue(order, world))
    keepAndTell({ ...order, settledMs }, payment, world);
}

/** Does everything that time has brought about: receipts nobody confirmed, money that is paid out. */
export async function passTime(world: World): Promise<void> {
  // Mostly nothing is due, and then nobody is asked about a payment.
  for (const order of world.book.orders()) if (isDue(order, world)) await age(order, world);
}
