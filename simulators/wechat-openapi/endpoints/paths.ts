import type { Answer, Fields } from '../answer';
import { done, refused } from '../answer';
import { DELIVERY_LIST } from '../couriers';
import type { World } from '../world';

/** The placeholder WeChat fills with the merchant's order number. */
const PLACEHOLDER = '${商品订单号}';

function keep(name: string, body: Fields, world: World, holder: string | null): Promise<Answer> {
  const { path } = body;
  if (typeof path !== 'string' || path === '') return Promise.resolve(refused(10060014, 'path is required'));
  if (holder !== null && !path.includes(holder))
    return Promise.resolve(refused(10060014, `path must contain ${holder}`));
  world.book.keepPath(name, path);
  return Promise.resolve(done());
}

/** `POST /wxa/sec/order/set_msg_jump_path`. */
export function setMsgJumpPath(body: Fields, world: World): Promise<Answer> {
  return keep('message', body, world, null);
}

/** `POST /wxa/sec/order/update_order_detail_path`. */
export function updateOrderDetailPath(body: Fields, world: World): Promise<Answer> {
  return keep('order', body, world, PLACEHOLDER);
}

/** `POST /cgi-bin/express/delivery/open_msg/get_delivery_list`. */
export function getDeliveryList(): Promise<Answer> {
  return Promise.resolve(done({ delivery_list: DELIVERY_LIST, count: DELIVERY_LIST.length }));
}
