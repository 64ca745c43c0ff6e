import { createIds } from '../../cloudfunctions/adapters/system/ids';
import { shipOrder } from '../../cloudfunctions/usecases/ship-order';
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

/** Sends a paid order as the merchant's desk would, in one parcel, and tells WeChat of it. */
export async function stageShipped(world: World, orderId: string): Promise<void> {
  const clock = { nowMs: () => world.wechatPay.clock.nowMs() };
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const deps = { store: world.store, clock, ids: createIds(clock), log: quiet };
  const sent = await shipOrder(deps, {
    actor: { openid: 'o-owner', role: 'owner' },
    orderId,
    clientToken: `staged-${orderId}`,
    way: 'express',
    parcels: [{ courierId: 'SF', trackingNo: 'SF1420098765432' }],
  });
  if (sent.kind === 'refused') throw new Error(`${orderId} cannot be sent: ${sent.detail.text}`);
  await world.cloud.fireTimer('jobs');
}
