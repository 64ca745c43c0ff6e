import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { auditBooks } from '../cloudfunctions/core/audit/audit';
import { formatMoney } from '../miniprogram/contract/money';
import type { OrderView } from '../miniprogram/contract/order';
import { ORDER_STATE_WORDS } from '../miniprogram/contract/order';
import { runCommand } from './command';
import { AtTheDesk } from './demo/at-the-desk';
import { Story } from './demo/story';
import { buildFunctions } from './world/function-bundles';
import { beijingDayStart, historyBeginsAtOffsetMs, makeHistory } from './world/history/make-history';
import { checkOut, postJson, shopperAt, valueOf } from './world/shopper';
import type { World } from './world/world';
import { startWorld } from './world/world';

/** How long the shop has been open when the story begins, and with --history. */
const DAYS_BEFORE = 7;
const HISTORY_DAYS = 90;

const HELP = `npm run demo -- [--history] [--json]

Lives through the ${DAYS_BEFORE} days before, then runs the shop's story without a window: buy, pay, notify; a lost notification healed by query; a cancelled and an
expired order; ship and confirm; two partial refunds; a collection at the counter; the next morning's bill matched; the
audit. Ends 0 only if every rule held. --history lives through ${HISTORY_DAYS} days first, which takes a minute or so; --json
prints a summary.`;

const TIME = new Intl.DateTimeFormat('zh-CN', { timeStyle: 'medium', timeZone: 'Asia/Shanghai' });

/** Nine in the morning: the story needs a whole day before its bill. */
const NINE_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/** How long the notification may take before the demo calls it missing. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 50;

/** Reads the books directly, so that the shop has no occasion to heal the order by a query. */
async function untilPaid(world: World, orderId: string): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if ((await world.store.findOrder(orderId))?.order.state === 'paid') return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return false;
}

function told(order: OrderView): string {
  return `订单 ${order.orderId.slice(-6)} ${formatMoney(order.total)} ${ORDER_STATE_WORDS[order.state]}`;
}

class Demo {
  private readonly world: World;
  private readonly story: Story;
  constructor(world: World, story: Story) {
    this.world = world;
    this.story = story;
  }

  private shopper(name: string) {
    return shopperAt(this.world.cloud.url, `o-${name}`);
  }

  private async stock(skuId: string): Promise<string> {
    const stock = (await this.world.store.findStocks([skuId])).get(skuId);
    return stock ? `在库 ${stock.onHand} 预占 ${stock.reserved} 已售 ${stock.sold}` : '没有这个规格';
  }

  private async order(name: string, skuId: string, quantity: number): Promise<OrderView> {
    const placed = await checkOut(this.shopper(name), {
      clientToken: `demo-${name}-${skuId}`,
      lines: [{ skuId, quantity }],
    });
    return valueOf('orders.place', placed);
  }

  private async prepay(name: string, order: OrderView): Promise<string> {
    const started = valueOf(
      'orders.pay',
      await this.shopper(name).call('orders.pay', { orderId: order.orderId }),
    );
    return started.requestPayment.package.replace('prepay_id=', '');
  }

  private async pay(prepayId: string, openid: string): Promise<void> {
    await postJson(`${this.world.wechatPay.controlUrl}/payments`, { prepay_id: prepayId, openid });
  }

  private async detail(name: string, orderId: string): Promise<OrderView> {
    return valueOf('orders.detail', await this.shopper(name).call('orders.detail', { orderId }));
  }

  /** The days before the story, made by the same calls. Ends at nine in the morning of today in Beijing. */
  async liveThrough(days: number): Promise<void> {
    const { story, world } = this;
    const startedMs = performance.now();
    story.chapter(`零、开张以来的 ${days} 天`);
    const begunMs = beijingDayStart(world.wechatPay.clock.nowMs());
    const { orders, paid, shipped, refunds, collections } = await makeHistory(world, { days, seed: 1 });
    const { clock } = world.wechatPay;
    await clock.advance(begunMs + days * DAY_MS + NINE_MS - clock.nowMs());
    await world.cloud.fireTimer('jobs');
    const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
    story.step(
      `下单 ${orders} 笔，付款 ${paid} 笔，发货 ${shipped} 笔，退款 ${refunds} 笔，用时 ${seconds} 秒`,
      paid > 0,
    );
    story.step(`到店收款 ${collections} 笔`);
    const kept = await world.store.listBillDays({ from: '2000-01-01', to: '2100-01-01' });
    const matched = kept.filter(({ state }) => state === 'matched').length;
    story.step(`${matched} 天的账单与账目逐笔相符`, matched >= days - 1);
  }

  /** Answers the id of the order that was paid. */
  async buy(): Promise<string> {
    const { story, world } = this;
    story.chapter('一、小林买茶：下单、支付、通知');
    const order = await this.order('lin', 'longjing-1', 2);
    story.step(`下单：${told(order)}，${await this.stock('longjing-1')}`, order.state === 'awaitingPayment');
    const again = await this.order('lin', 'longjing-1', 2);
    story.step('重复点击提交，仍是同一笔订单', again.orderId === order.orderId);
    const prepayId = await this.prepay('lin', order);
    story.step(`预支付：prepay_id ${prepayId}`);
    await this.pay(prepayId, 'o-lin');
    story.step('小林在微信支付里付款');
    story.step('通知送达，验签、解密、入账', await untilPaid(world, order.orderId));
    const paid = await this.detail('lin', order.orderId);
    story.step(`${told(paid)}，${await this.stock('longjing-1')}`, paid.state === 'paid');
    for (const { at, text } of paid.timeline) story.step(`${TIME.format(new Date(at))} ${text}`);
    return order.orderId;
  }

  async lose(): Promise<void> {
    const { story, world } = this;
    story.chapter('二、通知全部丢失：查单补上');
    await postJson(`${world.wechatPay.controlUrl}/faults`, {
      kind: 'lose',
      endpoint: 'notifications',
      times: 1,
    });
    const order = await this.order('mei', 'celadon-cup-1', 1);
    await this.pay(await this.prepay('mei', order), 'o-mei');
    story.step(`小梅已付款，通知丢失：${told(order)}`);
    const healed = await this.detail('mei', order.orderId);
    story.step(`打开订单即向微信支付查单：${told(healed)}`, healed.state === 'paid');
  }

  async cancel(): Promise<void> {
    const { story } = this;
    story.chapter('三、取消与超时：先关单，再放库存');
    const before = await this.stock('linen-mat-1');
    const order = await this.order('lin', 'linen-mat-1', 3);
    await this.prepay('lin', order);
    const closed = valueOf(
      'orders.cancel',
      await this.shopper('lin').call('orders.cancel', { orderId: order.orderId }),
    );
    story.step(`小林取消：${told(closed)}`, closed.state === 'closed');
    story.step(`库存还原：${await this.stock('linen-mat-1')}`, (await this.stock('linen-mat-1')) === before);
  }

  async expire(): Promise<void> {
    const { story, world } = this;
    const order = await this.order('mei', 'osmanthus-cake-1', 5);
    await this.prepay('mei', order);
    await world.wechatPay.clock.advance(31 * 60 * 1000);
    await world.cloud.fireTimer('jobs');
    const closed = await this.detail('mei', order.orderId);
    story.step(
      `31 分钟后定时任务关单：${told(closed)}，${await this.stock('osmanthus-cake-1')}`,
      closed.state === 'closed',
    );
    const refused = await this.shopper('mei').call('orders.pay', { orderId: order.orderId });
    story.step(
      refused.ok ? '关闭的订单不应能支付' : `再去支付被拒：${refused.refusal.message}`,
      !refused.ok && refused.refusal.code === 'ORDER_CLOSED',
    );
  }

  async audit(): Promise<void> {
    const { story, world } = this;
    story.chapter('八、审计');
    const problems = auditBooks(await world.store.readBooks());
    for (const { rule, id, text } of problems) story.step(`${rule} ${id}: ${text}`, false);
    story.step('库存、订单、支付、退款规则全部成立', problems.length === 0);
  }
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      history: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const startedAt = performance.now();
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-demo-'));
  const story = new Story(values.json ? () => undefined : console.log);
  const days = values.history ? HISTORY_DAYS : DAYS_BEFORE;
  await buildFunctions();
  const world = await startWorld({
    payPort: 0,
    cloudPort: 0,
    dir,
    timers: false,
    instances: 2,
    // Thrown away at the end: nothing has to reach the disk.
    survives: 'process',
    beginsAtOffsetMs: historyBeginsAtOffsetMs(days),
  });
  try {
    const demo = new Demo(world, story);
    const desk = new AtTheDesk(world, story);
    await demo.liveThrough(days);
    const orderId = await demo.buy();
    await demo.lose();
    await demo.cancel();
    await demo.expire();
    await desk.ship(orderId, 'o-lin');
    await desk.refundTwice(orderId);
    await desk.collect();
    await desk.reconcile();
    await demo.audit();
  } finally {
    await world.close();
    await rm(dir, { recursive: true, force: true });
  }
  const seconds = Number(((performance.now() - startedAt) / 1000).toFixed(1));
  if (values.json)
    console.log(JSON.stringify({ ok: story.failed.length === 0, steps: story.steps, seconds }));
  else console.log(`\n${story.failed.length === 0 ? '全部成立' : '有规则未成立'}，用时 ${seconds} 秒`);
  return story.failed.length === 0 ? 0 : 1;
});
