import { MAX_ORDER_MINOR } from '../../../miniprogram/contract/money';
import type { OrderState } from '../../../miniprogram/contract/order';
import type { BookedSku, Product, ProductSku, ShelfSku } from '../../core/catalogue/product';
import { specificationOf } from '../../core/catalogue/product';
import { wordsToFind } from '../../core/catalogue/search-words';
import type { Message } from '../../core/message/message';
import type { Order } from '../../core/order/order';
import { isUnderWay } from '../../core/payment/attempt';
import type { Attempt } from '../../core/payment/attempt';
import type { Offer } from '../../core/pricing/quote';
import { standsIn } from '../../core/refund/refund';
import type { Refund } from '../../core/refund/refund';
import type { RefundRequest } from '../../core/refund/refund-request';
import type { Shipment } from '../../core/shipment/shipment';
import type { Movement, Stock } from '../../core/stock/stock';
import type { SkuOffer } from '../../ports/catalogue-store';
import type { Evidence } from '../../ports/store';
import type { Document } from './database';

/** What an order's whole file says about it, kept beside it so that one index finds it. */
export interface OrderMarks {
  /** In which list it stands: its state, but with the closed ones where all its money went back. */
  readonly listedAs: OrderState;
  /** It has goods that wait to be sent. */
  readonly toShip: boolean;
  /** WeChat holds money of it; how much, in fen. */
  readonly held: boolean;
  readonly heldMinor: number;
  /** Somebody asked money back of it, or got it. */
  readonly withRefund: boolean;
  /** WeChat refused its shipment: a person has to mend something. */
  readonly uploadRefused: boolean;
}

/** `revision` grows with every change of the order's file, so that two writers cannot both win. */
export interface OrderDocument extends Document, Omit<Order, 'orderId'>, OrderMarks {
  readonly revision: number;
  /** Time of placing and number in one text: a stable order for paging through one shopper's orders. */
  readonly sortKey: string;
  /** Last four digits of the buyer's mobile number; null where there is none. */
  readonly phoneTail: string | null;
}

/** `open` is kept apart from the state so that one index finds what must still be asked about. */
export interface AttemptDocument extends Document, Omit<Attempt, 'outTradeNo'> {
  readonly open: boolean;
  /** When the reverse of a payment that was taken back went out; null for every other. */
  readonly takenBackAtMs: number | null;
}
/** A refund under its `outRefundNo`. */
export interface RefundDocument extends Document, Omit<Refund, 'outRefundNo'> {
  /** Which of the staff's lists it is in. */
  readonly list: ReturnType<typeof standsIn>;
  /** As of an order: time and number in one text. */
  readonly sortKey: string;
}
/** A shopper's wish for money back under its id. */
export interface RefundRequestDocument extends Document, Omit<RefundRequest, 'requestId'> {
  /** As of an order: time and number in one text. */
  readonly sortKey: string;
  /** Nobody has said anything to it yet. */
  readonly waiting: boolean;
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
export interface EvidenceDocument extends Document, Omit<Evidence, 'evidenceId'> {
  /** As of an order: time and number in one text. */
  readonly sortKey: string;
}
/** Who may run a job, and until when. */
export interface LeaseDocument extends Document {
  readonly holder: string;
  readonly untilMs: number;
}
/** A product with what lists are sorted and searched by; what is sold of it are its SKUs. */
export interface ProductDocument extends Document, Omit<Product, 'productId'> {
  /** Grows with every change somebody makes; `token` names the last one. */
  readonly version: number;
  readonly token: string;
  readonly words: readonly string[];
  readonly priceFromMinor: number;
  /** Pieces sold as last counted: good enough to sort by, never shown. */
  readonly sold: number;
}

/**
 * What is sold and how much of it there is, in one document: a price is never read without its stock. `onSale` is that of
 * the product and `offered` together, `picture` the one that is shown, be it its own or the product's.
 */
export interface SkuDocument extends Document, Omit<Stock, 'skuId'>, Omit<ShelfSku, 'skuId'> {
  readonly productId: string;
  readonly ownPicture: ShelfSku['picture'];
  /** Whether pieces of it ever moved. */
  readonly moved: boolean;
  /** Adjustments so far, and the token of the last one. */
  readonly adjustments: number;
  readonly title: string;
  readonly onSale: boolean;
  readonly limitPerOrder: number | null;
}

/** Whose barcode it is, under the barcode: no two SKUs have the same. */
export interface BarcodeDocument extends Document {
  readonly skuId: string;
  readonly productId: string;
}

/** Milliseconds have 13 digits until the year 2286; 15 keeps texts and times in the same order for good. */
const TIME_DIGITS = 15;

/** The paging key of an order or a request. */
export function sortKey(atMs: number, id: string): string {
  return `${String(atMs).padStart(TIME_DIGITS, '0')}-${id}`;
}

const PHONE_TAIL_DIGITS = 4;

/** The order as it is stored. */
export function orderDocument(
  { orderId, ...order }: Order,
  marks: OrderMarks,
  revision: number,
): OrderDocument {
  const mobile = order.address?.mobile ?? '';
  const phoneTail = mobile === '' ? null : mobile.slice(-PHONE_TAIL_DIGITS);
  return {
    _id: orderId,
    ...order,
    ...marks,
    revision,
    sortKey: sortKey(order.placedAtMs, orderId),
    phoneTail,
  };
}
/** The order as the core knows it. */
export function orderOf(document: OrderDocument): Order {
  const {
    _id,
    revision: _revision,
    sortKey: _sortKey,
    listedAs: _listedAs,
    toShip: _toShip,
    held: _held,
    heldMinor: _heldMinor,
    phoneTail: _phoneTail,
    withRefund: _withRefund,
    uploadRefused: _uploadRefused,
    ...order
  } = document;
  return { orderId: _id, ...order };
}
/** The marks of a stored order; one that was stored before there were any has none set. */
export function marksOf(document: Partial<OrderMarks> & Pick<OrderDocument, 'state'>): OrderMarks {
  const { listedAs = document.state } = document;
  const { toShip = false, held = false, heldMinor = 0, withRefund = false, uploadRefused = false } = document;
  return { listedAs, toShip, held, heldMinor, withRefund, uploadRefused };
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
  const takenBackAtMs = attempt.state === 'reversed' ? (attempt.collecting?.reverseSentAtMs ?? null) : null;
  return { _id: outTradeNo, ...fields, open: isUnderWay(attempt), takenBackAtMs };
}
/** The attempt as the core knows it. */
export function attemptOf(document: AttemptDocument): Attempt {
  const { _id, open: _open, takenBackAtMs: _takenBackAtMs, ...attempt } = document;
  return { outTradeNo: _id, ...attempt };
}

/** The refund as it is stored. */
export function refundDocument(given: Refund): RefundDocument {
  const { outRefundNo, ...refund } = given;
  const list = standsIn(given);
  return { _id: outRefundNo, ...refund, list, sortKey: sortKey(refund.createdAtMs, outRefundNo) };
}
/** The refund as the core knows it. */
export function refundOf({ _id, list: _list, sortKey: _sortKey, ...refund }: RefundDocument): Refund {
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
  return { _id: evidenceId, ...evidence, sortKey: sortKey(evidence.atMs, evidenceId) };
}
/** The proof as the port knows it. */
export function evidenceOf({ _id, sortKey: _sortKey, ...evidence }: EvidenceDocument): Evidence {
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
export function skuOfferOf(document: SkuDocument): SkuOffer {
  const { _id, values, price, picture, barcode, onSale, offered, onHand, sold } = document;
  return { skuId: _id, values, price, picture, barcode, onSale, offered, available: onHand, sold };
}
/** A SKU as the merchant edits it. */
export function bookedSkuOf(document: SkuDocument): BookedSku {
  const { _id, values, price, ownPicture, barcode, offered, onHand, reserved, sold, moved } = document;
  return { skuId: _id, values, price, picture: ownPicture, barcode, offered, onHand, reserved, sold, moved };
}

/** A SKU as it is stored; `held` are its pieces and what became of them. */
export function skuDocument(
  { productId, title, limitPerOrder, onSale, gallery }: Product,
  { skuId, values, price, picture, barcode, offered }: ShelfSku,
  held: Omit<Stock, 'skuId'> & Pick<SkuDocument, 'moved' | 'adjustments'>,
): SkuDocument {
  const { initial, adjusted, onHand, reserved, sold, moved, adjustments } = held;
  return {
    _id: skuId,
    productId,
    title,
    values,
    price,
    barcode,
    picture: picture ?? gallery[0] ?? null,
    ownPicture: picture,
    offered,
    onSale: onSale && offered,
    limitPerOrder,
    initial,
    adjusted,
    onHand,
    reserved,
    sold,
    moved,
    adjustments,
  };
}

/** A barcode as it is stored. */
export function barcodeDocument(owned: {
  readonly barcode: string;
  readonly skuId: string;
  readonly productId: string;
}): BarcodeDocument {
  const { barcode, skuId, productId } = owned;
  return { _id: barcode, skuId, productId };
}

/** The product as it is stored; its price is the lowest of what is offered. */
export function productDocument(
  product: Product,
  skus: readonly (ProductSku & { readonly offered?: boolean })[],
  kept: Pick<ProductDocument, 'version' | 'token' | 'sold'>,
): ProductDocument {
  const { productId, ...fields } = product;
  const offered = skus.filter((sku) => sku.offered !== false);
  const priced = offered.length === 0 ? skus : offered;
  const { title, subtitle, keywords, axes } = product;
  const values = axes.flatMap((axis) => axis.values);
  return {
    _id: productId,
    ...fields,
    words: wordsToFind([title, ...keywords, subtitle, ...values]),
    // A product of which nothing is offered and nothing ever was has no price to be sorted by.
    priceFromMinor: Math.min(...priced.map(({ price }) => price.minor), MAX_ORDER_MINOR),
    ...kept,
  };
}
/** The product as the core knows it. */
export function productOf(document: ProductDocument): Product {
  const { _id, words: _words, priceFromMinor: _price, sold: _sold, ...kept } = document;
  const { version: _version, token: _token, ...product } = kept;
  return { productId: _id, ...product };
}

/** The request as it is stored. */
export function requestDocument({ requestId, ...request }: RefundRequest): RefundRequestDocument {
  const waiting = request.state === 'requested' && request.outRefundNo === null;
  return { _id: requestId, ...request, sortKey: sortKey(request.requestedAtMs, requestId), waiting };
}
/** The request as the core knows it. */
export function requestOf(document: RefundRequestDocument): RefundRequest {
  const { _id, sortKey: _sortKey, waiting: _waiting, ...request } = document;
  return { requestId: _id, ...request };
}
