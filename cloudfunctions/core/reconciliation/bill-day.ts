import type { BillDayState } from '../../../miniprogram/contract/bills';
import { advance, defineMachine } from '../machine';
import type { RowKind } from './facts';

/** What can happen to a day. */
export type BillDayCommand = 'ask' | 'wait' | 'agree' | 'differ' | 'close' | 'reopen' | 'askAgain' | 'expire';

/**
 * The life of a day's reconciliation. Every state but `waiting` and `fetching` is an end; a day can be asked for again
 * from each, and a neighbour's bill may reopen it.
 */
export const billDayMachine = defineMachine<BillDayState, BillDayCommand>({
  name: 'billDay',
  initial: 'waiting',
  states: ['waiting', 'fetching', 'matched', 'differences', 'closed', 'unavailable'],
  transitions: {
    waiting: { ask: 'fetching', expire: 'unavailable' },
    fetching: {
      wait: 'waiting',
      agree: 'matched',
      differ: 'differences',
      close: 'closed',
      expire: 'unavailable',
    },
    matched: { reopen: 'differences', askAgain: 'fetching' },
    differences: { close: 'closed', askAgain: 'fetching' },
    closed: { reopen: 'differences', askAgain: 'fetching' },
    unavailable: { askAgain: 'fetching' },
  },
  final: ['matched', 'differences', 'closed', 'unavailable'],
});

/** A bill of the day that was read and kept, or why there is none. */
export type DayFile =
  | {
      readonly kind: 'kept';
      /** Of the file unpacked, lower-case hex. */
      readonly sha1: string;
      /** Of the file unpacked. */
      readonly bytes: number;
      readonly rows: number;
      /** The pieces of the file as it arrived, in order. */
      readonly fileIds: readonly string[];
    }
  /** WeChat Pay says that nothing moved that day. */
  | { readonly kind: 'none' }
  /** There is no such bill for this merchant. */
  | { readonly kind: 'notOffered' };

/** What the whole trade bill came to: the rows of every shop, as the account has them. */
export interface WholeTrade {
  readonly settlementMinor: number;
  readonly settlementRefundMinor: number;
  readonly feeMicroyuan: number;
}

/** Counts and sums of one side, in fen; of the fee in millionths of a yuan. */
export interface DayTotals {
  readonly payments: number;
  readonly paidMinor: number;
  readonly refunds: number;
  readonly refundedMinor: number;
  readonly feeMicroyuan: number;
}

/** Nothing moved. */
export const NO_TOTALS: DayTotals = {
  payments: 0,
  paidMinor: 0,
  refunds: 0,
  refundedMinor: 0,
  feeMicroyuan: 0,
};

/** Adds up one side of a day. In place: a day may have a million. */
export class DaySum {
  private payments: number;
  private paidMinor: number;
  private refunds: number;
  private refundedMinor: number;
  private feeMicroyuan: number;

  constructor(before: DayTotals = NO_TOTALS) {
    this.payments = before.payments;
    this.paidMinor = before.paidMinor;
    this.refunds = before.refunds;
    this.refundedMinor = before.refundedMinor;
    this.feeMicroyuan = before.feeMicroyuan;
  }

  /** Adds a payment, or money that went back. */
  add(kind: RowKind, amountMinor: number, feeMicroyuan = 0): void {
    if (kind === 'payment') {
      this.payments += 1;
      this.paidMinor += amountMinor;
    } else {
      this.refunds += 1;
      this.refundedMinor += amountMinor;
    }
    this.feeMicroyuan += feeMicroyuan;
  }

  /** What it comes to. */
  totals(): DayTotals {
    const { payments, paidMinor, refunds, refundedMinor, feeMicroyuan } = this;
    return { payments, paidMinor, refunds, refundedMinor, feeMicroyuan };
  }
}

/** Why a day is not done, in words for a person. */
export interface BillTrouble {
  readonly atMs: number;
  readonly text: string;
  /** Where a file that was refused is kept as evidence; empty where none came. */
  readonly fileIds: readonly string[];
}

/** How far matching has come: of each kind, everything before the moment is matched. */
export interface MatchProgress {
  readonly doneUntilMs: Readonly<Record<RowKind, number>>;
  readonly ours: DayTotals;
  /** Differences beyond those that are kept. */
  readonly more: number;
  /** Differences kept so far. */
  readonly kept: number;
  /** Numbers of rows that agree with something of ours whose own time lies elsewhere. */
  readonly strays: readonly string[];
}

/** One day and where its reconciliation stands. Times are milliseconds since 1970. */
export interface BillDay {
  /** `yyyy-MM-dd`, a day in Beijing. */
  readonly date: string;
  readonly state: BillDayState;
  /** Counts how often the day was asked for; differences are found by one run and adopted at its end. */
  readonly run: number;
  /** The last run that came to its end; zero before the first. */
  readonly finishedRun: number;
  /** Asked in vain, one after the other. */
  readonly tries: number;
  /** Null where nothing is to be done by itself. */
  readonly nextStepAtMs: number | null;
  readonly trouble: BillTrouble | null;
  /** Null until it was read in this run. */
  readonly trade: DayFile | null;
  readonly fundFlow: DayFile | null;
  /** Of every shop's rows of the trade bill, to hold against the account. */
  readonly whole: WholeTrade | null;
  readonly progress: MatchProgress | null;
  /** As the bill has it, without rows of other shops. */
  readonly theirs: DayTotals | null;
  /** As the books have it; null before they were matched. */
  readonly ours: DayTotals | null;
  /** Rows of other apps or merchants in the same bill. */
  readonly foreignRows: number;
  /** Of the account, where anything moved. */
  readonly balance: { readonly openingMinor: number; readonly closingMinor: number } | null;
  /** See {@link MatchProgress}; of the last finished run. */
  readonly strays: readonly string[];
  readonly openDifferences: number;
  readonly resolvedDifferences: number;
  /** Found, but beyond what is kept. */
  readonly moreDifferences: number;
}

/** A day nobody has asked for yet. */
export function newBillDay(date: string, nextStepAtMs: number): BillDay {
  return {
    date,
    state: billDayMachine.initial,
    run: 1,
    finishedRun: 0,
    tries: 0,
    nextStepAtMs,
    trouble: null,
    trade: null,
    fundFlow: null,
    whole: null,
    progress: null,
    theirs: null,
    ours: null,
    foreignRows: 0,
    balance: null,
    strays: [],
    openDifferences: 0,
    resolvedDifferences: 0,
    moreDifferences: 0,
  };
}

/** Pauses between two tries, in minutes; the last one is repeated. WeChat Pay asks for half an hour. */
const PAUSES_MINUTES = [1, 5, 15, 30] as const;

/** When to try again after the n-th try in vain, from 1. */
export function retryAtMs(tries: number, nowMs: number): number {
  return nowMs + (PAUSES_MINUTES[Math.min(tries, PAUSES_MINUTES.length) - 1] ?? 1) * 60_000;
}

/** The day as a new run begins it: bills are asked for anew, what was resolved stays. */
export function begunAgain(day: BillDay, nowMs: number): BillDay {
  return {
    ...day,
    state: day.state === 'fetching' ? day.state : advance(billDayMachine, day.state, 'askAgain'),
    run: day.run + 1,
    tries: 0,
    nextStepAtMs: nowMs,
    trouble: null,
    trade: null,
    fundFlow: null,
    whole: null,
    progress: null,
  };
}
