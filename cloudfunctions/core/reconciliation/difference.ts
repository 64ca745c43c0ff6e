import type { BillAction, BillDifferenceKind, BillSubject } from '../../../miniprogram/contract/bills';
import type { Money } from '../../../miniprogram/contract/money';
import type { AttemptState } from '../payment/attempt';
import type { RefundState } from '../refund/refund';
import type { BilledRefundState, OurPayment, OurRefund, RowKind, TheirRow } from './facts';
import { numberOf } from './facts';

/** What the books say, as far as it matters. */
export interface OurSide {
  readonly amount: Money | null;
  readonly state: AttemptState | RefundState | null;
  readonly atMs: number | null;
}

/** What the bill says, as far as it matters. */
export interface TheirSide {
  readonly amount: Money | null;
  /** `paid`, `revoked`, or a refund's state. */
  readonly state: 'paid' | 'revoked' | BilledRefundState | null;
  readonly atMs: number | null;
  readonly feeMicroyuan: number | null;
}

/** How a difference ended. */
export interface Resolution {
  /** `foundLater`: a later bill or a later look agreed. */
  readonly action: BillAction | 'foundLater';
  /** Openid; null where the shop did it by itself. */
  readonly by: string | null;
  readonly atMs: number;
  readonly text: string;
}

/** One difference between the books and the bill of a day. */
export interface BillDifference {
  /** Derived from day, subject and number: the same one is found again under the same id. */
  readonly differenceId: string;
  readonly date: string;
  readonly subject: BillSubject;
  readonly kind: BillDifferenceKind;
  readonly orderId: string | null;
  readonly outTradeNo: string | null;
  readonly transactionId: string | null;
  readonly outRefundNo: string | null;
  readonly refundId: string | null;
  readonly ours: OurSide | null;
  readonly theirs: TheirSide | null;
  /** Of the day's account: what was found, in words. */
  readonly detail: string;
  /** The run that found it first, and the one that found it last. */
  readonly firstRun: number;
  readonly run: number;
  /** The day whose bill may hold it too, because it happened near midnight; null once that is known. */
  readonly awaits: string | null;
  /** What asking the gateway has taught; null before. */
  readonly learnt: string | null;
  /** `open`, `awaiting` a neighbour's bill, or `resolved`; apart, so that one index finds them. */
  readonly status: 'open' | 'awaiting' | 'resolved';
  readonly resolution: Resolution | null;
}

interface Found {
  readonly date: string;
  readonly run: number;
}

const PLAIN = { learnt: null, resolution: null, detail: '' } as const;

function idOf(date: string, what: RowKind | 'account', number: string): string {
  return `${date}:${what}:${number}`;
}

function theirSide(row: TheirRow): TheirSide {
  const state = { payment: 'paid', revoked: 'revoked', refund: row.refundState } as const;
  return { amount: row.amount, state: state[row.kind], atMs: row.atMs, feeMicroyuan: row.feeMicroyuan };
}

function ourSide(ours: OurPayment | OurRefund | null): OurSide | null {
  return ours && { amount: ours.amount, state: ours.state, atMs: ours.atMs };
}

/** A row that differs from ours, or has no counterpart. */
export function rowDifference(
  { date, run }: Found,
  kind: BillDifferenceKind,
  row: TheirRow,
  ours: OurPayment | OurRefund | null,
): BillDifference {
  return {
    differenceId: idOf(date, row.kind, numberOf(row)),
    date,
    subject: row.kind === 'payment' ? 'payment' : 'refund',
    kind,
    orderId: ours?.orderId ?? null,
    outTradeNo: row.outTradeNo,
    transactionId: row.transactionId,
    outRefundNo: row.kind === 'refund' ? row.outRefundNo : null,
    refundId: row.kind === 'refund' ? row.refundId : null,
    ours: ourSide(ours),
    theirs: theirSide(row),
    firstRun: run,
    run,
    awaits: null,
    status: 'open',
    ...PLAIN,
  };
}

/** Something of ours that no row tells of. `awaits` where a neighbour's bill may. */
export function missingRow(
  { date, run }: Found,
  kind: RowKind,
  ours: OurPayment | OurRefund,
  awaits: string | null,
): BillDifference {
  const outRefundNo = 'outRefundNo' in ours ? ours.outRefundNo : null;
  return {
    differenceId: idOf(date, kind, outRefundNo ?? ours.outTradeNo),
    date,
    subject: kind === 'payment' ? 'payment' : 'refund',
    kind: 'onlyOurs',
    orderId: ours.orderId,
    outTradeNo: ours.outTradeNo,
    transactionId: 'transactionId' in ours ? ours.transactionId : null,
    outRefundNo,
    refundId: 'refundId' in ours ? ours.refundId : null,
    ours: ourSide(ours),
    theirs: null,
    firstRun: run,
    run,
    awaits,
    status: awaits === null ? 'open' : 'awaiting',
    ...PLAIN,
  };
}

/** Something about the day's account as a whole. `name` tells differences of one kind apart. */
export function accountDifference(
  { date, run }: Found,
  kind: Extract<BillDifferenceKind, 'balance' | 'fundTotals' | 'opening'>,
  { name, detail }: { readonly name: string; readonly detail: string },
): BillDifference {
  return {
    differenceId: idOf(date, 'account', `${kind}-${name}`),
    date,
    subject: 'account',
    kind,
    orderId: null,
    outTradeNo: null,
    transactionId: null,
    outRefundNo: null,
    refundId: null,
    ours: null,
    theirs: null,
    firstRun: run,
    run,
    awaits: null,
    status: 'open',
    ...PLAIN,
    detail,
  };
}

/**
 * What is written when a run finds a difference that is known already. What was resolved stays so while it is of the
 * same kind and amounts; a difference of another kind under the same number is a new matter.
 */
export function foundAgain(known: BillDifference | null, found: BillDifference): BillDifference {
  if (known === null) return found;
  const { firstRun, learnt } = known;
  const same = known.kind === found.kind && sidesEqual(known, found);
  if (!same || known.resolution?.action === 'foundLater') return { ...found, firstRun };
  const { resolution } = known;
  const status = resolution === null ? found.status : 'resolved';
  return { ...found, firstRun, learnt, resolution, status };
}

function sidesEqual(a: BillDifference, b: BillDifference): boolean {
  return (
    a.ours?.amount?.minor === b.ours?.amount?.minor &&
    a.theirs?.amount?.minor === b.theirs?.amount?.minor &&
    a.theirs?.state === b.theirs?.state &&
    a.theirs?.feeMicroyuan === b.theirs?.feeMicroyuan &&
    a.detail === b.detail
  );
}

/** The difference with its end. */
export function resolved(difference: BillDifference, resolution: Resolution): BillDifference {
  return { ...difference, awaits: null, status: 'resolved', resolution };
}

/** What may be done about each kind of a payment and of a refund, the most sensible first. */
const ACTIONS: Record<BillDifferenceKind, Record<BillSubject, readonly BillAction[]>> = {
  onlyOurs: { payment: ['query', 'ignore'], refund: ['query', 'ignore'], account: [] },
  onlyTheirs: {
    payment: ['query', 'settle', 'refund', 'ignore'],
    refund: ['query', 'settle', 'ignore'],
    account: [],
  },
  amount: { payment: ['query', 'ignore'], refund: ['query', 'ignore'], account: [] },
  state: { payment: ['query', 'ignore'], refund: ['query', 'ignore'], account: [] },
  party: { payment: ['query', 'ignore'], refund: ['query', 'ignore'], account: [] },
  fee: { payment: ['ignore'], refund: ['ignore'], account: [] },
  repeated: { payment: ['query', 'ignore'], refund: ['query', 'ignore'], account: [] },
  balance: { payment: [], refund: [], account: ['ignore'] },
  fundTotals: { payment: [], refund: [], account: ['ignore'] },
  opening: { payment: [], refund: [], account: ['ignore'] },
};

/** What may be done about a difference now. A revoked payment nobody here knows has no refund to enter. */
export function actionsFor(difference: BillDifference): readonly BillAction[] {
  if (difference.status === 'resolved') return [];
  const actions = ACTIONS[difference.kind][difference.subject];
  const revoked = difference.theirs?.state === 'revoked';
  return revoked ? actions.filter((action) => action !== 'settle') : actions;
}
