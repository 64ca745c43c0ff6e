/** What the control plane answers, as far as the console shows it. */
export interface OrderShown {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly product: string;
  readonly total: number;
  readonly created: string;
  readonly pay_until: string;
  readonly prepay_ids: readonly string[];
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
  readonly total: number;
  readonly created: string;
}

export interface State {
  readonly seed: number;
  readonly clock: { readonly now: string; readonly now_ms: number; readonly offset_seconds: number };
  readonly mchid: string;
  readonly appid: string;
  readonly merchant_serial_no: string;
  readonly public_key_id: string;
  readonly platform_certificates: readonly {
    readonly serial_no: string;
    readonly effective_time: string;
    readonly expire_time: string;
  }[];
  readonly order_count: number;
  readonly orders: readonly OrderShown[];
  readonly refunds?: readonly RefundShown[];
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
  readonly out_trade_no: string;
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
  readonly variations: {
    readonly possible: Readonly<Record<string, readonly string[]>>;
    readonly pinned: Readonly<Record<string, string>>;
  };
}

/** A refusal of the control plane: what is wrong, where, and what to do. */
export interface Refusal {
  readonly error?: { readonly what?: string; readonly where?: string; readonly todo?: string };
}
