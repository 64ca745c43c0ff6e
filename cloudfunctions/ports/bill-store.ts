import type { BillDay } from '../core/reconciliation/bill-day';
import type { BillDifference } from '../core/reconciliation/difference';
import type { OurPayment, OurRefund } from '../core/reconciliation/facts';

/** What a decision about one document writes; nothing where `write` is missing. */
export interface BillChange<Result, Written> {
  readonly result: Result;
  readonly write?: Written;
}

/** One page of a walk along time: everything from `fromMs` to before `toMs`, in order of time and number. */
export interface Walk {
  readonly fromMs: number;
  readonly toMs: number;
  /** The last one of the page before. */
  readonly after: { readonly atMs: number; readonly number: string } | null;
  readonly limit: number;
}

/** One step of a walk. */
export interface Walked<Ours> {
  readonly atMs: number;
  readonly ours: Ours;
}

/** The books of reconciliation, and the shop's money in an order that fits a bill's. */
export interface BillStore {
  findBillDay(date: string): Promise<BillDay | null>;
  /** Days from `from` to `to`, both included, oldest first. */
  listBillDays(query: { readonly from: string; readonly to: string }): Promise<readonly BillDay[]>;
  /** The latest day there is, or null. */
  newestBillDay(): Promise<string | null>;
  /** Days with something to do by `nowMs`, the oldest day first. */
  listBillDaysToDo(query: { readonly nowMs: number; readonly limit: number }): Promise<readonly string[]>;
  /** Reads one day, decides without I/O, writes; decides again when another writer was faster. */
  changeBillDay<Result>(
    date: string,
    decide: (day: BillDay | null) => BillChange<Result, BillDay>,
  ): Promise<Result>;

  /** Keeps what a run found; one that is known is merged with `foundAgain`. */
  keepDifferences(found: readonly BillDifference[]): Promise<void>;
  findDifference(differenceId: string): Promise<BillDifference | null>;
  /** As {@link changeBillDay}, for one difference. */
  changeDifference<Result>(
    differenceId: string,
    decide: (difference: BillDifference | null) => BillChange<Result, BillDifference>,
  ): Promise<Result>;
  /** Differences of one day in one status, by id; `after` is the last one of the page before. */
  listDifferences(query: {
    readonly date: string;
    readonly status: BillDifference['status'];
    readonly after?: string;
    readonly limit: number;
  }): Promise<readonly BillDifference[]>;
  countDifferences(date: string, status: BillDifference['status']): Promise<number>;
  /** Differences of other days that wait for the bill of this one, at most a page. */
  listAwaiting(date: string): Promise<readonly BillDifference[]>;

  /** Payments by when they succeeded, those that were taken back later too. */
  walkPayments(walk: Walk): Promise<readonly Walked<OurPayment>[]>;
  /** Refunds by when they were begun. */
  walkRefunds(walk: Walk): Promise<readonly Walked<OurRefund>[]>;
  /** Payments that were taken back whole, by when the reverse went out. */
  walkRevoked(walk: Walk): Promise<readonly Walked<OurPayment>[]>;
  /** Those of these attempts that exist, in any order; at most a page of numbers. */
  findPayments(outTradeNos: readonly string[]): Promise<readonly OurPayment[]>;
  /** As {@link findPayments}, for refunds. */
  findRefunds(outRefundNos: readonly string[]): Promise<readonly OurRefund[]>;
}

/** The most that one call of {@link BillStore} answers or is asked for. */
export const BILL_PAGE = 1_000;
