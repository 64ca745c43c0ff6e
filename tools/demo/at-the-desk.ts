import { BILL_DAY_STATE_WORDS } from '../../miniprogram/contract/bills';
import type { BillDayDetail } from '../../miniprogram/contract/bills';
import { fen, formatMoney } from '../../miniprogram/contract/money';
import { clerkAt } from '../world/clerk';
import { postJson, shopperAt, valueOf } from '../world/shopper';
import type { World } from '../world/world';
import type { Story } from './story';

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
/** Bills are asked for after ten. */
const MORNING_MS = 10 * 3_600_000 + 6 * 60_000;
/** Ticks a morning's bills may take: asked for, fetched, matched. */
const BILL_TICKS = 6;
const REFUND_TICKS = 6;

/** What the merchant's staff does in the story, by calls of the desk. */
export class AtTheDesk {
  private readonly world: World;
  private readonly story: Story;
  private readonly owner;
  private readonly cashier;
  constructor(world: World, story: Story) {
    this.world = world;
    this.story = story;
    this.owner = clerkAt(world.cloud.url, 'o-owner');
    this.cashier = clerkAt(world.cloud.url, 'o-clerk');
  }

  private async tick(afterMs = 60_000): Promise<void> {
    await this.world.wechatPay.clock.advance(afterMs);
    await this.world.cloud.fireTimer('jobs');
  }

  /** Sends an order, has WeChat told, and lets the shopper confirm. */
  async ship(orderId: string, openid: string): Promise<void> {
    const { story, owner } = this;
    story.chapter('四、店主发货：单号、上传微信、确认收货');
    const wrong = await owner.call('shipping.ship', {
      clientToken: 'demo-ship-wrong',
      orderId,
      parcels: [{ courierId: 'SF', trackingNo: '773012345678901' }],
    });
    story.step(
      wrong.ok ? '单号与快递公司不符，不应能发货' : `单号写错被拒：${wrong.refusal.message}`,
      !wrong.ok,
    );
    const parcels = [{ courierId: 'SF', trackingNo: 'SF1420098765432' }];
    const ship = { clientToken: 'demo-ship', orderId, parcels };
    const shipped = valueOf('shipping.ship', await owner.call('shipping.ship', ship));
    story.step(`发货：${shipped.parcels[0]?.trackingNo ?? ''}`, shipped.orderState === 'shipped');
    await this.tick();
    const told = valueOf('shipping.get', await owner.call('shipping.get', { orderId }));
    story.step(`发货信息${told.upload?.text ?? '没有上传'}`, told.upload?.state === 'sent');
    const shopper = shopperAt(this.world.cloud.url, openid);
    const done = valueOf('orders.confirm', await shopper.call('orders.confirm', { orderId }));
    story.step('顾客确认收货', done.state === 'completed');
  }

  /** Gives some of an order back, twice, and once too much. */
  async refundTwice(orderId: string): Promise<void> {
    const { story, owner } = this;
    story.chapter('五、两次部分退款：先记账，再退款，再查询');
    for (const [number, minor] of [1_000, 650].entries()) {
      const wish = { clientToken: `demo-refund-${number}`, orderId, amount: fen(minor), text: '商品有瑕疵' };
      valueOf('refunds.create', await owner.call('refunds.create', wish));
      const again = valueOf('refunds.create', await owner.call('refunds.create', wish));
      story.step(`退 ${formatMoney(fen(minor))}，重复点击仍是同一笔`, again.refund !== null);
      await this.untilRefunded(orderId, number + 1);
    }
    const { refundable } = valueOf('orders.detail', await owner.call('orders.detail', { orderId }));
    const amount = fen(refundable.minor + 1);
    const tooMuch = await owner.call('refunds.create', { clientToken: 'demo-too-much', orderId, amount });
    story.step(tooMuch.ok ? '超额退款不应成功' : `多退一分被拒：${tooMuch.refusal.message}`, !tooMuch.ok);
  }

  /** Carries a refund to its end; the payer's bank, which may take days, is asked to hurry. */
  private async untilRefunded(orderId: string, count: number): Promise<void> {
    const { controlUrl } = this.world.wechatPay;
    for (let tick = 0; tick < REFUND_TICKS; tick++) {
      // Two refunds of one payment are a minute apart.
      await this.tick(70_000);
      const refunds = (await this.world.store.findOrder(orderId))?.refunds ?? [];
      const arrived = refunds.filter(({ state }) => state === 'succeeded');
      if (arrived.length >= count) {
        this.story.step(`第 ${count} 笔退款到账：${arrived.at(-1)?.receivedBy ?? '原路退回'}`);
        return;
      }
      for (const { outRefundNo, state } of refunds)
        if (state === 'processing')
          await postJson(`${controlUrl}/refunds`, { out_refund_no: outRefundNo, outcome: 'success' });
    }
    this.story.step(`第 ${count} 笔退款没有到账`, false);
  }

  /** Collects at the counter with the code a payer shows. */
  async collect(): Promise<void> {
    const { story, world, cashier } = this;
    story.chapter('六、到店收款：扫付款码');
    const shown = { behaviour: 'passwordPays', openid: 'o-walk-in', answers_after_seconds: 8 };
    const code = (await postJson(`${world.wechatPay.controlUrl}/payment-codes`, shown)) as {
      auth_code: string;
    };
    const wish = { clientToken: 'demo-collect', amount: fen(3_600), authCode: code.auth_code };
    const begun = valueOf('collect.byCode', await cashier.call('collect.byCode', wish));
    story.step('扫码后等待顾客输入密码', begun.standing.kind === 'waiting');
    await world.wechatPay.clock.advance(15_000);
    const { orderId } = begun;
    const end = valueOf('collect.check', await cashier.call('collect.check', { orderId }));
    story.step(`已收款 ${formatMoney(end.amount)}`, end.standing.kind === 'paid');
  }

  /** Lets the night pass and has the day's bills matched. */
  async reconcile(): Promise<void> {
    const { story, world } = this;
    story.chapter('七、次日早上：下载账单，自动对账');
    const nowMs = world.wechatPay.clock.nowMs();
    const today = Math.floor((nowMs + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS;
    const date = new Date(today + BEIJING_MS).toISOString().slice(0, 10);
    await world.wechatPay.clock.advance(today + DAY_MS + MORNING_MS - nowMs);
    const day = await this.untilMatched(date);
    if (day === null) {
      story.step(`${date} 的账单没有对完`, false);
      return;
    }
    const { payments, refunds } = day.theirs ?? { payments: 0, refunds: 0 };
    story.step(`${date} 交易账单：收款 ${payments} 笔，退款 ${refunds} 笔`, payments > 0 && refunds > 0);
    story.step(
      `${BILL_DAY_STATE_WORDS[day.state]}，差异 ${day.differences.length} 处`,
      day.state === 'matched',
    );
  }

  private async untilMatched(date: string): Promise<BillDayDetail | null> {
    for (let tick = 0; tick < BILL_TICKS; tick++) {
      await this.tick();
      const answer = await this.owner.call('bills.day', { date });
      if (answer.ok && answer.value.state !== 'waiting' && answer.value.state !== 'fetching')
        return answer.value;
    }
    return null;
  }
}
