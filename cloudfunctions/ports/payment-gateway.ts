import type { Money } from '../../miniprogram/contract/money';
import type { RequestPaymentParams } from '../../miniprogram/contract/order';

/** How the person pays. */
export type PaymentScene = 'miniProgram' | 'officialAccount' | 'native' | 'h5' | 'paymentCode' | 'app';

/** What a gateway can do, as data. */
export interface GatewayCapabilities {
  readonly gateway: string;
  readonly scenes: readonly PaymentScene[];
  readonly currencies: readonly Money['currency'][];
  readonly reverse: boolean;
  readonly downloadBill: boolean;
}

/** What can be shown later of a call: the gateway's own id of it, and the hash of its raw answer where one came. */
export interface CallProof {
  readonly requestId: string;
  /** SHA-256 in hex; null when no answer came. */
  readonly bodySha256: string | null;
}

/**
 * How a call about money ends. The third end is not failure: only a query may follow it.
 * - `accepted`: the gateway did it and its signature was right.
 * - `refused`: the gateway said no, and no money moved because of this call.
 * - `unknown`: no reply, 5xx, or a reply whose signature was wrong.
 */
export type Outcome<Value> = CallProof &
  (
    | { readonly kind: 'accepted'; readonly value: Value }
    | { readonly kind: 'refused'; readonly refusal: GatewayRefusal }
    | { readonly kind: 'unknown'; readonly cause: UnknownCause; readonly detail: string }
  );

/** The gateway's words folded to what the caller may conclude; `code` keeps the original spelling for the log. */
export interface GatewayRefusal {
  readonly reason:
    | 'orderNotExist'
    | 'orderPaid'
    | 'orderClosed'
    | 'outTradeNoUsed'
    | 'parameter'
    | 'signature'
    | 'rateLimited'
    | 'notAllowed'
    | 'other';
  readonly code: string;
  readonly httpStatus: number;
}
/** Why the end of a call is not known. */
export type UnknownCause = 'timeout' | 'network' | 'serverError' | 'badSignature' | 'malformedReply';

/** What is ordered at the gateway. */
export interface PaymentOrder {
  readonly outTradeNo: string;
  readonly description: string;
  readonly amount: Money;
  readonly openid: string;
  /** Latest moment the payer may pay, milliseconds since 1970. */
  readonly payBeforeMs: number;
}

/** What the caller does next with an accepted payment order. */
export type NextAction =
  | { readonly kind: 'requestPayment'; readonly prepayId: string; readonly params: RequestPaymentParams }
  | { readonly kind: 'qrCode'; readonly codeUrl: string }
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'settled'; readonly payment: GatewayPayment }
  | { readonly kind: 'pending' };

/** The gateway's view of one payment attempt. An unknown state is `pending`: never paid, never failed. */
export type GatewayPayment =
  | {
      readonly state: 'succeeded';
      readonly outTradeNo: string;
      readonly transactionId: string;
      readonly appid: string;
      readonly mchid: string;
      readonly openid?: string;
      /** What the order asked for, before coupons. */
      readonly total: Money;
      /** What the payer really paid, after coupons. */
      readonly payerTotal: Money;
      /** Milliseconds since 1970. */
      readonly succeededAtMs: number;
      /** True when the gateway has already given some of it back. */
      readonly refunded: boolean;
    }
  | { readonly state: 'pending' | 'closed' | 'failed'; readonly outTradeNo: string };

/** An HTTP request as it came in: header names in any case, body bytes untouched. */
export interface RawHttp {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/**
 * What became of a notification. `verified` means signature, serial, age and decryption all held.
 * `rejected.stage` names the check that failed, which is also all that may be concluded.
 */
export type NotificationOutcome =
  | { readonly kind: 'verified'; readonly notificationId: string; readonly event: NotificationEvent }
  | { readonly kind: 'rejected'; readonly stage: RejectedStage; readonly reason: string };

/** What a verified notification tells. `other` is genuine but nothing the shop acts on. */
export type NotificationEvent =
  | { readonly kind: 'payment'; readonly payment: GatewayPayment }
  | { readonly kind: 'other'; readonly eventType: string };

/** The checks in the order they are made; the first that fails is named. */
export type RejectedStage =
  'method' | 'size' | 'headers' | 'timestamp' | 'serial' | 'signature' | 'body' | 'decrypt' | 'resource';

/** Reads and judges notifications. Makes no outbound call, so a forged one costs nothing. */
export interface NotificationReader {
  parseNotification(http: RawHttp): NotificationOutcome;
}

/** One way of moving money. Safe to repeat with the same `outTradeNo` and the same values. */
export interface PaymentGateway {
  readonly capabilities: GatewayCapabilities;
  /** Places the order at the gateway. Repeating it with equal values is safe. */
  create(scene: PaymentScene, order: PaymentOrder): Promise<Outcome<NextAction>>;
  /**
   * Arguments for paying an order that was already placed: a second tap asks the gateway for nothing.
   * They carry a fresh time stamp and nonce.
   */
  resume(scene: PaymentScene, prepayId: string): NextAction;
  /** Asks the gateway by our own number. Never changes anything. */
  query(outTradeNo: string): Promise<Outcome<GatewayPayment>>;
  /** Asks the gateway by its number. Never changes anything. */
  queryByTransactionId(transactionId: string): Promise<Outcome<GatewayPayment>>;
  /** Closes an unpaid order so that it can no longer be paid. Closing twice is the same as once. */
  close(outTradeNo: string): Promise<Outcome<'closed'>>;
}
