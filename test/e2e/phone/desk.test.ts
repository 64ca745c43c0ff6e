import { describe, expect, jest } from '@jest/globals';
import { stagePaid } from '../../../tools/world/staged-orders';
import { valueOf } from '../../../tools/world/shopper';
import { story, useStories } from './harness';

jest.setTimeout(300_000);
const stories = useStories();

describe('desk', () => {
  story('a sum is typed, its code is scanned, and the counter sees that it is paid', async () => {
    const owner = await stories.hold('owner');
    await owner.open('/packages/desk/collect/collect');
    for (const key of ['1', '2', '.', '5'])
      await owner.press(`.key[aria-label="${key === '.' ? '点' : key}"]`);
    await owner.tap('出示二维码');
    await owner.sees('请顾客扫码付款');
    const payer = await stories.hold('payer');
    await payer.open('/pages/home/home');
    await payer.scanCounter('¥12.50');
    await payer.pay();
    await payer.comeBack();
    await owner.sees('收款成功');
    await owner.tap('继续收款');
    await owner.sees('今天 1 笔');
  });

  story('a request is answered for less with a reason, and the shopper reads it', async () => {
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('buyer')];
    const orderId = await stagePaid(stories.world, shopper, [{ skuId: 'celadon-cup-1', quantity: 2 }]);
    const asked = await shopper.call('refunds.request', {
      clientToken: 'desk-story-request',
      orderId,
      reason: 'damaged',
      lines: [{ skuId: 'celadon-cup-1', quantity: 1 }],
    });
    const { requestId } = valueOf('refunds.request', asked);
    await owner.open('/pages/desk/desk');
    await owner.tap('退款申请');
    await owner.tap('等你答复');
    await owner.tap('同意退款 ¥69.00');
    await owner.find('input[aria-label^="退款金额"], .amount input').first().fill('20');
    await owner.tap('同意退款 ¥20.00');
    await owner.sees('少退时请告诉顾客原因');
    await owner.find('.t-popup textarea').first().fill('只有一处小磕碰');
    await owner.tap('同意退款 ¥20.00');
    await owner.sees('还能退');
    await owner.misses('等你答复');
    await shopper.open(`/packages/orders/refund/refund?requestId=${requestId}`);
    await shopper.sees('只有一处小磕碰');
  });

  story('stock that arrived is added with a reason, and the ledger says so', async () => {
    const owner = await stories.hold('owner');
    await owner.open('/packages/desk/sku/sku?skuId=celadon-cup-1');
    await owner.tap('到货入库');
    await owner.find('.pieces input').first().fill('10');
    await owner.tap('增加 10 件');
    await owner.sees('+10');
    expect(await owner.find('.delta--gain').first().innerText()).toBe('+10');
  });

  story('who is no staff finds a closed door, and enters by a code', async () => {
    const [owner, clerk] = [await stories.hold('owner'), await stories.hold('newcomer')];
    await owner.open('/packages/desk/staff/staff');
    await owner.tap('邀请店员');
    await owner.find('.t-popup input').first().fill('小王');
    await owner.tap('生成邀请码');
    await owner.sees('只能用一次');
    const code = await owner.find('.code-large').first().innerText();
    await clerk.open('/packages/desk/products/products');
    await clerk.sees('这里只对店员开放');
    await clerk.open(`/packages/desk/join/join?code=${code.trim()}`);
    await clerk.tap('加入');
    await clerk.sees('你的岗位：收银');
  });

  story('the shop gets another name and another freight, and the next shopper reads both', async () => {
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('reader')];
    await owner.open('/pages/desk/desk');
    await owner.tap('店铺设置');
    await owner.find('input[aria-label="店名"], .input input').first().fill('山里小铺');
    await owner.find('[aria-label="运费，元"] input, input[aria-label="运费，元"]').first().fill('8.123');
    await owner.tap('保存');
    await owner.sees('不收就填 0');
    await owner.find('[aria-label="运费，元"] input, input[aria-label="运费，元"]').first().fill('6');
    await owner.tap('保存');
    await owner.sees('已保存');
    await shopper.open('/pages/home/home');
    await shopper.sees('山里小铺');
    expect((await stories.world.store.readSettings())?.freight.fee.minor).toBe(600);
  });
});
