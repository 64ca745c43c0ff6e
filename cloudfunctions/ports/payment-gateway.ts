import type { Money } from '../../miniprogram/contract/money';
import type { RequestPaymentParams } from '../../miniprogram/contract/order';

/** How the person pays. */
export type PaymentScene = 'miniProgram' | 'officialAccount' | 'native' | 'h5' | 'paymentCode' | 'app';

/** Scenes whose order is paid with a prepay id, so that it can be handed out again without asking the gateway. */
export type PrepayScene = Extract<PaymentScene, 'miniProgram' | 'officialAccount' | 'app'>;

/** What a gateway can do, as data. */
export interface GatewayCapabilities {
  readonly gateway: string;
  readonly scenes: readonly PaymentScene[];
  readonly currencies: readonly Money['currency'][];
  /** Several merchants' orders paid at once. */
  readonly combinedOrders: boolean;
  readonly reverse: boolean;
  readonly refund: boolean;
  readonly abnormalRefund: boolean;
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
    | {
        readonly kind: 'unknown';
        readonly cause: UnknownCause;
        readonly advice: Advice;
        readonly detail: string;
      }
  );

/**
 * What to do after a call that was not accepted. It never takes the place of a query before money follows.
 * - `fix`: a setting or the request is wrong; the same again fails again until somebody changes it.
 * - `query`: ask what became of the order or refund, then decide.
 * - `retrySame`: send the identical order or refund, under its own number, now. After a query that knows no such
 *   number it means that the order or refund did not arrive.
 * - `wait`: the identical request after a pause of a minute or more (too many requests, too little balance).
 * - `giveUp`: never succeeds under this number; end it (close or reverse) before another number is taken.
 */
export type Advice = 'fix' | 'query' | 'retrySame' | 'wait' | 'giveUp';

/** The gateway's words folded to what the caller may conclude; `code` keeps the original spelling for the log. */
export interface GatewayRefusal {
  readonly reason:
    | 'orderNotExist'
    | 'orderPaid'
    | 'orderClosed'
    | 'outTradeNoUsed'
    /** The payment code is no such code, expired or used up: the next one has to be scanned. */
    | 'authCode'
    /** The payer's bank or balance does not pay. */
    | 'payerDeclined'
    | 'refundNotExist'
    /** The merchant's balance does not cover the refund. */
    | 'notEnough'
    /** The payer's account takes no money back any more. */
    | 'payerAccount'
    | 'parameter'
    | 'signature'
    | 'rateLimited'
    | 'notAllowed'
    | 'other';
  readonly advice: Advice;
  readonly code: string;
  readonly httpStatus: number;
}
/** Why the end of a call is not known. */
export type UnknownCause = 'timeout' | 'network' | 'serverError' | 'badSignature' | 'malformedReply';

/** What every order tells, however it is paid. */
export interface OrderHead {
  readonly outTradeNo: string;
  readonly description: string;
  readonly amount: Money;
}

/** An order the payer is given time for. */
interface TimedOrder extends OrderHead {
  /** Latest moment the payer may pay, milliseconds since 1970. */
  readonly payBeforeMs: number;
}

/** Paid inside WeChat by the person it was placed for; `openid` is that person under the app of the scene. */
export interface OpenidOrder extends TimedOrder {
  readonly scene: 'miniProgram' | 'officialAccount';
  readonly openid: string;
}

/** Paid by whoever scans the code. */
export interface NativeOrder extends TimedOrder {
  readonly scene: 'native';
}

/** Paid from a browser outside WeChat. */
export interface H5Order extends TimedOrder {
  readonly scene: 'h5';
  /** The payer's address, IPv4 or IPv6, as our server saw it. */
  readonly clientIp: string;
  readonly device: 'iOS' | 'Android' | 'Wap';
  /** Where the browser goes after paying, on the registered domain. */
  readonly returnUrl?: string;
}

/** Paid from the merchant's own app. */
export interface AppOrder extends TimedOrder {
  readonly scene: 'app';
}

/** Collected at a till: the payer shows a code, which is good for one try within a minute. */
export interface PaymentCodeOrder extends OrderHead {
  readonly scene: 'paymentCode';
  readonly authCode: string;
  /** Address of the till. */
  readonly deviceIp: string;
  /** The merchant's own name for the store. */
  readonly storeId: string;
}

/** What is ordered at the gateway: each scene with what it needs. */
export type PaymentOrder = OpenidOrder | NativeOrder | H5Order | AppOrder | PaymentCodeOrder;

/** Whom a payment goes to, and the app it is made in: written into an attempt and repeated by its success. */
export interface Payee {
  readonly appid: string;
  /** The merchant whose money it is: under a service provider, the sub-merchant. */
  readonly mchid: string;
}

/** Arguments of the App SDK's payment request. Source: page 4013070351. */
export interface AppPaymentParams {
  readonly appId: string;
  readonly partnerId: string;
  readonly prepayId: string;
  readonly packageValue: 'Sign=WXPay';
  readonly nonceStr: string;
  readonly timeStamp: string;
  readonly sign: string;
}

/** What the caller does next with an accepted payment order. */
export type NextAction =
  /** `wx.requestPayment` takes `params`; the bridge of an official account takes them with `appId` beside. */
  | {
      readonly kind: 'requestPayment';
      readonly prepayId: string;
      readonly appId: string;
      readonly params: RequestPaymentParams;
    }
  | { readonly kind: 'appPayment'; readonly prepayId: string; readonly params: AppPaymentParams }
  | { readonly kind: 'qrCode'; readonly codeUrl: string }
  | { readonly kind: 'redirect'; readonly url: string }
  /** Decided at once; whether it is paid stands in `payment`. */
  | { readonly kind: 'settled'; readonly payment: DecidedPayment }
  /** The payer still has to do something: query until it is decided. */
  | { readonly kind: 'pending' };

/** A payment that happened, as the gateway proved it. */
export interface SucceededPayment extends Payee {
  readonly state: 'succeeded';
  readonly outTradeNo: string;
  readonly transactionId: string;
  /** The payer under `appid`, where the gateway tells. */
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

/** The gateway's view of one payment attempt. An unknown state is `pending`: never paid, never failed. */
export type GatewayPayment = DecidedPayment | { readonly state: 'pending'; readonly outTradeNo: string };

/** One that is decided. */
export type DecidedPayment =
  SucceededPayment | { readonly state: 'closed' | 'failed'; readonly outTradeNo: string };

/** One product of a refund, for the payer's bill. */
export interface RefundGoods {
  /** Letters, digits, `-` and `_`, at most 32. */
  readonly merchantGoodsId: string;
  readonly unitPrice: Money;
  readonly refundAmount: Money;
  readonly refundQuantity: number;
}

/** One refund of all or some of a payment. A repeat must carry equal values. */
export interface RefundRequest {
  /** Stable for the refund's whole life: never a new one after an unknown end. */
  readonly outRefundNo: string;
  readonly payment: { readonly outTradeNo: string } | { readonly transactionId: string };
  /** What the order asked for, before coupons. */
  readonly total: Money;
  /** What is to be given back of it. */
  readonly amount: Money;
  /** Shown to the payer; cut to 80 bytes. */
  readonly reason?: string;
  /** Pay from the available balance instead of what is not settled yet. */
  readonly fundsAccount?: 'available';
  readonly goods?: readonly RefundGoods[];
}

/** A bank account in plain text; it leaves this process encrypted and is never logged. */
export interface BankAccount {
  /** WeChat Pay's word for the bank, e.g. `ICBC_DEBIT`. */
  readonly bankType: string;
  readonly accountNo: string;
  readonly holder: string;
}

/** Where an abnormal refund is to go: a bank account of the payer, or the merchant's own, to be paid out from there. */
export interface AbnormalRefundRequest {
  readonly outRefundNo: string;
  readonly refundId: string;
  readonly to: ({ readonly kind: 'userBankCard' } & BankAccount) | { readonly kind: 'merchantBankCard' };
}

/** The gateway's view of one refund. An unknown state is `processing`. */
export interface GatewayRefund {
  readonly state: 'processing' | 'succeeded' | 'closed' | 'abnormal';
  readonly outRefundNo: string;
  readonly refundId: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly total: Money;
  readonly amount: Money;
  /** What the payer really gets back, after coupons, where the gateway tells. */
  readonly payerRefund?: Money;
  /** Milliseconds since 1970, where the gateway tells. */
  readonly succeededAtMs?: number;
  /** In the gateway's words for the shopper, e.g. `招商银行信用卡0403`. */
  readonly receivedBy?: string;
}

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
  | { readonly kind: 'refund'; readonly refund: GatewayRefund }
  | { readonly kind: 'other'; readonly eventType: string };

/** The checks in the order they are made; the first that fails is named. */
export type RejectedStage =
  'method' | 'size' | 'headers' | 'timestamp' | 'serial' | 'signature' | 'body' | 'decrypt' | 'resource';

/** Reads and judges notifications. Makes no outbound call, so a forged one costs nothing. */
export interface NotificationReader {
  parseNotification(http: RawHttp): NotificationOutcome;
}

/** One way of moving money. Safe to repeat with the same number and the same values, but for `paymentCode`. */
export interface PaymentGateway {
  readonly capabilities: GatewayCapabilities;
  /** Whom a payment of this scene goes to. */
  payee(scene: PaymentScene): Payee;
  /**
   * Places the order at the gateway. Repeating it with equal values is safe. An order by payment code moves money
   * itself and must not be repeated: query it instead. A scene that is not offered is refused, and nothing is sent.
   */
  create(order: PaymentOrder): Promise<Outcome<NextAction>>;
  /**
   * Arguments for paying an order that was already placed: a second tap asks the gateway for nothing.
   * They carry a fresh time stamp and nonce.
   */
  resume(scene: PrepayScene, prepayId: string): NextAction;
  /** Asks the gateway by our own number. Never changes anything. */
  query(outTradeNo: string): Promise<Outcome<GatewayPayment>>;
  /** Asks the gateway by its number. Never changes anything. */
  queryByTransactionId(transactionId: string): Promise<Outcome<GatewayPayment>>;
  /** Closes an unpaid order so that it can no longer be paid. Closing twice is the same as once. */
  close(outTradeNo: string): Promise<Outcome<'closed'>>;
  /** Ends an order by payment code, paid or not; what was paid goes back. Repeat it until it is accepted. */
  reverse(outTradeNo: string): Promise<Outcome<'reversed'>>;
  /** Gives back all or some of a payment. Accepted means taken in: query until its state is final. */
  refund(request: RefundRequest): Promise<Outcome<GatewayRefund>>;
  /** Asks by our own refund number. Never changes anything. */
  queryRefund(outRefundNo: string): Promise<Outcome<GatewayRefund>>;
  /** Sends an abnormal refund somewhere else. Query before doing it again. */
  refundAbnormal(request: AbnormalRefundRequest): Promise<Outcome<GatewayRefund>>;
}
