import { beijingDay } from '../beijing-day';
import type { Pot } from '../refunds/refund-record';

/** Accounts a fund flow bill can be asked for. */
export type FundAccount = 'BASIC' | 'OPERATION' | 'FEES';

export const FUND_ACCOUNTS: readonly FundAccount[] = ['BASIC', 'OPERATION', 'FEES'];

/** What can hold money: the two pots of the basic account, and the other accounts whole. */
export type Purse = Pot | 'operation' | 'fees';

export const PURSES: readonly Purse[] = ['unsettled', 'available', 'operation', 'fees'];

const ACCOUNT_OF: Readonly<Record<Purse, FundAccount>> = {
  unsettled: 'BASIC',
  available: 'BASIC',
  operation: 'OPERATION',
  fees: 'FEES',
};

interface MovementNature {
  readonly income: boolean;
  /** What `about` numbers: an order, a refund, or nothing when money is moved by hand. */
  readonly of: 'order' | 'refund' | 'hand';
}

/** Everything that moves money. A closed refund returns, and the fee given back with it is taken again. */
export const MOVEMENTS = {
  collect: { income: true, of: 'order' },
  fee: { income: false, of: 'order' },
  reversal: { income: false, of: 'order' },
  reversalFeeBack: { income: true, of: 'order' },
  refund: { income: false, of: 'refund' },
  feeBack: { income: true, of: 'refund' },
  refundReturned: { income: true, of: 'refund' },
  feeAgain: { income: false, of: 'refund' },
  deposit: { income: true, of: 'hand' },
  withdrawal: { income: false, of: 'hand' },
} as const satisfies Readonly<Record<string, MovementNature>>;

export type MovementKind = keyof typeof MOVEMENTS;

/** One line of an account. Small, because a day may have a million: words are added when a bill is made. */
export interface FundMovement {
  /** Counts the movements of the simulator, from 1. */
  readonly seq: number;
  readonly atMs: number;
  readonly kind: MovementKind;
  /** out_trade_no or out_refund_no; empty for money moved by hand. */
  readonly about: string;
  /** Positive; the kind says in or out. */
  readonly amountFen: number;
  readonly balanceFen: number;
}

export interface Move {
  readonly mchid: string;
  readonly purse: Purse;
  readonly kind: MovementKind;
  readonly about: string;
  readonly amountFen: number;
  readonly atMs: number;
}

/** The merchants' accounts, line by line. */
export interface Accounts {
  /** Moving nothing leaves no line. */
  move(move: Move): void;
  balanceFen(mchid: string, purse: Purse): number;
  movements(mchid: string, account: FundAccount, day: string): readonly FundMovement[];
  days(mchid: string, account: FundAccount): readonly string[];
  clear(): void;
}

export function createAccounts(): Accounts {
  const balances = new Map<string, number>();
  const lines = new Map<string, FundMovement[]>();
  const days = new Map<string, string[]>();
  let seq = 0;
  let lastMs = 0;
  const balanceFen = (mchid: string, purse: Purse): number => balances.get(`${mchid}|${purse}`) ?? 0;
  const accountFen = (mchid: string, account: FundAccount): number =>
    PURSES.filter((purse) => ACCOUNT_OF[purse] === account).reduce(
      (sum, purse) => sum + balanceFen(mchid, purse),
      0,
    );
  const addLine = (mchid: string, account: FundAccount, line: FundMovement): void => {
    const day = beijingDay(line.atMs);
    const key = `${mchid}|${account}|${day}`;
    const listed = lines.get(key);
    if (listed !== undefined) {
      listed.push(line);
      return;
    }
    lines.set(key, [line]);
    days.set(`${mchid}|${account}`, [...(days.get(`${mchid}|${account}`) ?? []), day]);
  };
  return {
    balanceFen,
    movements: (mchid, account, day) => lines.get(`${mchid}|${account}|${day}`) ?? [],
    days: (mchid, account) => days.get(`${mchid}|${account}`) ?? [],
    move({ mchid, purse, kind, about, amountFen, atMs }) {
      if (amountFen === 0) return;
      const account = ACCOUNT_OF[purse];
      const change = MOVEMENTS[kind].income ? amountFen : -amountFen;
      balances.set(`${mchid}|${purse}`, balanceFen(mchid, purse) + change);
      seq += 1;
      // Balances follow from line to line, so time may not step back between two of them.
      lastMs = Math.max(atMs, lastMs);
      addLine(mchid, account, {
        seq,
        atMs: lastMs,
        kind,
        about,
        amountFen,
        balanceFen: accountFen(mchid, account),
      });
    },
    clear() {
      for (const map of [balances, lines, days]) map.clear();
      seq = 0;
      lastMs = 0;
    },
  };
}
