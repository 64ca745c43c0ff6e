import type { Answer, Fields } from '../answer';
import type { World } from '../world';
import { getOrder, notifyConfirmReceive } from './orders';
import { getDeliveryList, setMsgJumpPath, updateOrderDetailPath } from './paths';
import { sendSubscribeMessage } from './send-message';
import { uploadShippingInfo } from './upload-shipping-info';

/** What an interface does with a JSON object. */
export type Endpoint = (body: Fields, world: World) => Promise<Answer>;

/** Every interface, by the path of its page. */
export const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/wxa/sec/order/upload_shipping_info': uploadShippingInfo,
  '/wxa/sec/order/get_order': getOrder,
  '/wxa/sec/order/notify_confirm_receive': notifyConfirmReceive,
  '/wxa/sec/order/set_msg_jump_path': setMsgJumpPath,
  '/wxa/sec/order/update_order_detail_path': updateOrderDetailPath,
  '/cgi-bin/express/delivery/open_msg/get_delivery_list': getDeliveryList,
  '/cgi-bin/message/subscribe/send': sendSubscribeMessage,
};

/** Interfaces whose cloud name is no rewriting of their path. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  'subscribeMessage.send': '/cgi-bin/message/subscribe/send',
  'express.delivery.openMsg.getDeliveryList': '/cgi-bin/express/delivery/open_msg/get_delivery_list',
};

/** The path behind a cloud name: `wxa.sec.order.getOrder` is `/wxa/sec/order/get_order`. */
export function pathOf(cloudName: string): string {
  const rewritten = cloudName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return OWN_NAMES[cloudName] ?? `/${rewritten.split('.').join('/')}`;
}
