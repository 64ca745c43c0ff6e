import { fen } from '../../miniprogram/contract/money';
import { clerkAt, type Clerk } from '../world/clerk';
import { postJson, shopperAt, valueOf } from '../world/shopper';
import { stagePaid } from '../world/staged-orders';
import type { World } from '../world/world';

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
/** Bills are asked for after ten. */
const MORNING_MS = 10 * 3_600_000 + 6 * 60_000;
/** Ticks a morning's bills may take: asked for, fetched, matched. */
const BILL_TICKS = 6;
/** Two refunds of one payment are a minute apart. */
const REFUND_TICK_MS = 70_000;

type Difference = 'missingRow' | 'extraRow' | 'wrongAmount' | 'wrongState';

/** What a merchant's days are made of: shoppers who pay, a clock that passes, bills that come with a row gone wrong. */
export class MerchantDays {
  readonly world: World;
  readonly owner: Clerk;
  constructor(world: World, ownerOpenid: string) {
    this.world = world;
    this.owner = clerkAt(world.cloud.url, ownerOpenid);
  }

  private control(path: string, body: object): Promise<unknown> {
    return postJson(`${this.world.wechatPay.controlUrl}/${path}`, body);
  }

  /** The day it is in Beijing, as `yyyy-MM-dd`. */
  today(): string {
    return new Date(this.world.wechatPay.clock.nowMs() + BEIJING_MS).toISOString().slice(0, 10);
  }

  async tick(afterMs = 60_000): Promise<void> {
    await this.world.wechatPay.clock.advance(afterMs);
    await this.world.cloud.fireTimer('jobs');
  }

  /** A paid order of another shopper each; its number at WeChat Pay. */
  async sells(
    name: string,
    skuId: string,
    quantity = 1,
  ): Promise<{ readonly orderId: string; readonly outTradeNo: string }> {
    const orderId = await stagePaid(this.world, shopperAt(this.world.cloud.url, `o-${name}`), [
      { skuId, quantity },
    ]);
    const file = await this.world.store.findOrder(orderId);
    return { orderId, outTradeNo: file?.attempts[0]?.outTradeNo ?? '' };
  }

  /** Gives some of an order back as the owner; the number of the refund. */
  async givesBack(orderId: string, minor: number, text: string): Promise<string> {
    const wish = { clientToken: `staged-back-${orderId}-${minor}`, orderId, amount: fen(minor), text };
    const created = valueOf('refunds.create', await this.owner.call('refunds.create', wish));
    return created.refund?.outRefundNo ?? '';
  }

  /** Has WeChat Pay end refunds that are under way, and the shop hear of it. */
  async ends(refunds: Readonly<Record<string, 'success' | 'closed' | 'abnormal'>>): Promise<void> {
    for (const [out_refund_no, outcome] of Object.entries(refunds))
      await this.control('refunds', { out_refund_no, outcome });
    await this.tick(REFUND_TICK_MS);
  }

  /** A row of this payment or refund will not say what happened in the next bill. */
  async misprints(number: string, difference: Difference): Promise<void> {
    await this.control('faults', { kind: 'billDifference', endpoint: 'bills.trade', difference, number });
  }

  /** Goes to the next morning and waits until the bill of the day that ended is matched. Answers which day that was. */
  async night(): Promise<string> {
    const [date, nowMs] = [this.today(), this.world.wechatPay.clock.nowMs()];
    const midnight = Math.floor((nowMs + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS;
    await this.world.wechatPay.clock.advance(midnight + DAY_MS + MORNING_MS - nowMs);
    for (let ticks = 0; ticks < BILL_TICKS; ticks++) {
      await this.tick();
      const answer = await this.owner.call('bills.day', { date });
      if (answer.ok && answer.value.state !== 'waiting' && answer.value.state !== 'fetching') return date;
    }
    throw new Error(`the bill of ${date} was not matched`);
  }
}
