import { describe, expect, jest } from '@jest/globals';
import type { OrderView } from '../../../miniprogram/contract/order';
import { postJson, valueOf } from '../../../tools/world/shopper';
import { HOME, story, useStories } from './harness';
import type { Holder } from './holder';

jest.setTimeout(120_000);
const stories = useStories();
const TEA = 'longjing-1';

/** A shopper who has an address already. */
async function known(as: string): Promise<Holder> {
  const holder = await stories.hold(as);
  await holder.call('addresses.save', { clientToken: `home-of-${as}`, address: HOME });
  return holder;
}

function checkout(holder: Holder, lines = `${TEA}*1`): Promise<void> {
  return holder.open(`/packages/checkout/confirm/confirm?lines=${lines}`);
}

async function orders(holder: Holder): Promise<readonly OrderView[]> {
  return valueOf('orders.list', await holder.call('orders.list', {})).orders;
}

async function states(holder: Holder): Promise<string[]> {
  return (await orders(holder)).map(({ state }) => state);
}

/** Counts every touch of the screen from now on, whatever it is on. */
async function countTouches({ page }: Holder): Promise<() => Promise<number>> {
  await page.evaluate(
    "window.touches = 0; document.addEventListener('pointerup', () => { window.touches += 1; }, true);",
  );
  return () => page.evaluate<number>('window.touches');
}

describe('buying on the phone', () => {
  story('takes five taps from the home page, and no question stands in the way', async () => {
    const holder = await stories.hold('lin');
    await holder.open('/pages/home/home');
    const touches = await countTouches(holder);
    await holder.tap('明前龙井');
    await holder.tap('立即购买');
    await holder.sees('数量');
    await holder.tap('立即购买');
    await holder.tap('提交订单');
    await holder.payByFinger();
    expect(await touches()).toBe(5);
    await holder.page.getByRole('button', { name: '完成' }).tap();
    await holder.sees('支付成功');
    expect(await states(holder)).toEqual(['paid']);

    // Messages are asked about afterwards, by what they are called.
    await holder.tap('开启');
    const question = holder.page.getByRole('dialog', { name: '发送一次性订阅消息' });
    await question.getByText('订单发货提醒').waitFor();
    await question.getByRole('button', { name: '查看“退款到账通知”的示例' }).tap();
    await question.getByText('已原路退回零钱').waitFor();
    await question.getByRole('button', { name: '允许' }).tap();
    await holder.sees('有进展会告诉你');
    expect(valueOf('me.messages', await holder.call('me.messages', {})).allowed).toEqual([
      { templateId: 'tmpl-shipped', left: 1 },
      { templateId: 'tmpl-refunded', left: 1 },
    ]);
  });

  story('goes from the home page to a paid order', async () => {
    const holder = await stories.hold('first');
    await holder.open('/pages/home/home');
    await holder.tap('明前龙井');
    await holder.tap('加入购物车');
    await holder.tap('50克 罐装');
    await holder.tap('加入购物车');
    await holder.misses('数量');
    await holder.press('[aria-label="购物车，1件"]');
    await holder.tap('结算(1)');
    await holder.tap('添加收货地址');
    await holder.find('textarea').first().fill('周山 13900005678 江苏省苏州市姑苏区平江路66号');
    await holder.tap('识别');
    await holder.tap('保存并使用');
    await holder.sees('周山');
    await holder.find('textarea').first().fill('请用纸箱');
    await holder.tap('提交订单');
    await holder.pay();
    await holder.sees('支付成功');

    const [order] = await orders(holder);
    expect(order).toMatchObject({
      state: 'paid',
      remark: '请用纸箱',
      address: { name: '周山', mobile: '13900005678', city: '苏州市', detail: '平江路66号' },
      total: { minor: 12_800 },
    });
    // What was ordered left the cart, also on the phone.
    expect(valueOf('cart.get', await holder.call('cart.get', {})).pieces).toBe(0);
    await holder.tap('继续逛逛');
    await holder.find('.tab-page').first().waitFor();
    await expect(holder.find('[aria-label^="购物车，"]').count()).resolves.toBe(0);
  });

  story('keeps the order when the cashier is closed, and pays it again', async () => {
    const holder = await known('waits');
    await checkout(holder);
    await holder.tap('提交订单');
    await holder.closeCashier();
    await holder.sees('订单等待付款');
    await holder.sees(/^\d\d:\d\d$/);
    expect(await states(holder)).toEqual(['awaitingPayment']);
    await holder.tap('继续支付');
    await holder.pay();
    await holder.sees('支付成功');
    expect(await states(holder)).toEqual(['paid']);
  });

  story('asks before it takes another price than the one on the page', async () => {
    const holder = await known('repriced');
    await checkout(holder);
    await holder.sees('提交订单');
    await stories.reprice(TEA, 13_800);
    await holder.tap('提交订单');
    await holder.sees('价格有变动');
    expect(await orders(holder)).toEqual([]);
    await holder.tap('按新价格提交');
    await holder.pay();
    await holder.sees('支付成功');
    await stories.reprice(TEA, 12_800);
    expect((await orders(holder)).map(({ total }) => total.minor)).toEqual([13_800]);
  });

  story('says that the goods went to somebody else, and goes on with what there is', async () => {
    const [holder, other] = [await known('slow'), await known('quick')];
    const { skus } = valueOf(
      'catalogue.product',
      await holder.call('catalogue.product', { productId: 'dancong' }),
    );
    const [scarce] = [...skus]
      .filter(({ available }) => available > 0)
      .sort((a, b) => a.available - b.available);
    if (scarce === undefined) throw new Error('nothing is on the shelf');
    await checkout(holder, `${scarce.skuId}*1,${TEA}*1`);
    await holder.sees('提交订单');
    const address = valueOf('addresses.list', await other.call('addresses.list', {})).addresses[0];
    const lines = [{ skuId: scarce.skuId, quantity: scarce.available }];
    const quote = valueOf('orders.quote', await other.call('orders.quote', { lines }));
    const wish = { clientToken: 'takes-them-all', lines, addressId: address?.addressId ?? '' };
    valueOf('orders.place', await other.call('orders.place', { ...wish, expectedTotal: quote.payable }));

    await holder.tap('提交订单');
    await holder.sees('已售罄');
    expect(await orders(holder)).toEqual([]);
    await holder.tap('去掉后继续');
    await holder.misses('凤凰单丛');
    await holder.tap('提交订单');
    await holder.pay();
    await holder.sees('支付成功');
    expect((await orders(holder)).map((order) => order.lines.map(({ skuId }) => skuId))).toEqual([[TEA]]);
  });

  story('loses nothing without a network, and places one order when it is back', async () => {
    const holder = await known('tunnel');
    await checkout(holder);
    await holder.find('textarea').first().fill('放门口');
    await holder.setOffline(true);
    await holder.tap('提交订单');
    await holder.sees('没有等到结果，订单可能已经提交。再点一次即可，不会重复下单');
    await holder.setOffline(false);
    await holder.tap('再次提交');
    await holder.pay();
    await holder.sees('支付成功');
    expect((await orders(holder)).map(({ state, remark }) => [state, remark])).toEqual([['paid', '放门口']]);
  });

  story('goes from the product to the checkout without the cart', async () => {
    const holder = await known('direct');
    await holder.open('/pages/product/product?productId=longjing');
    await holder.tap('立即购买');
    await holder.tap('250克 礼盒');
    await holder.tap('立即购买');
    await holder.sees('提交订单');
    await holder.sees('林小满');
    expect(valueOf('cart.get', await holder.call('cart.get', {})).pieces).toBe(0);
  });

  story('is five taps and a password away from the home page for a shopper with an address', async () => {
    const holder = await known('in-a-hurry');
    await holder.open('/pages/home/home');
    const taps = ['明前龙井', '立即购买', '50克 罐装', '立即购买', '提交订单'];
    for (const words of taps) await holder.tap(words);
    await holder.pay();
    await holder.sees('支付成功');
    expect(taps).toHaveLength(5);
    await holder.tap('查看订单');
    await holder.sees('等待发货');
    expect(await states(holder)).toEqual(['paid']);
  });

  story('takes the address from WeChat, once the shopper agreed to that', async () => {
    const holder = await stories.hold('first-time');
    // A small phone that turned dark for the evening.
    await holder.page.setViewportSize({ width: 320, height: 568 });
    await holder.page.emulateMedia({ colorScheme: 'dark' });
    await holder.open('/pages/product/product?productId=longjing');
    for (const words of ['立即购买', '50克 罐装', '立即购买']) await holder.tap(words);
    await holder.tap('使用微信地址');
    await holder.tap('暂不同意');
    await holder.page.getByText('也可以自己填写收货地址').waitFor();
    // Who declined is led to the form, where the way is still open.
    await holder.tap('从微信地址导入');
    await holder.tap('同意并继续');
    await holder.page.getByRole('button', { name: /周山/ }).click();
    await holder.tap('保存并使用');
    await holder.sees('平江路 66 号');
    await holder.tap('提交订单');
    await holder.pay();
    await holder.sees('支付成功');
    expect((await orders(holder)).map(({ address }) => address)).toMatchObject([
      { name: '周山', mobile: '13900005678', province: '江苏省', city: '苏州市', district: '姑苏区' },
    ]);
  });

  story('says paid although the notification got lost on its way', async () => {
    const holder = await known('unheard-of');
    const fault = { kind: 'lose', endpoint: 'notifications', times: 1 };
    await postJson(`${stories.world.wechatPay.controlUrl}/faults`, fault);
    await checkout(holder);
    await holder.tap('提交订单');
    await holder.pay();
    await holder.sees('支付成功');
    expect(await states(holder)).toEqual(['paid']);
  });

  story('gives the last piece to one of two who tap at the same moment', async () => {
    await stories.shelve('last-cup', 1);
    const racers = [await known('racer-one'), await known('racer-two')];
    for (const racer of racers) {
      await checkout(racer, 'last-cup-1*1');
      await racer.sees('提交订单');
    }
    await Promise.all(racers.map((racer) => racer.tap('提交订单')));
    const ends = racers.map((racer) =>
      Promise.race([
        racer.page
          .getByRole('dialog', { name: '微信支付' })
          .waitFor()
          .then(() => 'cashier'),
        racer.sees('已售罄').then(() => 'sold out'),
      ]),
    );
    const reached = await Promise.all(ends);
    expect(reached.toSorted()).toEqual(['cashier', 'sold out']);
    const winner = racers[reached.indexOf('cashier')];
    const loser = racers[reached.indexOf('sold out')];
    if (winner === undefined || loser === undefined) throw new Error('nobody raced');
    await winner.pay();
    await winner.sees('支付成功');
    expect([await states(winner), await states(loser)]).toEqual([['paid'], []]);
  });

  story('takes no money for an order that closed while the password was typed', async () => {
    stories.excuse('payment.cashier');
    const holder = await known('slow-typist');
    await checkout(holder);
    await holder.tap('提交订单');
    const cashier = holder.page.getByRole('dialog', { name: '微信支付' });
    await cashier.waitFor();
    await stories.advance(31 * 60);
    for (const digit of '123456') await cashier.getByRole('button', { name: digit, exact: true }).click();
    await holder.page.getByText('我知道了').click();
    await holder.sees('订单已关闭');
    const [order] = await orders(holder);
    expect(order).toMatchObject({ state: 'closed', closeReason: 'expired' });
  });

  story('takes a line out of the cart by a swipe', async () => {
    const holder = await known('swiper');
    await holder.call('cart.add', { clientToken: 'into-the-cart', skuId: TEA, quantity: 1 });
    await holder.open('/pages/cart/cart');
    await holder.sees('明前龙井');
    await holder.swipeLeft(holder.find('.cell').first());
    await holder.tap('删除');
    await holder.sees('购物车还是空的');
    expect(valueOf('cart.get', await holder.call('cart.get', {})).lines).toEqual([]);
  });

  story('shows an order as closed when its time ran out at the cashier', async () => {
    stories.excuse('payment.cashier');
    const holder = await known('late');
    await checkout(holder);
    await holder.tap('提交订单');
    await holder.page.getByRole('dialog', { name: '微信支付' }).waitFor();
    await stories.advance(31 * 60);
    expect(await states(holder)).toEqual(['closed']);
    await holder.closeCashier();
    await holder.page.getByText('我知道了').click();
    await holder.sees('订单已关闭');
    await holder.sees(/款项会原路退回/);
  });
});
