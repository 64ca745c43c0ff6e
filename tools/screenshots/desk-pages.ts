import { fen } from '../../miniprogram/contract/money';
import { clerkAt } from '../world/clerk';
import { postJson, shopperAt, valueOf } from '../world/shopper';
import { stagePaid, stagePlaced } from '../world/staged-orders';
import { MerchantDays } from './merchant-days';
import type { World } from '../world/world';
import type { StagedPage } from './pages';

/** Whose desk it is: the owner of the shop of this machine. */
const DESK_AS = 'owner';
/** Somebody of the staff who may not do everything. */
const CASHIER = 'clerk';
/** Somebody who does not work here. */
const STRANGER = 'stranger';

/** Three days that are over: one agrees, one had a difference that was resolved, one waits for somebody to look. */
async function stageBills(days: MerchantDays) {
  await days.sells('bill-jia', 'longjing-1', 2);
  await days.sells('bill-yi', 'celadon-cup-1');
  const matched = await days.night();
  const { outTradeNo } = await days.sells('bill-bing', 'apron-1');
  await days.misprints(outTradeNo, 'missingRow');
  const closed = await days.night();
  const { differences } = valueOf('bills.day', await days.owner.call('bills.day', { date: closed }));
  for (const { differenceId } of differences)
    valueOf(
      'bills.resolve',
      await days.owner.call('bills.resolve', {
        differenceId,
        action: 'ignore',
        reason: '与微信客服核对过，是账单漏了一行',
      }),
    );
  const dear = await days.sells('bill-ding', 'longjing-2');
  const other = await days.sells('bill-wu', 'linen-mat-1', 3);
  const strange = await days.sells('bill-ji', 'osmanthus-cake-1', 2);
  await days.givesBack(dear.orderId, 1_000, '差价');
  await days.misprints(dear.outTradeNo, 'wrongAmount');
  await days.misprints(other.outTradeNo, 'missingRow');
  await days.misprints(strange.outTradeNo, 'extraRow');
  const open = await days.night();
  return { matched, closed, open };
}

/** Refunds at every place they can come to rest. */
async function stageRefunds(days: MerchantDays) {
  const { world, owner } = days;
  const shopper = shopperAt(world.cloud.url, 'o-desk-shopper');
  const asked = await stagePaid(world, shopper, [
    { skuId: 'celadon-cup-1', quantity: 2 },
    { skuId: 'apron-1', quantity: 1 },
  ]);
  const wish = {
    clientToken: 'staged-desk-refund',
    orderId: asked,
    reason: 'damaged',
    text: '收到时有一只杯口缺了一小块，想退这一只。',
    lines: [{ skuId: 'celadon-cup-1', quantity: 1 }],
  } as const;
  const { requestId } = valueOf('refunds.request', await shopper.call('refunds.request', wish));
  const [whole, broken, ended] = [
    await days.sells('refund-jia', 'longjing-1', 2),
    await days.sells('refund-yi', 'celadon-cup-1'),
    await days.sells('refund-bing', 'apron-1'),
  ];
  const succeeded = await days.givesBack(whole.orderId, 2_000, '少发漏发');
  const abnormal = await days.givesBack(broken.orderId, 1_500, '商品有瑕疵');
  const closed = await days.givesBack(ended.orderId, 800, '运费');
  await days.ends({ [succeeded]: 'success', [abnormal]: 'abnormal', [closed]: 'closed' });
  const under = await days.sells('refund-ding', 'linen-mat-1', 2);
  const running = await days.givesBack(under.orderId, 1_200, '差价');
  const of = (orderId: string, outRefundNo: string) => `?orderId=${orderId}&outRefundNo=${outRefundNo}`;
  return {
    orderId: asked,
    requestId,
    request: `?requestId=${requestId}`,
    succeeded: of(whole.orderId, succeeded),
    abnormal: of(broken.orderId, abnormal),
    closed: of(ended.orderId, closed),
    running: of(under.orderId, running),
    given: under.orderId,
    owner,
  };
}

/** Orders that were sent: one that WeChat knows of, one of which it was told a number it cannot check. */
async function stageShipments(days: MerchantDays) {
  const { world, owner } = days;
  const sent = await days.sells('ship-jia', 'longjing-1', 2);
  const half = [{ skuId: 'longjing-1', quantity: 1 }];
  const parcels = [
    { courierId: 'SF', trackingNo: 'SF1420098765432', lines: half },
    { courierId: 'YTO', trackingNo: 'YT8800123456789', lines: half },
  ];
  const ship = { clientToken: 'staged-ship', orderId: sent.orderId, parcels };
  valueOf('shipping.ship', await owner.call('shipping.ship', ship));
  await days.tick();
  const toSend = await stagePaid(world, shopperAt(world.cloud.url, 'o-ship-yi'), [
    { skuId: 'celadon-cup-1', quantity: 1 },
    { skuId: 'linen-mat-1', quantity: 2 },
    { skuId: 'osmanthus-cake-1', quantity: 3 },
  ]);
  const unpaid = await stagePlaced(shopperAt(world.cloud.url, 'o-ship-bing'), [
    { skuId: 'apron-1', quantity: 1 },
  ]);
  return { shipped: sent.orderId, toSend, unpaid };
}

/** Collections in all their ends: paid, given back, not paid, and one whose code still waits to be scanned. */
async function stageCollections(days: MerchantDays) {
  const { world, owner } = days;
  const { controlUrl } = world.wechatPay;
  const begin = async (token: string, minor: number, remark: string) =>
    valueOf(
      'collect.byQr',
      await owner.call('collect.byQr', { clientToken: `staged-${token}`, amount: fen(minor), remark }),
    );
  const pay = async (token: string, minor: number, remark: string): Promise<string> => {
    const { orderId, standing } = await begin(token, minor, remark);
    const codeUrl = standing.kind === 'waiting' ? (standing.codeUrl ?? '') : '';
    await postJson(`${controlUrl}/payments`, { code_url: codeUrl, openid: 'o-payer' });
    valueOf('collect.check', await owner.call('collect.check', { orderId }));
    return orderId;
  };
  const paid = await pay('collect-paid', 3_600, '白茶两杯');
  const taken = await pay('collect-taken', 128_000, '茶具一套');
  valueOf('collect.void', await owner.call('collect.void', { orderId: taken }));
  const ended = await begin('collect-ended', 990, '明信片');
  valueOf('collect.void', await owner.call('collect.void', { orderId: ended.orderId }));
  const shown = { behaviour: 'noMoney', openid: 'o-walk-in' };
  const { auth_code: authCode } = (await postJson(`${controlUrl}/payment-codes`, shown)) as {
    auth_code: string;
  };
  const refused = valueOf(
    'collect.byCode',
    await owner.call('collect.byCode', { clientToken: 'staged-code', amount: fen(4_500), authCode }),
  );
  const waiting = await begin('collect-waiting', 12_850, '');
  return { paid, taken, ended: ended.orderId, refused: refused.orderId, waiting: waiting.orderId };
}

/** Somebody invited, somebody who came, and things that were done, for the log. */
async function stageStaff(days: MerchantDays, orderId: string): Promise<void> {
  const { world, owner } = days;
  const invite = async (role: 'cashier' | 'manager', name: string): Promise<string> => {
    const wish = { clientToken: `staged-invite-${role}`, role, name };
    return valueOf('staff.invite', await owner.call('staff.invite', wish)).invitation.code;
  };
  const code = await invite('manager', '林店长');
  const manager = shopperAt(world.cloud.url, 'o-manager');
  valueOf('staff.join', await manager.call('staff.join', { code }));
  await invite('cashier', '小王');
  await owner.call('orders.note', { orderId, note: '老顾客，多包一层泡沫', replaces: '' });
  const { version } = valueOf('stock.get', await owner.call('stock.get', { skuId: 'celadon-cup-1' }));
  const adjust = { clientToken: 'staged-adjust', skuId: 'celadon-cup-1', delta: -2, version } as const;
  valueOf(
    'stock.adjust',
    await owner.call('stock.adjust', { ...adjust, reason: 'damage', note: '搬货时碰坏' }),
  );
  await clerkAt(world.cloud.url, 'o-manager').call('products.withdraw', { productId: 'linen-mat' });
}

/**
 * Gives the shop something to do, over four days: its clock stands at the morning of the fourth. Answers every page of the
 * desk in the states that look different.
 */
export async function stageDeskPages(world: World): Promise<readonly StagedPage[]> {
  const days = new MerchantDays(world, `o-${DESK_AS}`);
  const bills = await stageBills(days);
  const refunds = await stageRefunds(days);
  const { shipped, toSend, unpaid } = await stageShipments(days);
  const collections = await stageCollections(days);
  await stageStaff(days, toSend);
  const desk = (page: string, query = ''): string => `/packages/desk/${page}/${page}${query}`;
  const order = (id: string) => desk('order', `?orderId=${id}`);
  const collection = (id: string) => desk('collection', `?orderId=${id}`);
  const pages: readonly (readonly [name: string, url: string])[] = [
    ['desk', '/pages/desk/desk'],
    ['desk-figures', desk('figures')],
    ['desk-orders', desk('orders')],
    ['desk-order-to-send', order(toSend)],
    ['desk-order-unpaid', order(unpaid)],
    ['desk-order-shipped', order(shipped)],
    ['desk-order-refunding', order(refunds.orderId)],
    ['desk-order-gone', order('nobody')],
    ['desk-ship', desk('ship', `?orderId=${toSend}`)],
    ['desk-ship-again', desk('ship', `?orderId=${shipped}`)],
    ['desk-evidence', desk('evidence', `?orderId=${shipped}`)],
    ['desk-refunds', desk('refunds')],
    ['desk-refund', desk('refund', refunds.request)],
    ['desk-refund-running', desk('refund', refunds.running)],
    ['desk-refund-succeeded', desk('refund', refunds.succeeded)],
    ['desk-refund-abnormal', desk('refund', refunds.abnormal)],
    ['desk-refund-closed', desk('refund', refunds.closed)],
    ['desk-give-back', desk('give-back', `?orderId=${refunds.given}`)],
    ['desk-collect', desk('collect')],
    ['desk-collection-paid', collection(collections.paid)],
    ['desk-collection-taken', collection(collections.taken)],
    ['desk-collection-ended', collection(collections.ended)],
    ['desk-collection-refused', collection(collections.refused)],
    ['desk-collection-code', collection(collections.waiting)],
    ['desk-products', desk('products')],
    ['desk-product', desk('product', '?productId=celadon-cup')],
    ['desk-product-new', desk('product')],
    ['desk-stock', desk('stock')],
    ['desk-sku', desk('sku', '?skuId=celadon-cup-1')],
    ['desk-bills', desk('bills')],
    ['desk-bill-day-matched', desk('bill-day', `?date=${bills.matched}`)],
    ['desk-bill-day-closed', desk('bill-day', `?date=${bills.closed}`)],
    ['desk-bill-day', desk('bill-day', `?date=${bills.open}`)],
    ['desk-staff', desk('staff')],
    ['desk-log', desk('log')],
    ['desk-settings', desk('settings')],
  ];
  return [
    ...pages.map(([name, url]) => ({ name, url, as: DESK_AS })),
    { name: 'desk-cashier', url: '/pages/desk/desk', as: CASHIER },
    { name: 'desk-order-cashier', url: order(toSend), as: CASHIER },
    { name: 'desk-staff-refused', url: desk('staff'), as: CASHIER },
    { name: 'desk-settings-manager', url: desk('settings'), as: 'manager' },
    { name: 'desk-refund-cashier', url: desk('refund', refunds.request), as: CASHIER },
    { name: 'desk-orders-refused', url: desk('orders'), as: STRANGER },
    { name: 'desk-join', url: desk('join'), as: STRANGER },
  ];
}
