import { fen } from '../../miniprogram/contract/money';
import { clerkAt, type Clerk } from '../world/clerk';
import { postJson, shopperAt, valueOf, type Shopper } from '../world/shopper';
import { stagePaid } from '../world/staged-orders';
import type { World } from '../world/world';
import type { StagedPage } from './pages';

/** Whose desk it is: the owner of the shop of this machine. */
const DESK_AS = 'owner';

/** Two collections: one a payer has paid, one whose code still waits to be scanned. */
async function stageCollections(world: World, owner: Clerk) {
  const begin = async (token: string, minor: number, remark: string) =>
    valueOf(
      'collect.byQr',
      await owner.call('collect.byQr', {
        clientToken: `staged-${token}`,
        amount: fen(minor),
        remark,
      }),
    );
  const paid = await begin('collect-paid', 3600, '白茶两杯');
  const codeUrl = paid.standing.kind === 'waiting' ? (paid.standing.codeUrl ?? '') : '';
  await postJson(`${world.wechatPay.controlUrl}/payments`, { code_url: codeUrl, openid: 'o-payer' });
  valueOf('collect.check', await owner.call('collect.check', { orderId: paid.orderId }));
  const waiting = await begin('collect-waiting', 12_850, '');
  return { paid: paid.orderId, waiting: waiting.orderId };
}

/** A request that waits, and money the shop gives back by itself. */
async function stageRefunds(world: World, owner: Clerk, shopper: Shopper) {
  const asked = await stagePaid(world, shopper, [
    { skuId: 'celadon-cup-1', quantity: 2 },
    { skuId: 'apron-1', quantity: 1 },
  ]);
  const requested = await shopper.call('refunds.request', {
    clientToken: 'staged-desk-refund',
    orderId: asked,
    reason: 'damaged',
    text: '收到时有一只杯口缺了一小块，想退这一只。',
    lines: [{ skuId: 'celadon-cup-1', quantity: 1 }],
  });
  const { requestId } = valueOf('refunds.request', requested);
  const given = await stagePaid(world, shopper, [{ skuId: 'longjing-1', quantity: 2 }]);
  const created = valueOf(
    'refunds.create',
    await owner.call('refunds.create', {
      clientToken: 'staged-give-back',
      orderId: given,
      amount: fen(2_000),
      text: '少发漏发',
    }),
  );
  return { requestId, orderId: asked, given, outRefundNo: created.refund?.outRefundNo ?? '' };
}

/** Gives the shop something to do. Answers every page of the desk. */
export async function stageDeskPages(world: World): Promise<readonly StagedPage[]> {
  const owner = clerkAt(world.cloud.url, `o-${DESK_AS}`);
  const shopper = shopperAt(world.cloud.url, 'o-desk-shopper');
  const collections = await stageCollections(world, owner);
  const { requestId, orderId, given, outRefundNo } = await stageRefunds(world, owner, shopper);
  await owner.call('orders.note', { orderId, note: '老顾客，多包一层泡沫', replaces: '' });
  await owner.call('staff.invite', { clientToken: 'staged-invite', role: 'cashier', name: '小王' });
  const desk = (page: string, query = ''): string => `/packages/desk/${page}/${page}${query}`;
  const pages: readonly (readonly [name: string, url: string])[] = [
    ['desk', '/pages/desk/desk'],
    ['desk-figures', desk('figures')],
    ['desk-orders', desk('orders')],
    ['desk-order', desk('order', `?orderId=${orderId}`)],
    ['desk-ship', desk('ship', `?orderId=${given}`)],
    ['desk-evidence', desk('evidence', `?orderId=${given}`)],
    ['desk-refunds', desk('refunds')],
    ['desk-refund', desk('refund', `?requestId=${requestId}`)],
    ['desk-refund-running', desk('refund', `?orderId=${given}&outRefundNo=${outRefundNo}`)],
    ['desk-give-back', desk('give-back', `?orderId=${given}`)],
    ['desk-collect', desk('collect')],
    ['desk-collection-paid', desk('collection', `?orderId=${collections.paid}`)],
    ['desk-collection-code', desk('collection', `?orderId=${collections.waiting}`)],
    ['desk-products', desk('products')],
    ['desk-product', desk('product', '?productId=celadon-cup')],
    ['desk-product-new', desk('product')],
    ['desk-stock', desk('stock')],
    ['desk-sku', desk('sku', '?skuId=celadon-cup-1')],
    ['desk-bills', desk('bills')],
    ['desk-bill-day', desk('bill-day', '?date=2026-11-20')],
    ['desk-staff', desk('staff')],
    ['desk-log', desk('log')],
    ['desk-join', desk('join')],
  ];
  return pages.map(([name, url]) => ({ name, url, as: DESK_AS }));
}
