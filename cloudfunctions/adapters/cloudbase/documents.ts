import type { Money } from '../../../miniprogram/contract/money';
import type { Order } from '../../core/order/order';
import type { Attempt } from '../../core/payment/attempt';
import type { SkuOnShelf } from '../../core/pricing/pricing';
import type { Refund } from '../../core/refund/refund';
import type { Movement, Stock } from '../../core/stock/stock';
import type { Evidence } from '../../ports/store';
import type { Document } from './database';

/** `revision` grows with every change of the order's file, so that two writers cannot both win. */
export interface OrderDocument extends Document, Omit<Order, 'orderId'> {
  readonly revision: number;
  /** Time of placing and number in one text: a stable order for paging through one shopper's orders. */
  readonly sortKey: string;
}

/** `open` is kept apart from the state so that one index finds what must still be asked about. */
export interface AttemptDocument extends Document, Omit<Attempt, 'outTradeNo'> {
  readonly open: boolean;
}
/** A refund under its `outRefundNo`. */
export interface RefundDocument extends Document, Omit<Refund, 'outRefundNo'> {}
/** A stock movement under its id: the same one cannot be added twice. */
export interface MovementDocument extends Document, Omit<Movement, 'movementId'> {}
/** A proof under its id. */
export interface EvidenceDocument extends Document, Omit<Evidence, 'evidenceId'> {}
/** Who may run a job, and until when. */
export interface LeaseDocument extends Document {
  readonly holder: string;
  readonly untilMs: number;
}
/** A product; what is sold of it are its SKUs. */
export interface ProductDocument extends Document {
  readonly title: string;
  readonly category: string;
  readonly position: number;
}

/** What is sold and how much of it there is, in one document: a price is never read without its stock. */
export interface SkuDocument extends Document, Omit<Stock, 'skuId'> {
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly price: Money;
  readonly onSale: boolean;
}

/** Milliseconds have 13 digits until the year 2286; 15 keeps texts and times in the same order for good. */
const TIME_DIGITS = 15;

/** The paging key of an order. */
export function sortKey(placedAtMs: number, orderId: string): string {
  return `${String(placedAtMs).padStart(TIME_DIGITS, '0')}-${orderId}`;
}

/** The order as it is stored. */
export function orderDocument({ orderId, ...order }: Order, revision: number): OrderDocument {
  return { _id: orderId, ...order, revision, sortKey: sortKey(order.placedAtMs, orderId) };
}
/** The order as the core knows it. */
export function orderOf({ _id, revision: _revision, sortKey: _sortKey, ...order }: OrderDocument): Order {
  return { orderId: _id, ...order };
}

/** The attempt as it is stored. */
export function attemptDocument({ outTradeNo, ...attempt }: Attempt): AttemptDocument {
  return { _id: outTradeNo, ...attempt, open: attempt.state === 'created' || attempt.state === 'prepared' };
}
/** The attempt as the core knows it. */
export function attemptOf({ _id, open: _open, ...attempt }: AttemptDocument): Attempt {
  return { outTradeNo: _id, ...attempt };
}

/** The refund as it is stored. */
export function refundDocument({ outRefundNo, ...refund }: Refund): RefundDocument {
  return { _id: outRefundNo, ...refund };
}
/** The refund as the core knows it. */
export function refundOf({ _id, ...refund }: RefundDocument): Refund {
  return { outRefundNo: _id, ...refund };
}

/** The movement as it is stored. */
export function movementDocument({ movementId, ...movement }: Movement): MovementDocument {
  return { _id: movementId, ...movement };
}
/** The movement as the core knows it. */
export function movementOf({ _id, ...movement }: MovementDocument): Movement {
  return { movementId: _id, ...movement };
}

/** The proof as it is stored. */
export function evidenceDocument({ evidenceId, ...evidence }: Evidence): EvidenceDocument {
  return { _id: evidenceId, ...evidence };
}
/** The proof as the port knows it. */
export function evidenceOf({ _id, ...evidence }: EvidenceDocument): Evidence {
  return { evidenceId: _id, ...evidence };
}

/** The counters of a SKU. */
export function stockOf({ _id, initial, adjusted, onHand, reserved, sold }: SkuDocument): Stock {
  return { skuId: _id, initial, adjusted, onHand, reserved, sold };
}
/** The offer of a SKU. */
export function skuOf({ _id, productId, title, specification, price, onSale }: SkuDocument): SkuOnShelf {
  return { skuId: _id, productId, title, specification, price, onSale };
}
