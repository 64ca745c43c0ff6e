import type { EvidenceKind } from '../../miniprogram/contract/desk-evidence';
import type { OrderCounts, OrderState } from '../../miniprogram/contract/order';
import type { UploadState } from '../../miniprogram/contract/shipping';
import type { Order } from '../core/order/order';
import type { Attempt } from '../core/payment/attempt';
import type { Refund } from '../core/refund/refund';
import type { RefundRequest } from '../core/refund/refund-request';
import type { Message } from '../core/message/message';
import type { Shipment } from '../core/shipment/shipment';
import type { DayFigures } from '../core/sales/day-sales';
import type { Action } from '../core/shop/action';
import type { Movement, Stock } from '../core/stock/stock';
import type { ActionStore } from './action-store';
import type { BillStore } from './bill-store';
import type { CatalogueStore } from './catalogue-store';
import type { ProductStore } from './product-store';
import type { SalesStore } from './sales-store';
import type { AfterPaid, ShippingStore } from './shipping-store';
import type { ShopperStore } from './shopper-store';
import type { StaffStore } from './staff-store';
import type { StockStore } from './stock-store';

/** Everything the books hold about one order; changed together or not at all. */
export interface OrderFile {
  readonly order: Order;
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
  /** Newest first. */
  readonly requests: readonly RefundRequest[];
  /** Null before the first parcel. */
  readonly shipment: Shipment | null;
}

/** A movement the stock could not bear: nothing of the change was written. */
export interface Shortage {
  readonly skuId: string;
  readonly available: number;
}

/**
 * What a decision writes. Attempts, refunds, requests and the shipment named here are added or replaced by their number;
 * messages are new ones.
 */
export interface Change<Result> {
  readonly result: Result;
  readonly write?: {
    readonly order: Order;
    readonly attempts?: readonly Attempt[];
    readonly refunds?: readonly Refund[];
    readonly requests?: readonly RefundRequest[];
    readonly shipment?: Shipment;
    readonly messages?: readonly Message[];
    readonly movements?: readonly Movement[];
    /** Who of the staff did it. */
    readonly actions?: readonly Action[];
  };
}

/**
 * Decides on one order, without I/O. It may be called several times before one decision is written: after a
 * conflict with another writer (on fresh books), and after a shortage (with the shortage, so that it can decide
 * without the stock). `file` is null while the order does not exist.
 */
export type Decide<Result> = (file: OrderFile | null, shortage: Shortage | null) => Change<Result>;

/** One proof that something was said by or to the outside, kept for every call and notification about money and goods. */
export interface Evidence {
  readonly evidenceId: string;
  /** `call` is a call of a phone that failed on our side. */
  readonly kind: EvidenceKind;
  readonly atMs: number;
  readonly orderId: string | null;
  readonly outTradeNo: string | null;
  /** Where it is about a refund. */
  readonly outRefundNo?: string;
  /** The day in Beijing, where it is about a bill. */
  readonly billDate?: string;
  /** The gateway's; of a `call` the platform's. */
  readonly requestId: string;
  /** SHA-256 of the raw body in hex, where there was one. */
  readonly bodySha256: string | null;
  readonly verdict: string;
  /** The code on the screen of whoever caused it; absent for what nobody's phone did. */
  readonly supportCode?: string;
}

/** The whole shop for the audit. */
export interface Books {
  readonly stocks: readonly Stock[];
  readonly movements: readonly Movement[];
  readonly orders: readonly Order[];
  readonly attempts: readonly Attempt[];
  readonly refunds: readonly Refund[];
  readonly shipments: readonly Shipment[];
  readonly days: readonly DayFigures[];
}

/**
 * The shop's memory. Every write is atomic and durable when its promise fulfils.
 * Throws {@link StoreUnavailable} when the database is throttled, conflicted or unreachable beyond the deadline;
 * the caller may repeat any method with the same arguments.
 */
export interface Store
  extends
    CatalogueStore,
    ProductStore,
    StockStore,
    ShopperStore,
    StaffStore,
    ActionStore,
    BillStore,
    SalesStore,
    ShippingStore {
  /** Reads one order's file, decides, and writes the whole change in one transaction, or nothing. */
  changeOrder<Result>(orderId: string, decide: Decide<Result>): Promise<Result>;
  findOrder(orderId: string): Promise<OrderFile | null>;
  findAttempt(outTradeNo: string): Promise<Attempt | null>;
  /** One shopper's orders but the hidden ones, newest first; `before` continues after the last one of a page. */
  listOrders(query: {
    readonly openid: string;
    readonly state?: OrderState;
    readonly before?: { readonly placedAtMs: number; readonly orderId: string };
    readonly limit: number;
  }): Promise<readonly OrderFile[]>;
  /** How many of one shopper's orders are in each state that waits, and how many refund requests. */
  countOrders(openid: string): Promise<OrderCounts>;
  /** How many of one shopper's orders hold stock without being paid. */
  countUnpaid(openid: string): Promise<number>;
  /** Whether an order, a refund or a request of one shopper is under way. */
  hasBusiness(openid: string): Promise<boolean>;
  /** The order a refund request belongs to, or null. */
  findOrderOfRequest(requestId: string): Promise<OrderFile | null>;
  /** One shopper's refund requests with the files of their orders, newest first. */
  listRequests(query: {
    readonly openid: string;
    readonly before?: { readonly requestedAtMs: number; readonly requestId: string };
    readonly limit: number;
  }): Promise<readonly { readonly request: RefundRequest; readonly file: OrderFile }[]>;
  /** Unpaid orders whose time is over, oldest first. */
  listExpired(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly string[]>;
  /** Attempts under way: that may still be paid, or are being reversed; created before `beforeMs`, oldest first. */
  listOpenAttempts(query: {
    readonly createdAfterMs: number;
    readonly beforeMs: number;
    readonly limit: number;
  }): Promise<readonly Attempt[]>;
  /** Refunds whose next step is due by `nowMs`, the longest waiting first. */
  listRefundsToDo(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly Refund[]>;

  /** Orders with goods that wait to be sent, or with money WeChat holds, the longest paid first. */
  listPaid(query: {
    readonly which: 'toShip' | 'held';
    readonly after?: AfterPaid;
    readonly limit: number;
  }): Promise<readonly OrderFile[]>;
  /** Orders whose upload is in one of these states, the first shipped first. */
  listUploads(query: {
    readonly states: readonly UploadState[];
    readonly after?: { readonly startedAtMs: number; readonly orderId: string };
    readonly limit: number;
  }): Promise<readonly OrderFile[]>;

  /** Keeps a proof. The same `evidenceId` twice is kept once. */
  recordEvidence(evidence: Evidence): Promise<void>;

  /** Takes the lease of a job, or answers false while another holder has it. */
  claimJob(job: {
    readonly name: string;
    readonly holder: string;
    readonly nowMs: number;
    readonly leaseMs: number;
  }): Promise<boolean>;
  /** Gives the lease back. Does nothing when the holder no longer has it. */
  releaseJob(job: { readonly name: string; readonly holder: string }): Promise<void>;

  /** Everything, for the audit. */
  readBooks(): Promise<Books>;
}

/** The database could not serve the call in time. Nothing may be concluded about a write. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
