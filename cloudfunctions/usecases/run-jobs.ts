import { isUnderWay } from '../core/payment/attempt';
import type { Attempt } from '../core/payment/attempt';
import { advanceCollection } from './advance-collection';
import type { GatewayDeps } from './ask-gateway';
import { askGateway } from './ask-gateway';
import { carryRefunds } from './carry-refunds';
import { carryShipments } from './carry-shipments';
import type { CarryDeps } from './carry-shipments';
import { closeOrder } from './close-order';
import { endAttempt } from './end-attempt';
import { sendMessages } from './send-messages';

/** What one tick did. */
export interface JobsReport {
  readonly claimed: boolean;
  readonly healed: number;
  readonly asked: number;
  readonly expired: number;
  /** Steps of refunds: calls and queries. */
  readonly refundSteps: number;
  /** Steps of shipments: uploads and questions to WeChat. */
  readonly shippingSteps: number;
  /** Subscribe messages that went out. */
  readonly messages: number;
  readonly failed: number;
}

/** A little longer than the function's own timeout: a tick that died frees the lease by itself. */
const LEASE_MS = 90_000;
/** Fresh attempts are left to the shopper and the notification; this is the first step of the polling advice. */
const ASK_AFTER_MS = 5_000;
/** One page of work; the time budget decides how many pages a tick takes. */
const PAGE = 50;
/** Leaves the rest of the minute, and of the function's timeout, to the last calls under way. */
const TICK_BUDGET_MS = 40_000;
/** The share of it that refunds have first, so that a crowd of payments cannot keep money from going back. */
const REFUNDS_BUDGET_MS = 10_000;
/** By then shipments and messages stop, counted from the start: what is paid and unpaid comes before telling of it. */
const TELLING_BUDGET_MS = 20_000;

type Counters = { -readonly [Key in Exclude<keyof JobsReport, 'claimed'>]: number };

/** What a tick needs: the gateway for money, WeChat for goods and messages. */
export type JobsDeps = GatewayDeps & CarryDeps;

async function guarded(
  deps: GatewayDeps,
  counters: Counters,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    // One order's trouble must not stop the others; it is tried again at the next tick.
    counters.failed++;
    deps.log.error('jobs.item', error, { what });
  }
}

/** Goes on with a collection whose screen is gone or whose process died, until it is paid or reversed. */
async function resumeCollection(deps: GatewayDeps, counters: Counters, attempt: Attempt): Promise<void> {
  await advanceCollection(deps, attempt);
  const after = await deps.store.findAttempt(attempt.outTradeNo);
  if (after !== null && !isUnderWay(after)) counters.healed++;
}

async function healOpenAttempts(
  deps: GatewayDeps,
  counters: Counters,
  inBudget: () => boolean,
): Promise<void> {
  let createdAfterMs = 0;
  while (inBudget()) {
    const beforeMs = deps.clock.nowMs() - ASK_AFTER_MS;
    const page = await deps.store.listOpenAttempts({ createdAfterMs, beforeMs, limit: PAGE });
    for (const attempt of page) {
      if (!inBudget()) return;
      await guarded(deps, counters, attempt.outTradeNo, async () => {
        counters.asked++;
        if (attempt.scene === 'paymentCode') return resumeCollection(deps, counters, attempt);
        // Left open beside a paid order, or past its time: nobody may pay it any more.
        if (attempt.payBeforeMs <= deps.clock.nowMs()) return void (await endAttempt(deps, attempt));
        const asked = await askGateway(deps, attempt);
        if (asked === 'paid' || asked === 'revived' || asked === 'refundDue') counters.healed++;
      });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    createdAfterMs = last.createdAtMs - 1 > createdAfterMs ? last.createdAtMs - 1 : last.createdAtMs;
  }
}

async function expireOrders(deps: GatewayDeps, counters: Counters, inBudget: () => boolean): Promise<void> {
  const tried = new Set<string>();
  while (inBudget()) {
    const page = await deps.store.listExpired({ nowMs: deps.clock.nowMs(), limit: PAGE });
    const fresh = page.filter((orderId) => !tried.has(orderId));
    for (const orderId of fresh) {
      if (!inBudget()) return;
      tried.add(orderId);
      await guarded(deps, counters, orderId, async () => {
        const result = await closeOrder(deps, { orderId, reason: 'expired' });
        if (result.kind === 'closed') counters.expired++;
      });
    }
    // What could not be closed stays at the front of the list; a page of nothing but that ends the tick.
    if (fresh.length === 0) return;
  }
}

async function carry(deps: GatewayDeps, counters: Counters, inBudget: () => boolean): Promise<void> {
  const { refundSteps, failed } = await carryRefunds(deps, inBudget);
  counters.refundSteps += refundSteps;
  counters.failed += failed;
}

async function tell(deps: CarryDeps, counters: Counters, inBudget: () => boolean): Promise<void> {
  const shipments = await carryShipments(deps, inBudget);
  counters.shippingSteps += shipments.shippingSteps;
  const sent = await sendMessages(deps, inBudget);
  counters.messages += sent.messages;
  counters.failed += shipments.failed + sent.failed;
}

/** The minute's work: carry refunds, tell of shipments, close what has expired, heal open payments by query. One tick at a time over all instances. */
export async function runJobs(deps: JobsDeps): Promise<JobsReport> {
  const startedMs = deps.clock.nowMs();
  const lease = { name: 'tick', holder: deps.ids.unique() };
  const counters: Counters = {
    healed: 0,
    asked: 0,
    expired: 0,
    refundSteps: 0,
    shippingSteps: 0,
    messages: 0,
    failed: 0,
  };
  const claimed = await deps.store.claimJob({ ...lease, nowMs: startedMs, leaseMs: LEASE_MS });
  if (!claimed) return { claimed, ...counters };
  const within = (budgetMs: number) => () => deps.clock.nowMs() - startedMs < budgetMs;
  const inBudget = within(TICK_BUDGET_MS);
  try {
    await carry(deps, counters, within(REFUNDS_BUDGET_MS));
    await tell(deps, counters, within(TELLING_BUDGET_MS));
    await expireOrders(deps, counters, inBudget);
    await healOpenAttempts(deps, counters, inBudget);
  } finally {
    await deps.store.releaseJob(lease);
  }
  deps.log.info('jobs.tick', { ...counters });
  return { claimed, ...counters };
}
