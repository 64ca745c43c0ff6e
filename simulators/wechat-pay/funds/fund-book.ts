import type { OrderRecord, PaymentRecord } from '../orders/order-record';
import { isPartnerOrder } from '../orders/parties';
import type { Draw, Pot, RefundRecord } from '../refunds/refund-record';
import { createAccounts } from './accounts';
import type { FundAccount, FundMovement, Purse } from './accounts';
import { feeFen } from './fees';

/** Money moved by hand. One journal line. */
export interface BalanceEntry {
  readonly kind: 'balanceSet';
  readonly mchid: string;
  readonly purse: Purse;
  readonly balanceFen: number;
  readonly atMs: number;
}

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

/** The fee comes back to where the refund is paid from; to the first of several. */
export function feePurse(draws: readonly Draw[]): Pot {
  return draws[0]?.pot ?? 'unsettled';
}

export function createFundBook(): FundBookKeeper {
  const { move, ...accounts } = createAccounts();
  const ofOrder = (order: OrderRecord, atMs: number) =>
    ({ mchid: holderOf(order), purse: 'unsettled', about: order.outTradeNo, atMs }) as const;
  const ofRefund = (order: OrderRecord, { outRefundNo }: RefundRecord, atMs: number) =>
    ({ mchid: holderOf(order), about: outRefundNo, atMs }) as const;
  return {
    ...accounts,
    collected(order, { paidAtMs }) {
      const base = ofOrder(order, paidAtMs);
      const { total } = order.request.amount;
      move({ ...base, kind: 'collect', amountFen: total });
      move({ ...base, kind: 'fee', amountFen: feeFen(total) });
    },
    reversed(order, atMs) {
      const base = ofOrder(order, atMs);
      const { total } = order.request.amount;
      move({ ...base, kind: 'reversalFeeBack', amountFen: feeFen(total) });
      move({ ...base, kind: 'reversal', amountFen: total });
    },
    refunded(order, refund) {
      const base = ofRefund(order, refund, refund.createdMs);
      // The fee first: the balance then holds for a refund of everything there is.
      move({ ...base, kind: 'feeBack', purse: feePurse(refund.draws), amountFen: refund.feeBackFen });
      for (const { pot, amountFen } of refund.draws) move({ ...base, kind: 'refund', purse: pot, amountFen });
    },
    refundClosed(order, refund, atMs) {
      const base = ofRefund(order, refund, atMs);
      for (const { pot, amountFen } of refund.draws)
        move({ ...base, kind: 'refundReturned', purse: pot, amountFen });
      move({ ...base, kind: 'feeAgain', purse: feePurse(refund.draws), amountFen: refund.feeBackFen });
    },
    set({ mchid, purse, balanceFen, atMs }) {
      const more = balanceFen - accounts.balanceFen(mchid, purse);
      const kind = more > 0 ? 'deposit' : 'withdrawal';
      move({ mchid, purse, kind, about: '', amountFen: Math.abs(more), atMs });
    },
  };
}
