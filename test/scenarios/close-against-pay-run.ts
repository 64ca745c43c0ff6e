import { setTimeout as pause } from 'node:timers/promises';
import { closeOrder } from '../../cloudfunctions/usecases/close-order';
import { healOrder } from '../../cloudfunctions/usecases/heal-order';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import { startPayment } from '../../cloudfunctions/usecases/start-payment';
import { postJson } from '../../tools/world/shopper';
import type { Plan } from './close-against-pay-plan';
import { placeAtQuote } from '../fixtures/shelf';
import type { InProcessShop } from './in-process-shop';

/** What a run left behind, to be judged against the books and against WeChat Pay. */
export interface Run {
  readonly plan: Plan;
  readonly orderId: string;
  readonly skuId: string;
  /** Promises that were broken while it ran. */
  readonly problems: readonly string[];
}

/** The shop's clock runs this far ahead, so that an order can expire here while WeChat Pay still takes the money. */
const LEAD_MS = 2_500;
const PAY_WITHIN_MS = 30 * 60_000;
/** Ticks of the job after the faults have ended: one asks, one closes what has expired, one is to spare. */
const MAX_TICKS = 3;
/** How often another shopper tries to get the piece. */
const LOOK_EVERY_MS = 12;
/** Longer than it takes until an attempt is asked about by the job. */
const A_WHILE_MS = 6_000;

async function settleDown(shop: InProcessShop): Promise<void> {
  const { controlUrl } = shop.wechatPay;
  await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
  shop.cloud.faults.clear();
  await postJson(`${controlUrl}/notifications/deliver`, { all: true });
}

/** One order, its payer, whoever closes it, and whoever waits for its piece. */
class Scene {
  readonly problems: string[] = [];
  readonly skuId: string;
  private readonly shop: InProcessShop;
  private readonly plan: Plan;
  private readonly openid: string;
  private readonly sheets: string[] = [];
  private orderId = '';
  private raceIsOver = false;

  constructor(shop: InProcessShop, plan: Plan) {
    this.shop = shop;
    this.plan = plan;
    this.skuId = `sku-${plan.seed}`;
    this.openid = `o-payer-${plan.seed}`;
  }

  async play(): Promise<Run> {
    const { shop, plan } = this;
    await shop.shelve(this.skuId, 1);
    this.orderId = await this.place(this.openid, `token-${plan.seed}`);
    if (plan.taps === 'before') await this.openSheet();
    if (plan.closer === 'expiry') await this.almostExpire();
    for (const fault of plan.wechatPayFaults) await postJson(`${shop.wechatPay.controlUrl}/faults`, fault);
    shop.cloud.faults.seed(plan.seed);
    for (const fault of plan.databaseFaults) shop.cloud.faults.add(fault);
    const rival = plan.rival ? this.waitForThePiece() : Promise.resolve();
    await Promise.all([this.pay(), this.close(), this.look()]);
    this.raceIsOver = true;
    await rival;
    await settleDown(shop);
    await this.untilFinal();
    return { plan, orderId: this.orderId, skuId: this.skuId, problems: this.problems };
  }

  private async place(openid: string, clientToken: string): Promise<string> {
    const lines = [{ skuId: this.skuId, quantity: 1 }];
    const placed = await placeAtQuote(this.shop.deps, { openid, clientToken, lines });
    return placed.kind === 'placed' ? placed.file.order.orderId : '';
  }

  private async openSheet(): Promise<void> {
    const started = await startPayment(this.shop.deps, { openid: this.openid, orderId: this.orderId });
    if (started.kind === 'started')
      this.sheets.push(started.requestPayment.package.replace('prepay_id=', ''));
  }

  /** Pays with every sheet on the phone, as a shopper who taps on; answers how many payments WeChat Pay took. */
  private async payWithSheets(): Promise<number> {
    const url = `${this.shop.wechatPay.controlUrl}/payments`;
    const body = (prepayId: string) => JSON.stringify({ prepay_id: prepayId, openid: this.openid });
    const headers = { 'content-type': 'application/json' };
    const answers = await Promise.all(
      this.sheets.map((sheet) => fetch(url, { method: 'POST', headers, body: body(sheet) })),
    );
    return answers.filter(({ ok }) => ok).length;
  }

  private async almostExpire(): Promise<void> {
    const file = await this.shop.deps.store.findOrder(this.orderId);
    const leftMs = (file?.order.payBeforeMs ?? 0) - this.shop.deps.clock.nowMs();
    // WeChat Pay's second is a whole one, so the sheet ends up to a second before the order does by its own clock.
    await this.shop.wechatPay.clock.advance(Math.max(0, leftMs));
  }

  private async pay(): Promise<void> {
    const { payAfterMs, taps } = this.plan;
    await pause(payAfterMs);
    if (taps === 'during') await this.openSheet();
    if (taps === 'twiceDuring') await Promise.all([this.openSheet(), this.openSheet()]);
    await this.payWithSheets();
  }

  private async close(): Promise<void> {
    const { closer, closeAfterMs, forgetful } = this.plan;
    const { deps } = this.shop;
    await pause(closeAfterMs);
    if (closer === 'cancel') await closeOrder(deps, { orderId: this.orderId, reason: 'cancelled' });
    else await runJobs(deps);
    const closed = (await deps.store.findOrder(this.orderId))?.order.state === 'closed';
    // From the moment the books say closed no sheet may take money, or the stock was released too early.
    const taken = closed && !forgetful ? await this.payWithSheets() : 0;
    if (taken > 0) this.problems.push('WeChat Pay took money for an order that was closed already');
  }

  private async look(): Promise<void> {
    if (this.plan.lookAfterMs === null) return;
    await pause(this.plan.lookAfterMs);
    const file = await this.shop.deps.store.findOrder(this.orderId);
    if (file !== null) await healOrder(this.shop.deps, file);
  }

  private async waitForThePiece(): Promise<void> {
    for (let tries = 0; ; tries++) {
      const last = this.raceIsOver;
      const orderId = await this.place(`o-rival-${this.plan.seed}`, `rival-${this.plan.seed}-${tries}`);
      if (orderId !== '' || last) return;
      await pause(LOOK_EVERY_MS);
    }
  }

  private async isFinal(): Promise<boolean> {
    const file = await this.shop.deps.store.findOrder(this.orderId);
    const open = file?.attempts.some(({ state }) => state === 'created' || state === 'prepared') ?? true;
    return file?.order.state !== 'awaitingPayment' && !open;
  }

  /** The job alone must bring every order to its end, whatever the race left. */
  private async untilFinal(): Promise<void> {
    const { deps, wechatPay } = this.shop;
    for (let tick = 0; tick < MAX_TICKS; tick++) {
      if (await this.isFinal()) return;
      await wechatPay.clock.advance(tick === 0 ? A_WHILE_MS : PAY_WITHIN_MS);
      const { failed } = await runJobs(deps);
      if (failed > 0) this.problems.push(`the job failed at ${failed} orders without any fault`);
    }
    if (!(await this.isFinal())) this.problems.push(`the job did not end the order in ${MAX_TICKS} ticks`);
  }
}

/** Plays one run from an empty shelf to the end of its order. Never rejects: what went wrong is a problem of the run. */
export async function playRun(shop: InProcessShop, plan: Plan): Promise<Run> {
  shop.setClockLead(plan.closer === 'expiry' ? LEAD_MS : 0);
  const scene = new Scene(shop, plan);
  try {
    return await scene.play();
  } catch (error) {
    await settleDown(shop);
    return {
      plan,
      orderId: '',
      skuId: scene.skuId,
      problems: [...scene.problems, `stopped: ${String(error)}`],
    };
  }
}
