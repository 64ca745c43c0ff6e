import { describe, expect, jest } from '@jest/globals';
import type { OrderView } from '../../../miniprogram/contract/order';
import { postJson, valueOf } from '../../../tools/world/shopper';
import { stagePaid, stagePlaced, stageShipped } from '../../../tools/world/staged-orders';
import { story, useStories } from './harness';
import type { Holder } from './holder';

jest.setTimeout(120_000);
const stories = useStories();
const TEA = [{ skuId: 'longjing-1', quantity: 1 }];
const MATS = [{ skuId: 'apron-1', quantity: 2 }];
const ORDERS = '/packages/orders/orders/orders';

async function orderOf(holder: Holder, orderId: string): Promise<OrderView> {
  return valueOf('orders.detail', await holder.call('orders.detail', { orderId }));
}

function detailOf(orderId: string): string {
  return `/packages/orders/detail/detail?orderId=${orderId}`;
}

describe('orders on the phone', () => {
  story('go from the list to one order, and that one is cancelled for a reason', async () => {
    const holder = await stories.hold('cancels');
    const orderId = await stagePlaced(holder, TEA);
    await holder.open('/pages/mine/mine');
    await holder.find('[aria-label="待付款，1笔"]').click();
    await holder.sees(/^剩余 \d\d:\d\d$/);
    await holder.tap('明前龙井');
    await holder.sees('等待付款');
    await holder.tap('取消订单');
    await holder.choose('地址或电话填错了');
    await holder.sees('已关闭');
    expect(await orderOf(holder, orderId)).toMatchObject({ state: 'closed', closeReason: 'cancelled' });
    await holder.back();
    await holder.sees('已关闭');
    await holder.find('[aria-label="待付款"]').waitFor();
  });

  story('are paid again from the list', async () => {
    const holder = await stories.hold('pays-later');
    const orderId = await stagePlaced(holder, TEA);
    await holder.open(ORDERS);
    await holder.tap('去支付');
    await holder.pay();
    await holder.sees('支付成功');
    expect((await orderOf(holder, orderId)).state).toBe('paid');
  });

  story('heal by being looked at when the notification got lost', async () => {
    const holder = await stories.hold('unheard');
    const orderId = await stagePlaced(holder, TEA);
    const control = stories.world.wechatPay.controlUrl;
    const fault = { kind: 'lose', endpoint: 'notifications', times: 1 };
    await postJson(`${control}/faults`, fault);
    const { requestPayment } = valueOf('orders.pay', await holder.call('orders.pay', { orderId }));
    const prepayId = requestPayment.package.replace('prepay_id=', '');
    await postJson(`${control}/payments`, { prepay_id: prepayId, openid: holder.openid });
    expect((await stories.world.store.findOrder(orderId))?.order.state).toBe('awaitingPayment');
    await holder.open(detailOf(orderId));
    await holder.sees('等待发货');
    expect((await stories.world.store.findOrder(orderId))?.order.state).toBe('paid');
  });

  story('are confirmed on WeChat’s own page once they were sent, and then leave the list', async () => {
    const holder = await stories.hold('receives');
    const orderId = await stagePaid(stories.world, holder, TEA);
    await stageShipped(stories.world, orderId);
    await holder.open(detailOf(orderId));
    await holder.sees('SF1420098765432');
    await holder.tap('确认收货');
    const receipt = holder.page.getByRole('dialog', { name: '确认收货' });
    await receipt.getByRole('button', { name: '返回' }).click();
    expect((await orderOf(holder, orderId)).state).toBe('shipped');
    await holder.tap('确认收货');
    await receipt.getByRole('button', { name: '确认收货' }).click();
    await holder.sees('已完成');
    await holder.tap('删除订单');
    await holder.choose('删除');
    await holder.sees('还没有订单');
    expect((await orderOf(holder, orderId)).state).toBe('completed');
  });

  story('give money back: a request with a photo, its progress, and its withdrawal', async () => {
    const holder = await stories.hold('returns');
    const orderId = await stagePaid(stories.world, holder, MATS);
    await holder.open(detailOf(orderId));
    await holder.tap('申请退款');
    await holder.tap('提交申请');
    await holder.page.getByText('请选择退款原因').waitFor();
    await holder.tap('商品破损');
    await holder.find('textarea').fill('系带断了');
    await holder.tap('照片 0/6');
    await holder.tap('同意并继续');
    await holder.choose('用一张示例照片');
    const photo = holder.find('[aria-label="查看第1张照片"]');
    await photo.waitFor();
    await photo.getByRole('progressbar').waitFor({ state: 'detached' });
    // A wrong tap on 返回 loses nothing.
    await holder.back();
    await holder.sees('等待发货');
    await holder.tap('申请退款');
    await holder.tap('提交申请');
    await holder.sees('等待商家处理');
    const [request] = valueOf('refunds.list', await holder.call('refunds.list', {})).requests;
    expect(request).toMatchObject({ orderId, reason: 'damaged', text: '系带断了', state: 'requested' });
    expect(request?.photos).toHaveLength(1);
    expect(request?.amount).toEqual((await orderOf(holder, orderId)).total);
    await holder.tap('撤销申请');
    await holder.choose('撤销');
    await holder.sees('申请已撤销，没有退款');
  });

  story('ask for an amount, and never for more than is left', async () => {
    const holder = await stories.hold('partly');
    const orderId = await stagePaid(stories.world, holder, TEA);
    await holder.open(`/packages/orders/refund-request/refund-request?orderId=${orderId}`);
    await holder.tap('按金额退');
    await holder.tap('其他原因');
    await holder.find('input').fill('9999');
    await holder.tap('提交申请');
    await holder.page.getByText(/^最多可以退¥/).waitFor();
    await holder.find('input').fill('12.5');
    await holder.tap('提交申请');
    await holder.sees('等待商家处理');
    const [request] = valueOf('refunds.list', await holder.call('refunds.list', {})).requests;
    expect(request?.amount).toEqual({ minor: 1250, currency: 'CNY' });
  });

  story('of somebody else look like none, with a way on', async () => {
    const [mine, other] = [await stories.hold('owns'), await stories.hold('peeks')];
    const orderId = await stagePlaced(mine, TEA);
    await other.open(detailOf(orderId));
    await other.sees('没有找到这笔订单');
    await other.tap('查看我的订单');
    await other.sees('还没有订单');
  });
});

describe('the person’s own page', () => {
  story('refuses to delete an account while something is under way, and deletes it after', async () => {
    const holder = await stories.hold('leaves');
    const orderId = await stagePlaced(holder, TEA);
    await holder.open('/pages/mine/mine');
    await holder.tap('注销账号');
    await holder.sees('注销以后');
    await holder.tap('注销账号');
    await holder.choose('注销');
    await holder.sees('还有进行中的订单或退款，完成后才能注销');
    valueOf('orders.cancel', await holder.call('orders.cancel', { orderId, reason: 'other' }));
    await holder.tap('注销账号');
    await holder.choose('注销');
    await holder.sees('账号已注销');
    expect(valueOf('addresses.list', await holder.call('addresses.list', {})).addresses).toEqual([]);
  });

  story('says that there is no network, and when it is back', async () => {
    const holder = await stories.hold('underground');
    await holder.open('/pages/mine/mine');
    await holder.sees(/第一次来$/);
    await holder.setOffline(true);
    await holder.sees('没有网络，连上后会自动恢复');
    await holder.setOffline(false);
    await holder.page.getByText('没有网络，连上后会自动恢复').waitFor({ state: 'detached' });
    // A page that could not be loaded meanwhile is loaded without a tap.
    await holder.setOffline(true);
    await holder.tap('收货地址');
    await holder.sees('重新加载');
    await holder.setOffline(false);
    await holder.sees('还没有收货地址');
  });

  story('is not lost with a dead link: home and a sentence', async () => {
    const holder = await stories.hold('old-card');
    await holder.page.goto(`${stories.phone.url}/phone?as=old-card#/pages/coupon/coupon`);
    await holder.page.getByText('这个页面不见了，先逛逛首页吧').waitFor();
    await holder.sees('为你推荐');
    await expect(holder.page.locator('#ph-problems').count()).resolves.toBe(0);
    // Nor with one typed while it runs, nor with one whose end was cut off.
    await holder.page.evaluate("location.hash = '#/pages/coupon/coupon'");
    await holder.page.getByText('这个页面不见了，先逛逛首页吧').waitFor();
    await holder.page.evaluate("location.hash = '#/packages/checkout/confirm/confirm?lines=%E4%'");
    await holder.sees('没有可以下单的商品');
    await holder.page.reload();
    await holder.sees('没有可以下单的商品');
  });
});
