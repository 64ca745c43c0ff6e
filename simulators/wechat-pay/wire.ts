/** The words on the wire, as WeChat Pay spells them. snake_case stands here and nowhere else. */

/** A merchant that orders for itself. */
export interface DirectPartiesWire {
  readonly appid: string;
  readonly mchid: string;
}

/** A service provider that orders for one of its sub merchants. */
export interface PartnerPartiesWire {
  /** Optional with a payment code only. */
  readonly sp_appid?: string;
  readonly sp_mchid: string;
  readonly sub_appid?: string;
  readonly sub_mchid: string;
}

/** Body of an order of any product, as its field table admits it. Optional members are absent, never null. */
export type OrderWire = (DirectPartiesWire | PartnerPartiesWire) & {
  readonly description: string;
  readonly out_trade_no: string;
  readonly time_expire?: string;
  readonly attach?: string;
  /** Absent with a payment code only: its answer is the result. */
  readonly notify_url?: string;
  readonly goods_tag?: string;
  readonly support_fapiao?: boolean;
  readonly amount: { readonly total: number; readonly currency?: string };
  readonly payer?: {
    readonly openid?: string;
    readonly sp_openid?: string;
    readonly sub_openid?: string;
    readonly auth_code?: string;
  };
  readonly detail?: unknown;
  readonly scene_info?: {
    readonly payer_client_ip?: string;
    readonly device_id?: string;
    readonly h5_info?: { readonly type: string };
  };
  readonly settle_info?: { readonly profit_sharing?: boolean };
};

export type TradeStateWire =
  'NOTPAY' | 'USERPAYING' | 'SUCCESS' | 'PAYERROR' | 'REFUND' | 'CLOSED' | 'REVOKED';

export type TradeTypeWire = 'JSAPI' | 'NATIVE' | 'MWEB' | 'APP' | 'MICROPAY';

/** The transaction object of query answers and of decrypted payment notifications. */
export type TransactionWire = (DirectPartiesWire | PartnerPartiesWire) & {
  readonly out_trade_no: string;
  readonly transaction_id?: string;
  readonly trade_type?: TradeTypeWire;
  readonly trade_state: TradeStateWire;
  readonly trade_state_desc: string;
  readonly bank_type?: string;
  readonly attach?: string;
  readonly success_time?: string;
  readonly payer?: { readonly openid?: string; readonly sp_openid?: string; readonly sub_openid?: string };
  readonly amount?: {
    readonly total: number;
    readonly payer_total?: number;
    readonly currency?: string;
    readonly payer_currency?: string;
  };
  readonly scene_info?: { readonly device_id: string };
  readonly promotion_detail?: readonly unknown[];
};

/** One sealed box: AES-256-GCM with the APIv3 key. */
export interface SealedWire {
  readonly algorithm: 'AEAD_AES_256_GCM';
  readonly nonce: string;
  readonly associated_data?: string;
  readonly ciphertext: string;
}

export interface CertificateListWire {
  readonly data: readonly {
    readonly serial_no: string;
    readonly effective_time: string;
    readonly expire_time: string;
    readonly encrypt_certificate: SealedWire;
  }[];
}

export type EventTypeWire =
  'TRANSACTION.SUCCESS' | 'REFUND.SUCCESS' | 'REFUND.ABNORMAL' | 'REFUND.CLOSED' | 'SECURITY_ECHO.SUCCESS';

/** Body of a notification. */
export interface NotificationWire {
  readonly id: string;
  readonly create_time: string;
  readonly resource_type: 'encrypt-resource';
  readonly event_type: EventTypeWire;
  readonly summary: string;
  readonly resource: SealedWire & { readonly original_type: 'transaction' | 'refund' | 'security' };
}

/** Body of `POST /v3/refund/domestic/refunds`, as its field table admits it. */
export interface RefundRequestWire {
  readonly sub_mchid?: string;
  readonly transaction_id?: string;
  readonly out_trade_no?: string;
  readonly out_refund_no: string;
  readonly reason?: string;
  readonly notify_url?: string;
  readonly funds_account?: 'AVAILABLE' | 'UNSETTLED';
  readonly amount: {
    readonly refund: number;
    readonly total: number;
    readonly currency: string;
    readonly from?: readonly RefundSourceWire[];
  };
  readonly goods_detail?: readonly unknown[];
}

/** One account a refund is paid from, and how much of it. */
export interface RefundSourceWire {
  readonly account: 'AVAILABLE' | 'UNAVAILABLE';
  readonly amount: number;
}

/** Body of `…/apply-abnormal-refund`. `bank_account` and `real_name` are encrypted. */
export interface AbnormalRefundRequestWire {
  readonly sub_mchid?: string;
  readonly out_refund_no: string;
  readonly type: 'USER_BANK_CARD' | 'MERCHANT_BANK_CARD';
  readonly bank_type?: string;
  readonly bank_account?: string;
  readonly real_name?: string;
}

export type RefundStatusWire = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export type RefundChannelWire = 'ORIGINAL' | 'BALANCE' | 'OTHER_BALANCE' | 'OTHER_BANKCARD';

/** The refund object of every answer about a refund. */
export interface RefundWire {
  readonly refund_id: string;
  readonly out_refund_no: string;
  readonly transaction_id: string;
  readonly out_trade_no: string;
  readonly channel: RefundChannelWire;
  readonly user_received_account: string;
  readonly success_time?: string;
  readonly create_time: string;
  readonly status: RefundStatusWire;
  readonly funds_account: 'UNSETTLED' | 'AVAILABLE';
  readonly amount: {
    readonly total: number;
    readonly refund: number;
    readonly from?: readonly RefundSourceWire[];
    readonly payer_total: number;
    readonly payer_refund: number;
    readonly settlement_refund: number;
    readonly settlement_total: number;
    readonly discount_refund: number;
    readonly currency: string;
    readonly refund_fee?: number;
  };
  readonly promotion_detail?: readonly unknown[];
}

/** What a refund notification holds. Its state is called `refund_status`, and it names no currency. */
export type RefundNoticeWire = (
  { readonly mchid: string } | { readonly sp_mchid: string; readonly sub_mchid: string }
) & {
  readonly out_trade_no: string;
  readonly transaction_id: string;
  readonly out_refund_no: string;
  readonly refund_id: string;
  readonly refund_status: Exclude<RefundStatusWire, 'PROCESSING'>;
  readonly success_time?: string;
  readonly user_received_account: string;
  readonly amount: {
    readonly total: number;
    readonly refund: number;
    readonly payer_total: number;
    readonly payer_refund: number;
  };
};

/** What the notification of a self-test holds. Its page shows the envelope only; this content is ours. */
export interface EchoNoticeWire {
  readonly echo_message: string;
}

/** Answer to an application for a bill. */
export interface BillWire {
  readonly hash_type: 'SHA1';
  readonly hash_value: string;
  readonly download_url: string;
}

export interface ErrorWire {
  readonly code: string;
  readonly detail?: unknown;
  readonly message: string;
}
