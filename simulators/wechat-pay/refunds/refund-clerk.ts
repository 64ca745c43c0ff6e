import type { Agenda } from '../agenda';
import { createAlarm } from '../alarm';
import { beijingTime } from '../clock';

import type { Ledger } from '../ledger';
import type { NotificationSender } from '../notifications/notification-sender';
import type { OrderRecord, PaymentRecord } from '../orders/order-record';
import { DIGITS } from '../seeded-random';
import type { SeededRandom } from '../seeded-random';
import type { Settings } from '../settings';
import type { Variations } from '../variations';
import type { AbnormalRefundRequestWire, RefundRequestWire } from '../wire';
import { arrivalMs, MERCHANT_ACCOUNT, receivedAccount } from './receiving-account';
import type { RefundBook, RefundEntry } from './refund-book';
import { refundNotice } from './refund-of';
import type { RefundOutcome, RefundRecord } from './refund-record';
import type { RefundTerms } from './refund-rules';

/** A refund about to be accepted; its rules hold. */
export interface RefundApplication {
  readonly request: RefundRequestWire;
  readonly fingerprint: string;
  readonly order: OrderRecord;
  readonly payment: PaymentRecord;
  readonly terms: RefundTerms;
}

/** An abnormal refund on its new way; its card number is known by its last digits alone. */
export interface Reroute {
  readonly request: AbnormalRefundRequestWire;
  readonly fingerprint: string;
  readonly cardDigits: string;
}

/** Carries refunds to their end on the simulated clock, and tells the merchant. */
export interface RefundClerk extends Agenda {
  accept(application: RefundApplication): RefundRecord;
  /** Sends an abnormal refund to another account. */
  reroute(refund: RefundRecord, reroute: Reroute): void;
  /** Ends a refund now. The caller knows that its status may become this. */
  end(refund: RefundRecord, outcome: RefundOutcome): void;
  /** Decides how a refund under way ends when it falls due. */
  plan(refund: RefundRecord, outcome: RefundOutcome): void;
  /** Decides how the next refund to be accepted ends. */
  planNext(outcome: RefundOutcome): void;
  start(): void;
  /** Forgets what was planned for refunds to come, for a reset. */
  clear(): void;
  stop(): void;
}

export interface RefundClerkDeps {
  readonly ledger: Ledger;
  readonly sender: NotificationSender;
  readonly random: SeededRandom;
  readonly variations: Variations;
  readonly settings: Settings;
  readonly nowMs: () => number;
}

export function createRefundClerk(deps: RefundClerkDeps): RefundClerk {
  const { ledger, nowMs } = deps;
  let plannedNext: readonly RefundOutcome[] = [];
  const nextDueMs = (): number | null => firstDueMs(ledger.books.refunds);
  const endDue = (): void => {
    for (const refund of dueRefunds(ledger.books.refunds, nowMs()))
      endRefund(refund, { outcome: refund.outcome, atMs: refund.dueMs ?? nowMs() }, deps);
  };
  const alarm = createAlarm({ nextDueMs, nowMs, ring: endDue });
  return {
    accept(application) {
      const [outcome = 'SUCCESS', ...later] = plannedNext;
      plannedNext = later;
      const refund = newRefund(application, outcome, deps);
      ledger.record({ kind: 'refundAccepted', refund });
      alarm.set();
      return refund;
    },
    reroute(refund, way) {
      ledger.record(rerouted(refund, way, deps));
      alarm.set();
    },
    end(refund, outcome) {
      endRefund(refund, { outcome, atMs: nowMs() }, deps);
      alarm.set();
    },
    plan({ outRefundNo, dueMs }, outcome) {
      ledger.record({ kind: 'refundPlanned', outRefundNo, outcome, dueMs: dueMs ?? nowMs() });
    },
    planNext(outcome) {
      plannedNext = [...plannedNext, outcome];
    },
    nextDueMs,
    runDue() {
      endDue();
      alarm.set();
      return Promise.resolve();
    },
    start: () => alarm.start(),
    clear() {
      plannedNext = [];
      alarm.set();
    },
    stop: () => alarm.stop(),
  };
}

function dueRefunds(refunds: RefundBook, nowMs: number): readonly RefundRecord[] {
  return [...refunds.processing()]
    .filter(({ dueMs }) => dueMs !== null && dueMs <= nowMs)
    .sort((a, b) => (a.dueMs ?? 0) - (b.dueMs ?? 0));
}

function firstDueMs(refunds: RefundBook): number | null {
  const times = [...refunds.processing()].flatMap(({ dueMs }) => dueMs ?? []);
  return times.reduce<number | null>((first, ms) => (first === null || ms < first ? ms : first), null);
}

function rerouted(
  refund: RefundRecord,
  { request, fingerprint, cardDigits }: Reroute,
  deps: RefundClerkDeps,
): RefundEntry {
  const toMerchant = request.type === 'MERCHANT_BANK_CARD';
  const bankType = request.bank_type ?? '';
  return {
    kind: 'refundRerouted',
    outRefundNo: refund.outRefundNo,
    atMs: deps.nowMs(),
    dueMs: dueAfter(toMerchant ? 'OTHERS' : bankType, deps),
    outcome: 'SUCCESS',
    channel: toMerchant ? refund.channel : 'OTHER_BANKCARD',
    receivedAccount: toMerchant ? MERCHANT_ACCOUNT : receivedAccount(bankType, cardDigits),
    fingerprint,
  };
}

/** When a refund made now arrives. */
function dueAfter(bankType: string, { settings, random, nowMs }: RefundClerkDeps): number {
  const { refundDelayMs } = settings;
  return refundDelayMs === 'seeded' ? arrivalMs(bankType, nowMs(), random) : nowMs() + refundDelayMs;
}

function newRefund(
  { request, fingerprint, order, payment, terms }: RefundApplication,
  outcome: RefundOutcome,
  deps: RefundClerkDeps,
): RefundRecord {
  const createdMs = deps.nowMs();
  const day = beijingTime(createdMs).slice(0, 10).replaceAll('-', '');
  const digits = (label: string, length: number): string => deps.random.text(label, length, DIGITS);
  return {
    refundId: `50${digits('refundId', 9)}${day}${digits('refundId', 10)}`,
    outRefundNo: request.out_refund_no,
    outTradeNo: order.outTradeNo,
    transactionId: payment.transactionId,
    request,
    fingerprint,
    createdMs,
    channel: 'ORIGINAL',
    receivedAccount: receivedAccount(payment.bankType, lastDigitsOf(payment)),
    ...terms,
    outcome,
    dueMs: dueAfter(payment.bankType, deps),
    history: [{ status: 'PROCESSING', atMs: createdMs }],
  };
}

/** A shopper's card has the same last digits at every refund. */
function lastDigitsOf({ transactionId }: PaymentRecord): string {
  return transactionId.slice(-4);
}

function endRefund(
  refund: RefundRecord,
  { outcome, atMs }: { readonly outcome: RefundOutcome; readonly atMs: number },
  { ledger, sender, settings, variations }: RefundClerkDeps,
): void {
  const { outRefundNo, outTradeNo } = refund;
  const leavesOrder = outcome === 'CLOSED' && variations.pick('stateAfterClosedRefund') === 'SUCCESS';
  ledger.record({ kind: 'refundEnded', outRefundNo, outcome, atMs, leavesOrder });
  const ended = ledger.books.refunds.byNumber(outRefundNo);
  const order = ledger.orderByNumber(outTradeNo);
  const url = refund.request.notify_url;
  // Without a notify_url WeChat Pay sends a V2 message to the address set on its platform, if one is.
  if (ended === undefined || order === undefined || url === undefined) return;
  // The key that would seal it does not exist.
  if (settings.merchantState === 'noApiV3Key') return;
  sender.queue({
    outTradeNo,
    outRefundNo,
    url,
    eventType: `REFUND.${outcome}`,
    plaintext: refundNotice(ended, order, outcome),
  });
}
