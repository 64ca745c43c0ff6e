import { clerkAt } from '../world/clerk';
import type { Shopper } from '../world/shopper';
import { postJson, shopperAt, valueOf } from '../world/shopper';
import { stagePaid, stagePlaced, stageShipped } from '../world/staged-orders';
import type { World } from '../world/world';

/** A page in a state worth looking at. */
export interface StagedPage {
  readonly name: string;
  readonly url: string;
  /** Whose phone it is; absent: of the shopper who has everything. */
  readonly as?: string;
  /** Words to tap once it is drawn, one after the other. */
  readonly taps?: readonly string[];
}

/** Somebody who was never here. */
const NEWCOMER = 'newcomer';

/** What a shop without the shopper's doings shows: empty lists, addresses that lead nowhere, sheets. */
const BARE_PAGES: readonly StagedPage[] = [
  { name: 'product-gone', url: '/pages/product/product?productId=nowhere' },
  { name: 'product-sheet', url: '/pages/product/product?productId=longjing', taps: ['立即购买'] },
  { name: 'search-nothing', url: `/pages/search/search?keyword=${encodeURIComponent('天外飞仙')}` },
  { name: 'cart-empty', url: '/pages/cart/cart', as: NEWCOMER },
  { name: 'mine-new', url: '/pages/mine/mine', as: NEWCOMER },
  { name: 'confirm-new', url: '/packages/checkout/confirm/confirm?lines=longjing-1*1', as: NEWCOMER },
  {
    name: 'confirm-unavailable',
    url: '/packages/checkout/confirm/confirm?lines=longjing-1*1,longjing-2*99,nowhere*1',
  },
  { name: 'confirm-broken', url: '/packages/checkout/confirm/confirm?lines=' },
  { name: 'addresses-empty', url: '/packages/checkout/addresses/addresses', as: NEWCOMER },
  { name: 'address-gone', url: '/packages/checkout/address-edit/address-edit?addressId=nobody' },
  {
    name: 'address-problems',
    url: '/packages/checkout/address-edit/address-edit',
    as: NEWCOMER,
    taps: ['保存'],
  },
  { name: 'pay-result-gone', url: '/packages/checkout/pay-result/pay-result?orderId=nobody' },
  { name: 'orders-empty', url: '/packages/orders/orders/orders', as: NEWCOMER },
  { name: 'detail-gone', url: '/packages/orders/detail/detail?orderId=nobody' },
  { name: 'refunds-empty', url: '/packages/orders/refunds/refunds', as: NEWCOMER },
  { name: 'refund-gone', url: '/packages/orders/refund/refund?requestId=nobody' },
  {
    name: 'refund-request-gone',
    url: '/packages/orders/refund-request/refund-request?orderId=nobody',
  },
];

async function stageOrders(world: World, shopper: Shopper) {
  const waiting = await stagePlaced(shopper, [
    { skuId: 'longjing-1', quantity: 2 },
    { skuId: 'celadon-cup-1', quantity: 1 },
  ]);
  const paid = await stagePaid(world, shopper, [
    { skuId: 'apron-1', quantity: 2 },
    { skuId: 'celadon-cup-1', quantity: 1 },
  ]);
  const shipped = await stagePaid(world, shopper, [{ skuId: 'longjing-1', quantity: 1 }]);
  await stageShipped(world, shipped);
  const closed = await stagePlaced(shopper, [{ skuId: 'apron-1', quantity: 1 }]);
  valueOf('orders.cancel', await shopper.call('orders.cancel', { orderId: closed, reason: 'changedMind' }));
  const givenBack = await stagePaid(world, shopper, [{ skuId: 'longjing-2', quantity: 1 }]);
  await stageGivenBack(world, givenBack);
  return { waiting, paid, shipped, closed, givenBack };
}

/** The merchant gives all of it back, and WeChat Pay has done so. */
async function stageGivenBack({ cloud, wechatPay }: World, orderId: string): Promise<void> {
  const owner = clerkAt(cloud.url, 'o-owner');
  const { refundable: amount } = valueOf('orders.detail', await owner.call('orders.detail', { orderId }));
  const wish = { clientToken: `staged-${orderId}`, orderId, amount, text: '协商一致，全额退款' };
  const { refund } = valueOf('refunds.create', await owner.call('refunds.create', wish));
  const ended = { out_refund_no: refund?.outRefundNo ?? '', outcome: 'success' };
  await postJson(`${wechatPay.controlUrl}/refunds`, ended);
}

async function stageRefund(shopper: Shopper, orderId: string): Promise<string> {
  const asked = await shopper.call('refunds.request', {
    clientToken: 'staged-refund',
    orderId,
    reason: 'damaged',
    text: '杯口有一处磕碰，其余都好。',
    lines: [{ skuId: 'celadon-cup-1', quantity: 1 }],
  });
  return valueOf('refunds.request', asked).requestId;
}

/** Gives a shopper orders in every state, a cart and a refund. Answers every page of theirs. */
export async function stagePages(world: World, as: string): Promise<readonly StagedPage[]> {
  const shopper = shopperAt(world.cloud.url, `o-${as}`);
  const { waiting, paid, shipped, closed, givenBack } = await stageOrders(world, shopper);
  const requestId = await stageRefund(shopper, paid);
  for (const [skuId, quantity] of [
    ['longjing-1', 1],
    ['celadon-cup-1', 2],
  ] as const)
    valueOf(
      'cart.add',
      await shopper.call('cart.add', { clientToken: `staged-cart-${skuId}`, skuId, quantity }),
    );
  const { addresses } = valueOf('addresses.list', await shopper.call('addresses.list', {}));
  const detail = (orderId: string): string => `/packages/orders/detail/detail?orderId=${orderId}`;
  return [
    { name: 'home', url: '/pages/home/home' },
    { name: 'category', url: '/pages/category/category' },
    { name: 'search', url: '/pages/search/search' },
    { name: 'search-result', url: `/pages/search/search?keyword=${encodeURIComponent('茶')}` },
    { name: 'product', url: '/pages/product/product?productId=longjing' },
    { name: 'cart', url: '/pages/cart/cart' },
    { name: 'confirm', url: '/packages/checkout/confirm/confirm?lines=longjing-1*1,celadon-cup-1*2' },
    { name: 'addresses', url: '/packages/checkout/addresses/addresses' },
    { name: 'address-new', url: '/packages/checkout/address-edit/address-edit' },
    {
      name: 'address-edit',
      url: `/packages/checkout/address-edit/address-edit?addressId=${addresses[0]?.addressId ?? ''}`,
    },
    { name: 'pay-result-unpaid', url: `/packages/checkout/pay-result/pay-result?orderId=${waiting}` },
    { name: 'pay-result', url: `/packages/checkout/pay-result/pay-result?orderId=${paid}` },
    { name: 'orders', url: '/packages/orders/orders/orders' },
    { name: 'orders-completed', url: '/packages/orders/orders/orders?state=completed' },
    { name: 'detail-waiting', url: detail(waiting) },
    { name: 'detail-paid', url: detail(paid) },
    { name: 'detail-shipped', url: detail(shipped) },
    { name: 'detail-closed', url: detail(closed) },
    { name: 'detail-given-back', url: detail(givenBack) },
    { name: 'refund-request', url: `/packages/orders/refund-request/refund-request?orderId=${paid}` },
    { name: 'refund', url: `/packages/orders/refund/refund?requestId=${requestId}` },
    { name: 'refunds', url: '/packages/orders/refunds/refunds' },
    { name: 'mine', url: '/pages/mine/mine' },
    { name: 'about', url: '/packages/me/about/about' },
    { name: 'leave', url: '/packages/me/leave/leave' },
    ...BARE_PAGES,
  ];
}
