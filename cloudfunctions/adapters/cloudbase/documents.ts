import type { Product, ProductSku } from '../../core/catalogue/product';
import { specificationOf } from '../../core/catalogue/product';
import { wordsToFind } from '../../core/catalogue/search-words';
import type { Message } from '../../core/message/message';
import type { Order } from '../../core/order/order';
import { isUnderWay } from '../../core/payment/attempt';
import type { Attempt } from '../../core/payment/attempt';
import type { Offer } from '../../core/pricing/quote';
import type { Refund } from '../../core/refund/refund';
import type { RefundRequest } from '../../core/refund/refund-request';
import type { Shipment } from '../../core/shipment/shipment';
import type { Movement, Stock } from '../../core/stock/stock';
import type { SkuOffer } from '../../ports/catalogue-store';
import type { Evidence } from '../../ports/store';
import type { Document } from './database';

/** What an order's whole file says about it, kept beside it so that one index finds it. */
export interface OrderMarks {
  /** It has goods that wait to be sent. */
  readonly toShip: boolean;
  /** WeChat holds money of it; how much, in fen. */
  readonly held: boolean;
  readonly heldMinor: number;
}

/** `revision` grows with every change of the order's file, so that two writers cannot both win. */
export interface OrderDocument extends Document, Omit<Order, 'orderId'>, OrderMarks {
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
/** A shopper's wish for money back under its id. */
export interface RefundRequestDocument extends Document, Omit<RefundRequest, 'requestId'> {
  /** As of an order: time and number in one text. */
  readonly sortKey: string;
}
/** A shipment under its order's number, with its upload's state where an index finds it. */
export interface ShipmentDocument extends Document, Omit<Shipment, 'orderId'> {
  readonly uploadState: Shipment['upload']['state'];
}
/** A message under its id: the same news cannot be added twice. */
export interface MessageDocument extends Document, Omit<Message, 'messageId'> {}
/** A stock movement under its id: the same one cannot be added twice. */
export interface MovementDocument extends Document, Omit<Movement, 'movementId'> {}
/** A proof under its id. */
export interface EvidenceDocument extends Document, Omit<Evidence, 'evidenceId'> {}
/** Who may run a job, and until when. */
export interface LeaseDocument extends Document {
  readonly holder: string;
  readonly untilMs: number;
}
/** A product with what lists are sorted and searched by; what is sold of it are its SKUs. */
export interface ProductDocument extends Document, Omit<Product, 'productId'> {
  readonly words: readonly string[];
  readonly priceFromMinor: number;
  /** Pieces sold as last counted: good enough to sort by, never shown. */
  readonly sold: number;
}

/** What is sold and how much of it there is, in one document: a price is never read without its stock. */
export interface SkuDocument extends Document, Omit<Stock, 'skuId'>, Omit<ProductSku, 'skuId'> {
  readonly productId: string;
  readonly title: string;
  readonly onSale: boolean;
  readonly limitPerOrder: number | null;
}

/** Milliseconds have 13 digits until the year 2286; 15 keeps texts and times in the same order for good. */
const TIME_DIGITS = 15;

/** The paging key of an order or a request. */
export function sortKey(atMs: number, id: string): string {
  return `${String(atMs).padStart(TIME_DIGITS, '0')}-${id}`;
}

/** The order as it is stored. */
export function orderDocument(
  { orderId, ...order }: Order,
  marks: OrderMarks,
  revision: number,
): OrderDocument {
  return { _id: orderId, ...order, ...marks, revision, sortKey: sortKey(order.placedAtMs, orderId) };
}
/** The order as the core knows it. */
export function orderOf(document: OrderDocument): Order {
  const {
    _id,
    revision: _revision,
    sortKey: _sortKey,
    toShip: _toShip,
    held: _held,
    heldMinor: _heldMinor,
    ...order
  } = document;
  return { orderId: _id, ...order };
}
/** The marks of a stored order; one that was stored before there were any has none set. */
export function marksOf({ toShip = false, held = false, heldMinor = 0 }: Partial<OrderMarks>): OrderMarks {
  return { toShip, held, heldMinor };
}

/** The shipment as it is stored. */
export function shipmentDocument({ orderId, ...shipment }: Shipment): ShipmentDocument {
  return { _id: orderId, ...shipment, uploadState: shipment.upload.state };
}
/** The shipment as the core knows it. */
export function shipmentOf({ _id, uploadState: _uploadState, ...shipment }: ShipmentDocument): Shipment {
  return { orderId: _id, ...shipment };
}

/** The message as it is stored. */
export function messageDocument({ messageId, ...message }: Message): MessageDocument {
  return { _id: messageId, ...message };
}
/** The message as the core knows it. */
export function messageOf({ _id, ...message }: MessageDocument): Message {
  return { messageId: _id, ...message };
}

/** The attempt as it is stored. */
export function attemptDocument(attempt: Attempt): AttemptDocument {
  const { outTradeNo, ...fields } = attempt;
  return { _id: outTradeNo, ...fields, open: isUnderWay(attempt) };
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
/** The offer of a SKU: its price and what there is of it. */
export function offerOf(document: SkuDocument): Offer {
  const { _id, productId, title, values, price, onSale, limitPerOrder, picture, onHand } = document;
  const sku = {
    skuId: _id,
    productId,
    title,
    specification: specificationOf(values),
    price,
    onSale,
    limitPerOrder,
  };
  return { sku: picture === null ? sku : { ...sku, picture }, available: onHand };
}
/** A SKU on its product's page. */
export function skuOfferOf({ _id, values, price, picture, onSale, onHand, sold }: SkuDocument): SkuOffer {
  return { skuId: _id, values, price, picture, onSale, available: onHand, sold };
}

/** The product as it is stored. */
export function productDocument(product: Product, skus: readonly ProductSku[]): ProductDocument {
  const { productId, ...fields } = product;
  const { title, subtitle, keywords, axes } = product;
  const values = axes.flatMap((axis) => axis.values);
  return {
    _id: productId,
    ...fields,
    words: wordsToFind([title, ...keywords, subtitle, ...values]),
    priceFromMinor: Math.min(...skus.map(({ price }) => price.minor)),
    sold: 0,
  };
}
/** The product as the core knows it. */
export function productOf(document: ProductDocument): Product {
  const { _id, words: _words, priceFromMinor: _price, sold: _sold, ...product } = document;
  return { productId: _id, ...product };
}

/** The request as it is stored. */
export function requestDocument({ requestId, ...request }: RefundRequest): RefundRequestDocument {
  return { _id: requestId, ...request, sortKey: sortKey(request.requestedAtMs, requestId) };
}
/** The request as the core knows it. */
export function requestOf({ _id, sortKey: _sortKey, ...request }: RefundRequestDocument): RefundRequest {
  return { requestId: _id, ...request };
}
