import type { Answer, Fields } from '../answer';
import { done, refused } from '../answer';
import type { ShippingRecord } from '../book';
import { STATE, stateOf } from '../life';
import type { World } from '../world';
import type { Found } from './find-order';
import { findOrder, isFound } from './find-order';

const seconds = (ms: number): number => Math.floor(ms / 1000);

function showShipping(shipping: ShippingRecord): Fields {
  return {
    delivery_mode: shipping.deliveryMode,
    logistics_type: shipping.logisticsType,
    finish_shipping: shipping.finished,
    finish_shipping_count: shipping.finishedMs === null ? 0 : 1 + shipping.corrections,
    goods_desc: shipping.items.map(({ itemDesc }) => itemDesc).join('、'),
    shipping_list: shipping.items.map(({ trackingNo, expressCompany, itemDesc, contact }) => ({
      tracking_no: trackingNo,
      express_company: expressCompany,
      goods_desc: itemDesc,
      upload_time: seconds(shipping.uploadedMs),
      contact,
    })),
  };
}

function showOrder({ order, payment }: Found, world: World): Fields {
  return {
    transaction_id: payment.transactionId,
    merchant_id: world.mchid,
    sub_merchant_id: '',
    merchant_trade_no: payment.outTradeNo,
    description: '',
    paid_amount: payment.totalFen,
    openid: payment.openid,
    trade_create_time: seconds(payment.paidMs),
    pay_time: seconds(payment.paidMs),
    order_state: stateOf(order, payment, world),
    in_complaint: false,
    // An order nothing was uploaded for has an empty one.
    shipping:
      order.shipping === null ? { finish_shipping: false, shipping_list: [] } : showShipping(order.shipping),
  };
}

async function named(body: Fields, world: World): Promise<Found | Answer> {
  const { transaction_id: id, merchant_id: mchid, merchant_trade_no: number } = body;
  if (typeof id === 'string' && id !== '') return findOrder({ transaction_id: id }, world);
  if (typeof number !== 'string' || number === '') return refused(268485195, 'transaction_id is required');
  if (mchid !== world.mchid) return refused(10060001, 'the payment order does not exist');
  return findOrder({ out_trade_no: number }, world);
}

/** `POST /wxa/sec/order/get_order`. */
export async function getOrder(body: Fields, world: World): Promise<Answer> {
  const found = await named(body, world);
  return isFound(found) ? done({ order: showOrder(found, world) }) : found;
}

/** `POST /wxa/sec/order/notify_confirm_receive`: once per order, of an express that is shipped. */
export async function notifyConfirmReceive(body: Fields, world: World): Promise<Answer> {
  const found = await named(body, world);
  if (!isFound(found)) return found;
  const { order, payment } = found;
  const received = body['received_time'];
  if (typeof received !== 'number' || !Number.isInteger(received) || received <= 0)
    return refused(10060014, 'received_time is required, in seconds');
  const shipped = stateOf(order, payment, world) === STATE.shipped && order.shipping?.logisticsType === 1;
  if (!shipped || order.remindedMs !== null)
    return refused(10060004, 'the payer cannot be reminded of this order');
  world.book.keepOrder({ ...order, remindedMs: world.nowMs() });
  return done();
}
