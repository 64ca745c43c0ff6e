import { fen } from '../../../miniprogram/contract/money';
import type { OrderView } from '../../../miniprogram/contract/order';
import { createSeededRandom } from '../../../simulators/wechat-pay/seeded-random';
import type { Clerk } from '../clerk';
import { clerkAt } from '../clerk';
import type { Shopper } from '../shopper';
import { checkOut, postJson, shopperAt, valueOf } from '../shopper';
import type { World } from '../world';
import type { CounterSale, HistoryEvent, Visit } from './plan';
import { historyPlan } from './plan';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_MS = 8 * HOUR_MS;

/** When the timer fires in a history: after the bills are ready, and twice more. A real one fires every minute. */
const TICKS_MS = [10.1, 16, 22.5].map((hour) => hour * HOUR_MS);
/** The shop packs in the morning what came before. */
const PACK_AT_MS = 10.5 * HOUR_MS;
const RESTOCKED_PIECES = 60;
/** Who has paid looks at the order. */
const LOOKS_AFTER_MS = 2_000;

/** The first moment of the day in Beijing that holds this moment. */
export function beijingDayStart(ms: number): number {
  return Math.floor((ms + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS;
}

/** How far in the past a world begins whose history of so many whole days ends now. */
export function historyBeginsAtOffsetMs(days: number): number {
  const nowMs = Date.now();
  return beijingDayStart(nowMs) - days * DAY_MS - nowMs;
}

/** How many of each thing came about. */
export interface HistoryCounts {
  orders: number;
  paid: number;
  shipped: number;
  refunds: number;
  collections: number;
  refused: number;
}

interface Task {
  readonly atMs: number;
  run(): Promise<void>;
}

/** Lives through days of a shop: every purchase, parcel, refund and bill is made by the functions themselves. */
class History {
  readonly counts: HistoryCounts = { orders: 0, paid: 0, shipped: 0, refunds: 0, collections: 0, refused: 0 };
  private readonly world: World;
  private readonly owner: Clerk;
  private readonly cashier: Clerk;
  private readonly random: ReturnType<typeof createSeededRandom>;
  private tasks: Task[] = [];

  constructor(world: World, seed: number) {
    this.world = world;
    this.owner = clerkAt(world.cloud.url, 'o-owner');
    this.cashier = clerkAt(world.cloud.url, 'o-clerk');
    this.random = createSeededRandom(seed);
  }

  /** Puts off something to a later moment. */
  private later(atMs: number, run: () => Promise<void>): void {
    this.tasks.push({ atMs, run });
  }

  /** Does everything that is due before a moment, in its order, each at its own; what is due at once, at once. */
  private async until(endMs: number): Promise<void> {
    const { clock } = this.world.wechatPay;
    for (;;) {
      this.tasks.sort((a, b) => a.atMs - b.atMs);
      const [next] = this.tasks;
      if (next === undefined || next.atMs >= endMs) return;
      const together = this.tasks.filter(({ atMs }) => atMs === next.atMs);
      this.tasks.splice(0, together.length);
      await clock.advance(Math.max(0, next.atMs - clock.nowMs()));
      await Promise.all(together.map((task) => task.run()));
    }
  }

  async day(startMs: number, events: readonly HistoryEvent[]): Promise<void> {
    for (const event of events)
      this.later(event.atMs, () => (event.kind === 'visit' ? this.visit(event) : this.counter(event)));
    for (const tick of TICKS_MS)
      this.later(startMs + tick, async () => void (await this.world.cloud.fireTimer('jobs')));
    if (new Date(startMs + BEIJING_MS).getUTCDay() === 1)
      this.later(startMs + 9 * HOUR_MS, () => this.restock(startMs));
    await this.until(startMs + DAY_MS);
  }

  private async visit(visit: Visit): Promise<void> {
    const { openid, clientToken, lines, fate } = visit;
    const shopper = shopperAt(this.world.cloud.url, openid);
    const placed = await checkOut(shopper, { clientToken, lines });
    if (!placed.ok) {
      this.counts.refused += 1;
      return;
    }
    this.counts.orders += 1;
    const { orderId } = placed.value;
    const { requestPayment } = valueOf('orders.pay', await shopper.call('orders.pay', { orderId }));
    if (fate === 'unpaid') return;
    if (fate === 'cancelled') {
      valueOf('orders.cancel', await shopper.call('orders.cancel', { orderId, reason: 'changedMind' }));
      return;
    }
    const prepayId = requestPayment.package.replace('prepay_id=', '');
    const { controlUrl } = this.world.wechatPay;
    await postJson(`${controlUrl}/payments`, { prepay_id: prepayId, openid });
    // The notification has arrived by then: moving the clock waits for what falls due.
    await this.world.wechatPay.clock.advance(LOOKS_AFTER_MS);
    const order = valueOf('orders.detail', await shopper.call('orders.detail', { orderId }));
    this.counts.paid += 1;
    this.follow(visit, order, shopper);
  }

  /** What comes of a paid order in the days after. */
  private follow(
    { atMs, fate, lines }: Visit,
    { orderId, transactionId }: OrderView,
    shopper: Shopper,
  ): void {
    if (fate === 'changedMind') {
      this.later(atMs + HOUR_MS / 2, () => this.askBack(shopper, orderId, lines));
      return;
    }
    const packedMs = beijingDayStart(atMs) + DAY_MS + PACK_AT_MS;
    this.later(packedMs, () => this.ship(orderId));
    const arrivedMs = packedMs + 2 * DAY_MS + Math.floor(this.random.fraction('journey') * DAY_MS);
    const [first] = lines;
    if (first !== undefined && (fate === 'damaged' || fate === 'twoDamaged'))
      this.later(arrivedMs + HOUR_MS, () => this.giveBack(orderId, [{ ...first, quantity: 1 }]));
    if (first !== undefined && fate === 'twoDamaged')
      this.later(arrivedMs + 26 * HOUR_MS, () => this.giveBackSome(orderId));
    // Who says nothing has the receipt confirmed by WeChat.
    if (this.random.fraction('confirms') < 0.8)
      this.later(arrivedMs, () => this.confirm(shopper, orderId, transactionId ?? ''));
  }

  /** As the order's page does: in WeChat's own component first, which tells the shop by an event. */
  private async confirm(shopper: Shopper, orderId: string, transactionId: string): Promise<void> {
    const receipt = { transaction_id: transactionId, openid: shopper.openid };
    await postJson(`${this.world.wechatControlUrl}/receipts`, receipt);
    valueOf('orders.confirm', await shopper.call('orders.confirm', { orderId }));
  }

  private async ship(orderId: string): Promise<void> {
    const trackingNo = `SF${this.random.text('waybill', 13, '0123456789')}`;
    const shipped = await this.owner.call('shipping.ship', {
      clientToken: `ship-${orderId}`,
      orderId,
      parcels: [{ courierId: 'SF', trackingNo }],
    });
    if (shipped.ok) this.counts.shipped += 1;
  }

  private async askBack(shopper: Shopper, orderId: string, lines: Visit['lines']): Promise<void> {
    const wish = { clientToken: `ask-${orderId}`, orderId, reason: 'changedMind', lines } as const;
    const asked = valueOf('refunds.request', await shopper.call('refunds.request', wish));
    const { requestId } = asked;
    const answer = { requestId, goods: 'now' } as const;
    valueOf('refunds.approveRequest', await this.owner.call('refunds.approveRequest', answer));
    this.counts.refunds += 1;
  }

  private async giveBack(orderId: string, lines: Visit['lines']): Promise<void> {
    const wish = { clientToken: `broken-${orderId}`, orderId, lines, text: '商品破损' };
    valueOf('refunds.create', await this.owner.call('refunds.create', wish));
    this.counts.refunds += 1;
  }

  private async giveBackSome(orderId: string): Promise<void> {
    const { refundable } = valueOf('orders.detail', await this.owner.call('orders.detail', { orderId }));
    const amount = fen(Math.min(500, refundable.minor));
    if (amount.minor === 0) return;
    const wish = { clientToken: `sorry-${orderId}`, orderId, amount, text: '补偿' };
    valueOf('refunds.create', await this.owner.call('refunds.create', wish));
    this.counts.refunds += 1;
  }

  private async counter({ clientToken, amountMinor, remark }: CounterSale): Promise<void> {
    const shown = { behaviour: 'pays', openid: 'o-walk-in' };
    const { controlUrl } = this.world.wechatPay;
    const code = (await postJson(`${controlUrl}/payment-codes`, shown)) as { auth_code: string };
    const wish = { clientToken, amount: fen(amountMinor), remark, authCode: code.auth_code };
    valueOf('collect.byCode', await this.cashier.call('collect.byCode', wish));
    this.counts.collections += 1;
  }

  /** Fills up what is running out. */
  async restock(startMs: number): Promise<void> {
    const { skus } = valueOf('stock.low', await this.owner.call('stock.low', {}));
    for (const { skuId, version } of skus) {
      const clientToken = `restock-${startMs}-${skuId}`.slice(0, 64);
      const wish = { clientToken, skuId, delta: RESTOCKED_PIECES, reason: 'delivery', version } as const;
      valueOf('stock.adjust', await this.owner.call('stock.adjust', wish));
    }
  }
}

/** How far a history has come. */
export interface HistoryProgress {
  readonly day: number;
  readonly days: number;
}

/**
 * Makes a history in a world that began `days` days ago (see {@link historyBeginsAtOffsetMs}); it ends with the last of
 * them, with a full shelf. `onDay` is told when a day is over.
 */
export async function makeHistory(
  world: World,
  {
    days,
    seed,
    onDay,
  }: { readonly days: number; readonly seed: number; onDay?(progress: HistoryProgress): void },
): Promise<HistoryCounts> {
  const { clock } = world.wechatPay;
  const history = new History(world, seed);
  const plan = historyPlan(seed);
  const firstMs = beijingDayStart(clock.nowMs());
  for (let day = 0; day < days; day++) {
    const startMs = firstMs + day * DAY_MS;
    await history.day(startMs, plan.day(startMs, day / days));
    onDay?.({ day: day + 1, days });
  }
  await history.restock(firstMs + days * DAY_MS);
  return history.counts;
}

/** Brings a world whose history is over to the present. */
export async function catchUp({ wechatPay: { clock }, cloud }: World): Promise<void> {
  await clock.advance(Math.max(0, -clock.offsetMs()));
  await cloud.fireTimer('jobs');
}
