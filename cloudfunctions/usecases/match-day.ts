import { DAY_MS, startOfDay } from '../core/reconciliation/beijing-day';
import type { BillDay, DaySum, MatchProgress } from '../core/reconciliation/bill-day';
import { NO_TOTALS } from '../core/reconciliation/bill-day';
import type { BillDifference } from '../core/reconciliation/difference';
import { missingRow } from '../core/reconciliation/difference';
import type { OurPayment, OurRefund, RowKind } from '../core/reconciliation/facts';
import { refundStateAgrees } from '../core/reconciliation/judge';
import { neighbourOf } from '../core/reconciliation/midnight';
import type { RowTable } from '../core/reconciliation/row-table';
import { BILL_PAGE } from '../ports/bill-store';
import type { Walk, Walked } from '../ports/bill-store';
import type { BillDeps } from './bill-deps';
import { partyOf, secondOf } from './trade-pass';

/** Matching in the order of the kinds. */
export const ROW_KINDS: readonly RowKind[] = ['payment', 'refund', 'revoked'];

/** Nothing is matched yet. */
export function noProgress(date: string): MatchProgress {
  const startMs = startOfDay(date);
  const doneUntilMs = { payment: startMs, refund: startMs, revoked: startMs };
  return { doneUntilMs, ours: NO_TOTALS, more: 0, kept: 0, strays: [] };
}

/** Whether everything of a day is matched. */
export function isMatched(date: string, { doneUntilMs }: MatchProgress): boolean {
  return ROW_KINDS.every((kind) => doneUntilMs[kind] >= startOfDay(date) + DAY_MS);
}

/** What holds for the whole of a day while it is matched. */
export interface Matching {
  readonly deps: BillDeps;
  readonly day: BillDay;
  readonly table: RowTable;
  readonly inBudget: () => boolean;
  /** Rows of a neighbour's bill that are of this day by our books. */
  readonly elsewhere: ReadonlySet<string>;
  /** Whether a neighbour's bill is still to come. */
  readonly isToCome: (date: string) => boolean;
}

/** What walking the books has found. */
export interface WalkFindings {
  readonly ours: DaySum;
  readonly missing: BillDifference[];
  more: number;
}

/** What came of looking for one of ours. `elsewhere`: this bill does not have to tell of it. */
type Looked = 'found' | 'missing' | 'elsewhere';

function lookForPayment({ deps, table }: Matching, kind: RowKind, ours: OurPayment): Looked {
  const { outTradeNo, amount, transactionId } = ours;
  if (ours.mchid !== deps.billed.mchid) return 'elsewhere';
  const own = table.find(kind, outTradeNo);
  // A bill may tell of a payment and of its being taken back in two rows, or in the latter alone.
  const slot = own === -1 && kind === 'payment' ? table.find('revoked', outTradeNo) : own;
  if (slot === -1) return 'missing';
  const agrees = table.agrees(slot, amount.minor, transactionId ?? '', partyOf(ours.appid, deps.billed));
  table.see(slot, agrees && (own !== -1 || ours.state === 'reversed'));
  return 'found';
}

/** Whether the gateway has taken the refund in: one that is due may never have arrived. */
function isTakenIn({ state, refundId }: OurRefund): boolean {
  return refundId !== null || state === 'processing' || state === 'succeeded' || state === 'abnormal';
}

function lookForRefund({ table }: Matching, ours: OurRefund): Looked {
  const slot = table.find('refund', ours.outRefundNo);
  if (slot === -1) return isTakenIn(ours) ? 'missing' : 'elsewhere';
  const agrees = table.agrees(slot, ours.amount.minor, ours.outTradeNo, 0);
  table.see(slot, agrees && refundStateAgrees(table.refundStateAt(slot), ours.state));
  return 'found';
}

function isRefund(ours: OurPayment | OurRefund): ours is OurRefund {
  return 'outRefundNo' in ours;
}

function numberOfOurs(ours: OurPayment | OurRefund): string {
  return isRefund(ours) ? ours.outRefundNo : ours.outTradeNo;
}

/** Notes something of ours that no row tells of. */
function noteMissing(
  { day, isToCome }: Matching,
  findings: WalkFindings,
  kind: RowKind,
  { ours, atMs }: Walked<OurPayment | OurRefund>,
): void {
  if (findings.missing.length >= BILL_PAGE) {
    findings.more += 1;
    return;
  }
  const neighbour = neighbourOf(day.date, atMs);
  const awaits = neighbour !== null && isToCome(neighbour) ? neighbour : null;
  findings.missing.push(missingRow(day, kind, ours, awaits));
}

function walkOf({ store }: BillDeps, kind: RowKind) {
  switch (kind) {
    case 'payment':
      return (walk: Walk): Promise<readonly Walked<OurPayment | OurRefund>[]> => store.walkPayments(walk);
    case 'refund':
      return (walk: Walk): Promise<readonly Walked<OurPayment | OurRefund>[]> => store.walkRefunds(walk);
    case 'revoked':
      return (walk: Walk): Promise<readonly Walked<OurPayment | OurRefund>[]> => store.walkRevoked(walk);
  }
}

/** One kind on its way through the books. */
interface Walking {
  readonly matching: Matching;
  readonly kind: RowKind;
  readonly findings: WalkFindings;
}

/** Looks for everything of one page in the table that happened before a moment. */
function take(
  { matching, kind, findings }: Walking,
  page: readonly Walked<OurPayment | OurRefund>[],
  beforeMs = Infinity,
): void {
  for (const walked of page) {
    const { ours, atMs } = walked;
    if (atMs >= beforeMs) return;
    const looked = isRefund(ours) ? lookForRefund(matching, ours) : lookForPayment(matching, kind, ours);
    const isElsewhere = looked === 'missing' && matching.elsewhere.has(`${kind}:${numberOfOurs(ours)}`);
    if (looked === 'elsewhere' || isElsewhere) continue;
    findings.ours.add(kind, ours.amount.minor);
    if (looked === 'missing') noteMissing(matching, findings, kind, walked);
  }
}

/**
 * Walks the books of one kind from where it stopped, as far as the table and the time reach; answers until when
 * everything was looked for: a whole second, because rows have no milliseconds.
 */
export async function walkBooks(
  matching: Matching,
  kind: RowKind,
  fromMs: number,
  findings: WalkFindings,
): Promise<number> {
  const { deps, day, table, inBudget } = matching;
  const startMs = startOfDay(day.date);
  const toMs = Math.min(startMs + table.limitSecond * 1000, startMs + DAY_MS);
  const pages = walkOf(deps, kind);
  const walking = { matching, kind, findings };
  let after: Walk['after'] = null;
  for (;;) {
    const page = await pages({ fromMs, toMs, after, limit: BILL_PAGE });
    const last = page.at(-1);
    if (last === undefined || page.length < BILL_PAGE) {
      take(walking, page);
      return toMs;
    }
    const cutMs = startMs + secondOf(last.atMs, startMs) * 1000;
    const begun = after === null ? fromMs : after.atMs;
    if (!inBudget() && cutMs > begun) {
      take(walking, page, cutMs);
      return cutMs;
    }
    take(walking, page);
    after = { atMs: last.atMs, number: numberOfOurs(last.ours) };
  }
}
