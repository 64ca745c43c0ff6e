import type { WantedLine } from '../../miniprogram/contract/quote';
import { checkOut, postJson, valueOf, type Shopper } from './shopper';
import type { World } from './world';

/** Places an order as the checkout page does. Answers its id. */
export async function stagePlaced(shopper: Shopper, lines: readonly WantedLine[]): Promise<string> {
  const clientToken = `staged-${lines.map(({ skuId }) => skuId).join('-')}-${shopper.openid}`.slice(0, 64);
  return valueOf('orders.place', await checkOut(shopper, { clientToken, lines })).orderId;
}

/** Places an order, pays it in WeChat's cashier, and looks until the shop knows. */
export async function stagePaid(
  world: World,
  shopper: Shopper,
  lines: readonly WantedLine[],
): Promise<string> {
  const orderId = await stagePlaced(shopper, lines);
  const { requestPayment } = valueOf('orders.pay', await shopper.call('orders.pay', { orderId }));
  const prepayId = requestPayment.package.replace('prepay_id=', '');
  await postJson(`${world.wechatPay.controlUrl}/payments`, { prepay_id: prepayId, openid: shopper.openid });
  valueOf('orders.detail', await shopper.call('orders.detail', { orderId }));
  return orderId;
}

/** Sends a paid order as the merchant's desk would, in one parcel. */
export async function stageShipped(world: World, orderId: string): Promise<void> {
  const shippedAtMs = world.wechatPay.clock.nowMs();
  const parcel = {
    parcelId: 'p1',
    courier: '顺丰速运',
    trackingNo: 'SF1420098765432',
    shippedAtMs,
    lines: null,
  };
  await world.store.changeOrder(orderId, (file) => {
    if (file?.order.state !== 'paid') throw new Error(`${orderId} is not paid: nothing to send`);
    const event = { atMs: shippedAtMs, text: '商家已发货，顺丰速运 SF1420098765432' };
    const { order } = file;
    const sent = {
      ...order,
      state: 'shipped' as const,
      parcels: [parcel],
      timeline: [...order.timeline, event],
    };
    return { result: null, write: { order: sent } };
  });
}
