import { beforeAll, describe, expect, jest } from '@jest/globals';
import { postJson } from '../../../tools/world/shopper';
import { askForRefund, buy, openOrder, payOrder } from './buyer';
import { story, useStories } from './harness';
import type { Holder } from './holder';
import { collectFrom, giveBack, publish, seesSums, ship } from './merchant';

jest.setTimeout(300_000);
const stories = useStories({ phones: 'kept' });

const DESK = '/pages/desk/desk';
const HOME = '/pages/home/home';
const CUP = {
  title: '手作陶杯',
  category: '茶与咖啡',
  axes: [
    { name: '颜色', values: '青 白' },
    { name: '大小', values: '大 小' },
  ],
  yuan: '68',
  pieces: '5',
  exception: { choice: '白 小', yuan: '58.5', pieces: '2' },
};
const TRACKING_NO = 'SF1420098765432';

function control(path: string, body: object): Promise<unknown> {
  return postJson(`${stories.world.wechatPay.controlUrl}/${path}`, body);
}

/** The desk, opened anew, and what waits there. */
async function atTheDesk(owner: Holder, waiting: RegExp): Promise<void> {
  await owner.open(DESK);
  await owner.tapNamed(waiting);
}

const DAY_MS = 86_400_000;
/** Noon in Beijing: no story runs into another day by itself. */
const NOON_MS = 4 * 3_600_000;

beforeAll(async () => {
  const { clock } = stories.world.wechatPay;
  const nowMs = clock.nowMs();
  await stories.advance(Math.ceil((Math.ceil(nowMs / DAY_MS) * DAY_MS + NOON_MS - nowMs) / 1000));
});

describe('a merchant and a shopper, each with a phone', () => {
  story('put a product on the shelf, buy it, send it and receive it', async () => {
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('lin')];
    const frame = await stories.openFrame();
    await owner.open(DESK);
    await owner.tap('商品');
    await publish(owner, CUP);
    await shopper.open(HOME);
    await buy(shopper, { title: CUP.title, choices: ['青', '大'], pieces: 2 });
    await shopper.sees('¥136.00');
    await payOrder(shopper);

    await atTheDesk(owner, /^待发货，1/);
    await owner.sees('林小满 13800138000 杭州市西湖区');
    await ship(owner, TRACKING_NO, '顺丰速运');
    // WeChat hears of it within the minute, and has the receipt confirmed on a page of its own from then on.
    await frame.moveClock('+1 分钟');
    await openOrder(shopper, '待收货，1笔', /^手作陶杯/);
    await shopper.sees(TRACKING_NO);
    await shopper.tap('确认收货');
    await shopper.choose('确认收货');
    await shopper.sees('已完成');
  });

  story('give money back in two parts, and read the same sums', async () => {
    await control('settings', { refund_delay_seconds: 10 });
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('lin')];
    const frame = await stories.openFrame();
    await owner.open(DESK);
    await owner.tap('订单');
    await owner.tap('已完成');
    await owner.tapNamed(/手作陶杯/);
    await giveBack(owner, '20.00');
    await seesSums(owner, { paid: '136.00', given: '20.00', left: '116.00' });
    await owner.tap('查看订单');
    await giveBack(owner, '30.50');
    await seesSums(owner, { paid: '136.00', given: '50.50', left: '85.50' });
    // The second one waits until WeChat Pay takes another of the same order.
    for (let half = 0; half < 3; half += 1) await frame.moveClock('+31 分钟');
    await owner.tap('查看订单');
    await owner
      .named(/^已退款/)
      .nth(1)
      .waitFor();

    await shopper.open('/packages/orders/orders/orders');
    await shopper.tap(/^手作陶杯/);
    for (const yuan of ['20.00', '30.50'])
      await shopper.find('.row').filter({ hasText: '已退款' }).filter({ hasText: yuan }).waitFor();
  });

  story('find the day’s bill in order the next morning', async () => {
    await control('settings', { bill_ready: '09:30' });
    const [owner, frame] = [await stories.hold('owner'), await stories.openFrame()];
    const { day } = await frame.today();
    await frame.moveClock('到次日对账');
    await owner.open(DESK);
    await owner.tap('对账');
    await owner.tapNamed(`${day}日，账目一致`);
    for (const sum of ['¥136.00', '¥50.50']) await owner.find('.sum').filter({ hasText: sum }).waitFor();
  });

  story('end a difference of a bill: it is asked about, fetched again, and gone', async () => {
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('lin')];
    const frame = await stories.openFrame();
    const { day } = await frame.today();
    await shopper.open(HOME);
    await buy(shopper, { title: CUP.title, choices: ['白', '小'], pieces: 1 });
    await payOrder(shopper);
    await frame.plantMistake();
    await frame.moveClock('到次日对账');
    await atTheDesk(owner, /^对账差异，3/);
    await owner.tapNamed(`${day}日，3条差异待处理`);
    await owner.sees('3 条差异待处理');
    await owner.tap('向微信查询');
    await owner.sees('微信支付确认已收款 ¥66.50');
    await owner.tap('重新获取这天的账单');
    await owner.sees('正在对账');
    await frame.moveClock('+1 分钟');
    await owner.sees('差异已处理完');
    await owner.back();
    await owner.named(`${day}日，差异已处理完`).waitFor();
  });

  story('disagree about a refund: a photo, a no with its reason, and another try', async () => {
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('lin')];
    await openOrder(shopper, '待发货，1笔', /^手作陶杯/);
    await askForRefund(shopper, { reason: '商品破损', text: '杯口有一道裂纹' });
    await atTheDesk(owner, /^退款申请，1/);
    await owner.tap('等你答复');
    await owner.sees('杯口有一道裂纹');
    await owner.tapNamed('查看第1张照片');
    await owner.leavePhoto();
    await owner.tap('拒绝');
    await owner.tap('拒绝退款');
    await owner.sees('请告诉顾客为什么不能退');
    await owner.type('拒绝的原因', '发货前拍过照片，没有裂纹');
    await owner.tap('拒绝退款');
    await owner.sees('已拒绝');

    await shopper.open('/pages/mine/mine');
    await shopper.tapNamed(/^退款/);
    await shopper.tapNamed(/^商家未同意/);
    await shopper.sees('发货前拍过照片，没有裂纹');
    await shopper.tap('查看订单');
    await askForRefund(shopper, { reason: '与描述不符', text: '颜色也不对' });
    await atTheDesk(owner, /^退款申请，1/);
    await owner.tap('等你答复');
    await owner.sees('颜色也不对');
  });

  story('agree to all of it: the money goes back, and the order waits for nothing any more', async () => {
    const [owner, shopper] = [await stories.hold('owner'), await stories.hold('lin')];
    const frame = await stories.openFrame();
    await atTheDesk(owner, /^退款申请，1/);
    await owner.tap('等你答复');
    await owner.tap('同意退款 ¥66.50');
    await owner.sees('同意退款');
    await owner.tap('同意退款 ¥66.50');
    await owner.sees('退款中');
    await frame.moveClock('+1 分钟');
    await owner.tap('查看订单');
    await owner.sees('已全额退款');
    await owner.misses('发货');

    await shopper.open('/pages/mine/mine');
    await shopper.tapNamed('待发货');
    await shopper.sees('这里没有订单');
    await shopper.tap('全部');
    await shopper.tap('已全额退款');
    await shopper.sees('你付的款已经全部原路退回');
    await shopper.tap('删除订单');
    await shopper.choose('删除');
    await shopper.misses('已全额退款');
  });
});

describe('a counter and a payer, each with a phone', () => {
  const KEYS = ['3', '6', '点', '5'];

  /** The payer shows a code, which is scanned at the counter. */
  async function atTheCounter(): Promise<readonly [owner: Holder, payer: Holder]> {
    const [owner, payer] = [await stories.hold('owner'), await stories.hold('lin')];
    await payer.open(HOME);
    await payer.showPaymentCode();
    await owner.open(DESK);
    await owner.tap('收款');
    await collectFrom(owner, '买家小林', KEYS);
    await payer.isAskedForPassword();
    return [owner, payer];
  }

  /** The same with a back end whose process dies while WeChat Pay's answer is on its way. */
  async function atADyingCounter(): Promise<readonly [owner: Holder, payer: Holder]> {
    stories.excuse('desk');
    await control('faults', { kind: 'delay', endpoint: 'orders.codepay', delay_ms: 15_000 });
    const [owner, payer] = await atTheCounter();
    const answer = await fetch(`${stories.world.cloud.url}/__cloud/functions/desk`, { method: 'DELETE' });
    expect(await answer.json()).not.toEqual({ killed: 0 });
    await owner.sees('没有等到结果，可能已经收款。请先查询，不要重复收款');
    await owner.tap('查询 ¥36.50 的结果');
    await owner.sees('等待顾客付款');
    return [owner, payer];
  }

  story('collect a sum by a code, once the payer has typed the password', async () => {
    const [owner, payer] = await atTheCounter();
    await owner.sees('等待顾客付款');
    await payer.pay();
    await payer.comeBack();
    await owner.sees('收款成功');
    await owner.tap('继续收款');
    await owner.sees('今天 1 笔');
  });

  story('collect it once, although the process that asked for it dies', async () => {
    const [owner, payer] = await atADyingCounter();
    await payer.pay();
    await payer.comeBack();
    await owner.sees('收款成功');
    await owner.tap('继续收款');
    await owner.sees('今天 2 笔');
  });

  story('collect nothing when the process dies and nobody types a password', async () => {
    const [owner, payer] = await atADyingCounter();
    const frame = await stories.openFrame();
    await frame.moveClock('+1 分钟');
    await owner.sees('没有收款');
    await payer.typePassword();
    await payer.page.getByText('这笔付款已经撤销').waitFor();
    await owner.tap('重新收款');
    await owner.sees('今天 2 笔');
  });
});

describe('an owner and somebody new, each with a phone', () => {
  story('make a cashier, who sees what a cashier may, until the owner removes them', async () => {
    const [owner, clerk] = [await stories.hold('owner'), await stories.hold('zhou')];
    await owner.open(DESK);
    await owner.tap('店员');
    await owner.tap('邀请店员');
    await owner.type('称呼', '小周');
    await owner.tap('生成邀请码');
    await owner.sees('只能用一次');
    await clerk.open(await owner.shareBy('发给对方'));
    await clerk.tap('加入');
    await clerk.sees('小周，欢迎加入');
    await clerk.tap('进入店务');
    await clerk.sees('收款');
    for (const others of ['店员', '操作记录', '待发货']) await clerk.misses(others);
    await clerk.tap('商品');
    await clerk.sees(CUP.title);
    await clerk.misses('新建商品');

    await owner.tapNamed('关闭');
    await owner.tapNamed(/^小周/);
    await owner.choose('移除店员');
    await owner.choose('移除');
    await owner.misses('小周');
    await clerk.back();
    await clerk.sees('这里只对店员开放');
  });
});
