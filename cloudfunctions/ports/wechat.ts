import type { Message } from '../core/message/message';
import type { KnownShipping, ShippingUpload } from '../core/shipment/upload-request';

/**
 * How a call of WeChat's own interfaces ends. As with money, the third end is no failure: what was asked may have
 * happened. `requestId` is WeChat's own id of the call where it told one, else empty.
 */
export type WechatOutcome<Value> = { readonly requestId: string } & (
  | { readonly kind: 'accepted'; readonly value: Value }
  /** WeChat said no, with its `errcode`; nothing happened. */
  | { readonly kind: 'refused'; readonly code: number; readonly text: string }
  /** No answer, or none that can be read. */
  | { readonly kind: 'unknown'; readonly detail: string }
);

/** A courier WeChat knows. */
export interface KnownCourier {
  readonly courierId: string;
  readonly name: string;
}

/** WeChat's interfaces of a mini program, as far as the shop needs them. None of them throws. */
export interface Wechat {
  /** Tells WeChat of a shipment (`upload_shipping_info`). Not safe to repeat: ask first what is known. */
  uploadShipping(upload: ShippingUpload): Promise<WechatOutcome<null>>;
  /** What WeChat has of a payment's shipping (`get_order`). */
  getOrder(transactionId: string): Promise<WechatOutcome<KnownShipping>>;
  /** Has the payer reminded to confirm the receipt (`notify_confirm_receive`); once per order. */
  remindReceipt(about: {
    readonly transactionId: string;
    readonly receivedAtMs: number;
  }): Promise<WechatOutcome<null>>;
  /** Every courier a parcel can be uploaded with (`get_delivery_list`). */
  listCouriers(): Promise<WechatOutcome<readonly KnownCourier[]>>;
  /** Where a tap on WeChat's own shipping messages leads (`set_msg_jump_path`). Safe to repeat. */
  setMessagePath(path: string): Promise<WechatOutcome<null>>;
  /** Where an order of WeChat's order centre leads (`update_order_detail_path`). Safe to repeat. */
  setOrderPath(path: string): Promise<WechatOutcome<null>>;
  /** Sends one subscribe message (`subscribeMessage.send`). Not safe to repeat. */
  sendMessage(
    message: Pick<Message, 'openid' | 'templateId' | 'page' | 'data'>,
  ): Promise<WechatOutcome<null>>;
}
