/** `upload_shipping_info`, page order_shipping/api_uploadshippinginfo. */
export interface UploadShippingInfoWire {
  readonly order_key: { readonly order_number_type: 2; readonly transaction_id: string };
  readonly logistics_type: number;
  readonly delivery_mode: 1 | 2;
  /** With `delivery_mode` 2 only. */
  readonly is_all_delivered?: boolean;
  readonly shipping_list: readonly {
    readonly tracking_no?: string;
    readonly express_company?: string;
    readonly item_desc: string;
    readonly contact?: { readonly receiver_contact: string };
  }[];
  /** RFC 3339 with milliseconds and an offset. */
  readonly upload_time: string;
  readonly payer: { readonly openid: string };
}

/** What `get_order` asks for. */
export interface OrderKeyWire {
  readonly transaction_id: string;
}

/** `notify_confirm_receive`; the time is in seconds since 1970. */
export interface ReminderWire extends OrderKeyWire {
  readonly received_time: number;
}

/** The answer of `get_order`, as far as it is read. */
export interface GetOrderWire {
  readonly order?: {
    readonly order_state?: number;
    readonly shipping?: {
      readonly logistics_type?: number;
      readonly finish_shipping?: boolean;
      readonly shipping_list?: readonly {
        readonly tracking_no?: string;
        readonly express_company?: string;
      }[];
    };
  };
}

/** The answer of `get_delivery_list`. */
export interface DeliveryListWire {
  readonly delivery_list?: readonly { readonly delivery_id?: string; readonly delivery_name?: string }[];
}

/** `subscribeMessage.send`. */
export interface SubscribeMessageWire {
  readonly touser: string;
  readonly template_id: string;
  readonly page: string;
  readonly data: Readonly<Record<string, { readonly value: string }>>;
}
