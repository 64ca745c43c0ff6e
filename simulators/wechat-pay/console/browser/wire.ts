/** What the control plane answers, as far as the console shows it. */
export interface OrderShown {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly product: string;
  readonly total: number;
  readonly created: string;
  readonly pay_until: string;
  readonly prepay_ids: readonly string[];
  /** Oldest first: the last is the one that works. */
  readonly code_urls: readonly string[];
  readonly h5_urls: readonly string[];
  readonly transaction_id: string | null;
}

export interface FaultShown {
  readonly id: string;
  readonly kind: string;
  readonly endpoint: string;
  readonly times: number;
  readonly rate?: number;
  readonly [parameter: string]: unknown;
}

export interface RefundShown {
  readonly out_refund_no: string;
  readonly out_trade_no: string;
  readonly refund_id: string;
  readonly status: string;
  readonly refund: number;
  readonly user_received_account: string;
  readonly created: string;
  readonly due: string | null;
}

/** What a merchant holds, in fen. */
export interface BalancesShown {
  readonly mchid: string;
  readonly unsettled: number;
  readonly available: number;
  readonly operation: number;
  readonly fees: number;
}

/** A day there are bills of; the rows by the type of the bill. */
export interface BillDayShown {
  readonly bill_date: string;
  readonly ready: string;
  readonly tradebill: Readonly<Record<string, number>>;
  readonly fundflowbill: Readonly<Record<string, number>>;
}

export interface PaymentCodeShown {
  readonly auth_code: string;
  readonly behaviour: string;
  readonly expires: string;
  readonly out_trade_no: string | null;
  readonly trade_state: string | null;
  readonly waiting_for_password: boolean;
}

export interface State {
  readonly seed: number;
  readonly clock: { readonly now: string; readonly now_ms: number; readonly offset_seconds: number };
  readonly mchid: string;
  readonly appid: string;
  readonly sub_mchid: string;
  readonly sub_appid: string;
  readonly merchant_serial_no: string;
  readonly public_key_id: string;
  readonly platform_certificates: readonly {
    readonly serial_no: string;
    readonly effective_time: string;
    readonly expire_time: string;
  }[];
  readonly order_count: number;
  readonly orders: readonly OrderShown[];
  readonly refund_count: number;
  readonly refunds: readonly RefundShown[];
  readonly balances: readonly BalancesShown[];
  readonly passwords_waiting: number;
  readonly faults: readonly FaultShown[];
  readonly notifications_pending: number;
}

export interface SendShown {
  readonly at: string;
  readonly status: number | null;
  readonly failure: string | null;
  readonly faults: readonly string[];
}

export interface NotificationShown {
  readonly id: string;
  /** null: a self-test. */
  readonly out_trade_no: string | null;
  readonly out_refund_no: string | null;
  readonly event_type: string;
  readonly url: string;
  readonly state: string;
  readonly created: string;
  readonly next_try: string | null;
  readonly tries_left: number;
  readonly sends: readonly SendShown[];
}

export interface Settings {
  readonly notifications: 'ladder' | 'atOnce';
  readonly sign_errors: boolean;
  readonly signing_keys: string;
  readonly merchant_state: string;
  readonly rate_limits: Readonly<Record<string, number>>;
  /** What can be limited, and the time its count is for. */
  readonly rate_windows: Readonly<Record<string, 'second' | 'minute'>>;
  readonly refund_delay_seconds: number | 'seeded';
  readonly bill_ready: string;
  readonly variations: {
    readonly possible: Readonly<Record<string, readonly string[]>>;
    readonly pinned: Readonly<Record<string, string>>;
  };
}

/** A refusal of the control plane: what is wrong, where, and what to do. */
export interface Refusal {
  readonly error?: { readonly what?: string; readonly where?: string; readonly todo?: string };
}
