import { beijingDay } from '../beijing-day';
import type { OrderRecord, PaymentRecord } from '../orders/order-record';
import { isPartnerOrder } from '../orders/parties';
import type { Draw, Pot, RefundRecord } from '../refunds/refund-record';
import { feeFen } from './fees';

/** Accounts a fund flow bill can be asked for. */
export type FundAccount = 'BASIC' | 'OPERATION' | 'FEES';

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

/** One line of an account. Small, because a day may have a million: names are added when a bill is made. */
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

/** Money moved by hand. One journal line. */
export interface BalanceEntry {
  readonly kind: 'balanceSet';
  readonly mchid: string;
  readonly purse: Purse;
  readonly balanceFen: number;
  readonly atMs: number;
}

/** What can be set: the two pots of the basic account, and the other accounts whole. */
export type Purse = Pot | 'operation' | 'fees';

export const PURSES: readonly Purse[] = ['unsettled', 'available', 'operation', 'fees'];

const ACCOUNT_OF: Readonly<Record<Purse, FundAccount>> = {
  unsettled: 'BASIC',
  available: 'BASIC',
  operation: 'OPERATION',
  fees: 'FEES',
};

/** What the merchants hold, and how it came to that. */
export interface FundBook {
  balanceFen(mchid: string, purse: Purse): number;
  /** In the order they happened. */
  movements(mchid: string, account: FundAccount, day: string): readonly FundMovement[];
  /** Days on which an account moved, oldest first. */
  days(mchid: string, account: FundAccount): readonly string[];
}

export interface FundBookKeeper extends FundBook {
  collected(order: OrderRecord, payment: PaymentRecord): void;
  reversed(order: OrderRecord, atMs: number): void;
  refunded(order: OrderRecord, refund: RefundRecord): void;
  /** A refund that was closed: the money and the fee go back to where they were. */
  refundClosed(order: OrderRecord, refund: RefundRecord, atMs: number): void;
  set(entry: BalanceEntry): void;
  clear(): void;
}

/** Who the money of an order belongs to: a service provider's customers pay the sub merchant. */
export function holderOf({ request }: OrderRecord): string {
  return isPartnerOrder(request) ? request.sub_mchid : request.mchid;
}

interface Move {
  readonly mchid: string;
  readonly purse: Purse;
  readonly kind: MovementKind;
  readonly about: string;
  readonly amountFen: number;
  readonly atMs: number;
}

export function createFundBook(): FundBookKeeper {
  const balances = new Map<string, number>();
  const rows = new Map<string, FundMovement[]>();
  const days = new Map<string, string[]>();
  let seq = 0;
  let lastMs = 0;
  const balance = (mchid: string, purse: Purse): number => balances.get(`${mchid}|${purse}`) ?? 0;
  const accountBalance = (mchid: string, account: FundAccount): number =>
    PURSES.filter((purse) => ACCOUNT_OF[purse] === account).reduce((sum, purse) => sum + balance(mchid, purse), 0);
  const move = ({ mchid, purse, kind, about, amountFen, ...rest }: Move): void => {
    if (amountFen === 0) return;
    const account = ACCOUNT_OF[purse];
    balances.set(`${mchid}|${purse}`, balance(mchid, purse) + (MOVEMENTS[kind].income ? amountFen : -amountFen));
    seq += 1;
    // Balances follow from line to line, so time may not step back between two of them.
    const atMs = Math.max(rest.atMs, lastMs);
    lastMs = atMs;
    const day = beijingDay(atMs);
    const key = `${mchid}|${account}|${day}`;
    const row = { seq, atMs, kind, about, amountFen, balanceFen: accountBalance(mchid, account) };
    const listed = rows.get(key);
    if (listed !== undefined) {
      listed.push(row);
      return;
    }
    rows.set(key, [row]);
    days.set(`${mchid}|${account}`, [...(days.get(`${mchid}|${account}`) ?? []), day]);
  };
  return {
    balanceFen: balance,
    movements: (mchid, account, day) => rows.get(`${mchid}|${account}|${day}`) ?? [],
    days: (mchid, account) => days.get(`${mchid}|${account}`) ?? [],
    collected(order, { paidAtMs: atMs }) {
      const base = { mchid: holderOf(order), purse: 'unsettled', about: order.outTradeNo, atMs } as const;
      const { total } = order.request.amount;
      move({ ...base, kind: 'collect', amountFen: total });
      move({ ...base, kind: 'fee', amountFen: feeFen(total) });
    },
    reversed(order, atMs) {
      const base = { mchid: holderOf(order), purse: 'unsettled', about: order.outTradeNo, atMs } as const;
      const { total } = order.request.amount;
      move({ ...base, kind: 'reversalFeeBack', amountFen: feeFen(total) });
      move({ ...base, kind: 'reversal', amountFen: total });
    },
    refunded(order, refund) {
      const base = { mchid: holderOf(order), about: refund.outRefundNo, atMs: refund.createdMs };
      // The fee first: the balance then holds for a refund of everything there is.
      move({ ...base, kind: 'feeBack', purse: feePurse(refund.draws), amountFen: refund.feeBackFen });
      for (const { pot, amountFen } of refund.draws) move({ ...base, kind: 'refund', purse: pot, amountFen });
    },
    refundClosed(order, refund, atMs) {
      const base = { mchid: holderOf(order), about: refund.outRefundNo, atMs };
      for (const { pot, amountFen } of refund.draws) {
        move({ ...base, kind: 'refundReturned', purse: pot, amountFen });
      }
      move({ ...base, kind: 'feeAgain', purse: feePurse(refund.draws), amountFen: refund.feeBackFen });
    },
    set({ mchid, purse, balanceFen, atMs }) {
      const more = balanceFen - balance(mchid, purse);
      const kind = more > 0 ? 'deposit' : 'withdrawal';
      move({ mchid, purse, kind, about: '', amountFen: Math.abs(more), atMs });
    },
    clear() {
      for (const map of [balances, rows, days]) map.clear();
      seq = 0;
      lastMs = 0;
    },
  };
}

/** The fee comes back to where the refund is paid from; to the first of several. */
export function feePurse(draws: readonly Draw[]): Pot {
  return draws[0]?.pot ?? 'unsettled';
}
