import type {
  NextAction,
  NotificationOutcome,
  PaymentGateway,
  PaymentScene,
} from '../../cloudfunctions/ports/payment-gateway';

/** What goes wrong at the gateway, once. */
export type Disturbance = 'replyLost' | 'serverError' | 'badSignature' | 'probe';

/** The calls that can be disturbed; `create` is that of the mini program. */
export type DisturbedCall = 'create' | 'query' | 'close' | 'refund' | 'queryRefund';

/** A shopper who shows a payment code: pays at once, asks for time to type a password, or has no money. */
export type CodeShopper = 'pays' | 'typesPassword' | 'hasNoMoney';

/** A gateway with a shopper who can pay at it. */
export interface GatewayUnderTest {
  readonly gateway: PaymentGateway;
  /** Pays as the shopper would. */
  pay(outTradeNo: string): Promise<void>;
  /** Disturbs the next call of one kind. */
  disturb(call: DisturbedCall, disturbance: Disturbance): Promise<void>;
  /** What our reader says of the next notification about this payment or refund. */
  notified(number: string): Promise<NotificationOutcome>;
  /** Whether the phone would open the payment sheet with these arguments. */
  sheetOpens(action: NextAction): Promise<boolean>;
  /** A fresh payment code of such a shopper. */
  showCode(shopper: CodeShopper): Promise<string>;
  /** Lets the far side decide a refund. */
  endRefund(outRefundNo: string, end: 'succeeded' | 'closed' | 'abnormal'): Promise<void>;
  nowMs(): number;
  close(): Promise<void>;
}

/** What the far side of a gateway under test can play; a gateway may do more than its far side yet does. */
export interface FarSidePlays {
  readonly scenes: readonly PaymentScene[];
  readonly refunds: boolean;
}
