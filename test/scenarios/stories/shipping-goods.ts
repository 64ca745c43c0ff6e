import type { OrderFile } from '../../../cloudfunctions/ports/store';
import type { ParcelWish, ShippingWay } from '../../../miniprogram/contract/shipping';
import type { Tale } from './cast';
import { atDesk, someoneFor } from './desk';
import { takenBackMinor } from './ledger';
import type { Steps } from './steps';

const COURIERS = [
  { courierId: 'SF', number: (unique: number) => `SF${1_400_000_000_000 + unique}` },
  { courierId: 'YTO', number: (unique: number) => `YT${7_700_000_000_000 + unique}` },
  { courierId: 'JTSD', number: (unique: number) => `JT${5_000_000_000_000 + unique}` },
] as const;

/** A parcel with a number nobody has had; now and then one of another courier. */
function parcel(tale: Tale, lines?: ParcelWish['lines']): ParcelWish {
  const courier = tale.one(COURIERS) ?? COURIERS[0];
  const claimed = tale.chance(0.05) ? (tale.one(COURIERS) ?? courier) : courier;
  const { courierId } = claimed;
  return { courierId, trackingNo: courier.number(tale.number()), ...(lines !== undefined && { lines }) };
}

interface Entered {
  readonly way: ShippingWay;
  readonly parcels: readonly ParcelWish[];
}

/** Everything at once mostly; a part of one SKU; two parcels; or no courier at all. */
function toSend(tale: Tale, { order }: OrderFile): Entered {
  const [line, other] = order.lines;
  if (line === undefined) throw new Error(`order ${order.orderId} has no lines`);
  if (tale.chance(0.12))
    return { way: tale.one(['pickup', 'sameCity', 'virtual'] as const) ?? 'pickup', parcels: [] };
  if (tale.chance(0.35)) {
    const { skuId } = tale.one(order.lines) ?? line;
    return { way: 'express', parcels: [parcel(tale, [{ skuId, quantity: 1 + tale.upTo(2) }])] };
  }
  if (other !== undefined && tale.chance(0.25)) {
    const one = ({ skuId, quantity }: { skuId: string; quantity: number }) => [{ skuId, quantity }];
    return { way: 'express', parcels: [parcel(tale, one(line)), parcel(tale, one(other))] };
  }
  return { way: 'express', parcels: [parcel(tale)] };
}

/** What was given back in full must not leave. Only told here: later a refund may fail, and the goods be due again. */
function judgeLeaving(tale: Tale, { order, refunds, attempts }: OrderFile): void {
  const paid = attempts
    .filter(({ state }) => state === 'succeeded')
    .reduce((sum, one) => sum + one.amount.minor, 0);
  // The payment itself may have been heard of in between.
  if (paid > 0 && takenBackMinor(refunds) >= paid)
    tale.problems.push(`order ${order.orderId} was sent after all ${paid} had been given back`);
  if (refunds.some(({ state }) => state === 'awaitingApproval'))
    tale.problems.push(`order ${order.orderId} was sent while a refund waited for a second person`);
}

async function enter(
  tale: Tale,
  what: 'ship' | 'correct',
  file: OrderFile,
  entered: Entered,
): Promise<string> {
  const { orderId } = file.order;
  const who = someoneFor(tale, 'shipping');
  const params = { clientToken: tale.name(what), orderId, ...entered };
  const method = what === 'ship' ? 'shipping.ship' : 'shipping.correct';
  const said = await atDesk(tale, { who, method, params });
  tale.ledger.parcels.push({ orderId, what, parcels: entered.parcels, heard: said.heard });
  // Where several act at once, what was read may be older than what was decided on.
  if (said.heard === 'done' && what === 'ship' && tale.focus === null) judgeLeaving(tale, file);
  return `${orderId} ${entered.way} ${entered.parcels.map(({ trackingNo }) => trackingNo).join(' ')}: ${said.text}`;
}

/** Sends goods of an order, also of one that must not leave. */
export async function ship(tale: Tale): Promise<string | null> {
  const file = await tale.anyDelivery();
  return file === null ? null : enter(tale, 'ship', file, toSend(tale, file));
}

async function correct(tale: Tale): Promise<string | null> {
  const file = await tale.anyDelivery();
  const parcels = file?.order.parcels ?? [];
  if (file === null || parcels.length === 0) return null;
  const again = parcels.map(({ lines }) =>
    parcel(tale, lines ?? (parcels.length > 1 ? file.order.lines : undefined)),
  );
  const plain = again.map(({ lines, ...rest }) =>
    lines === undefined
      ? rest
      : { ...rest, lines: lines.map(({ skuId, quantity }) => ({ skuId, quantity })) },
  );
  return enter(tale, 'correct', file, { way: 'express', parcels: plain });
}

async function uploadAgain(tale: Tale): Promise<string | null> {
  const file = await tale.anyDelivery();
  if (file === null || file.shipment === null) return null;
  const { orderId } = file.order;
  const method = tale.chance(0.5) ? 'shipping.retry' : 'shipping.remind';
  const said = await atDesk(tale, { who: someoneFor(tale, 'shipping'), method, params: { orderId } });
  return `${method} ${orderId}: ${said.text}`;
}

/** The shopper taps WeChat's own button, or time does. */
async function arrive(tale: Tale): Promise<string | null> {
  if (tale.chance(0.3)) {
    await tale.shop.wechat.passTime();
    return 'time passed at WeChat';
  }
  const file = await tale.anyDelivery();
  const paid = file?.attempts.flatMap(({ transactionId }) => transactionId ?? [])[0];
  if (paid === undefined) return null;
  return `${file?.order.orderId} ${await tale.wechat('receipts', { transaction_id: paid })}`;
}

/** Goods on their way. */
export const SHIPPING_GOODS: Steps = {
  ship: { weight: 13, play: ship },
  correct: { weight: 4, play: correct },
  uploadAgain: { weight: 2, play: uploadAgain },
  arrive: { weight: 3, play: arrive },
};
