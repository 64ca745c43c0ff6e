import { DAY_MS, startOfDay } from '../core/reconciliation/beijing-day';
import type { BillDay, DayTotals, MatchProgress } from '../core/reconciliation/bill-day';
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
import { paymentIdentity, refundIdentity, secondOf } from './trade-pass';

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
  ours: DayTotals;
  readonly missing: BillDifference[];
  more: number;
}

interface Looked {
  readonly kind: RowKind;
  readonly number: string;
  readonly amountMinor: number;
  /** Null: this bill does not have to tell of it. */
  readonly agrees: boolean | null;
}

function lookForPayment({ deps, table }: Matching, kind: RowKind, ours: OurPayment): Looked {
  const { outTradeNo: number, amount } = ours;
  const looked = { kind, number, amountMinor: amount.minor };
  if (ours.mchid !== deps.billed.mchid) return { ...looked, agrees: null };
  const identity = paymentIdentity(ours, deps.billed);
  const own = table.find(kind, number, amount.minor, identity);
  // A bill may tell of a payment and of its being taken back in two rows, or in the latter alone.
  const found = own ?? (kind === 'payment' ? table.find('revoked', number, amount.minor, identity) : null);
  if (found === null) return { ...looked, agrees: false };
  table.see(found.slot, found.agrees && (own !== null || ours.state === 'reversed'));
  return { ...looked, agrees: true };
}

/** Whether the gateway has taken the refund in: one that is due may never have arrived. */
function isTakenIn({ state, refundId }: OurRefund): boolean {
  return refundId !== null || state === 'processing' || state === 'succeeded' || state === 'abnormal';
}

function lookForRefund({ table }: Matching, ours: OurRefund): Looked {
  const { outRefundNo: number, amount, state } = ours;
  const looked = { kind: 'refund', number, amountMinor: amount.minor } as const;
  const found = table.find('refund', number, amount.minor, refundIdentity(ours));
  if (found === null) return { ...looked, agrees: isTakenIn(ours) ? false : null };
  table.see(found.slot, found.agrees && refundStateAgrees(found.refundState, state));
  return { ...looked, agrees: true };
}

function withOurs(totals: DayTotals, { kind, amountMinor }: Looked): DayTotals {
  return kind === 'payment'
    ? { ...totals, payments: totals.payments + 1, paidMinor: totals.paidMinor + amountMinor }
    : { ...totals, refunds: totals.refunds + 1, refundedMinor: totals.refundedMinor + amountMinor };
}

/** Notes something of ours that no row tells of, unless a neighbour's bill has it. */
function noteMissing(
  matching: Matching,
  findings: WalkFindings,
  looked: Looked,
  at: Walked<OurPayment | OurRefund>,
) {
  const { day, elsewhere, isToCome } = matching;
  if (elsewhere.has(`${looked.kind}:${looked.number}`)) return;
  if (findings.missing.length >= BILL_PAGE) {
    findings.more += 1;
    return;
  }
  const neighbour = neighbourOf(day.date, at.atMs);
  const awaits = neighbour !== null && isToCome(neighbour) ? neighbour : null;
  findings.missing.push(missingRow(day, looked.kind, at.ours, awaits));
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

function look(matching: Matching, kind: RowKind, ours: OurPayment | OurRefund): Looked {
  return 'outRefundNo' in ours ? lookForRefund(matching, ours) : lookForPayment(matching, kind, ours);
}

/** Looks for everything of one page in the table. */
function take(
  matching: Matching,
  kind: RowKind,
  page: readonly Walked<OurPayment | OurRefund>[],
  findings: WalkFindings,
): void {
  for (const at of page) {
    const looked = look(matching, kind, at.ours);
    if (looked.agrees === null) continue;
    findings.ours = withOurs(findings.ours, looked);
    if (!looked.agrees) noteMissing(matching, findings, looked, at);
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
  let after: Walk['after'] = null;
  for (;;) {
    const page = await pages({ fromMs, toMs, after, limit: BILL_PAGE });
    const last = page.at(-1);
    if (last === undefined || page.length < BILL_PAGE) {
      take(matching, kind, page, findings);
      return toMs;
    }
    const cutMs = startMs + secondOf(last.atMs, startMs) * 1000;
    const begun = after === null ? fromMs : after.atMs;
    if (!inBudget() && cutMs > begun) {
      take(
        matching,
        kind,
        page.filter(({ atMs }) => atMs < cutMs),
        findings,
      );
      return cutMs;
    }
    take(matching, kind, page, findings);
    after = {
      atMs: last.atMs,
      number: 'outRefundNo' in last.ours ? last.ours.outRefundNo : last.ours.outTradeNo,
    };
  }
}
