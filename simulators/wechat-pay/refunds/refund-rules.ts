import { feePurse, holderOf } from '../funds/fund-book';
import type { FundBook } from '../funds/fund-book';
import { feeBackFen } from '../funds/fees';
import { tradeStateAt } from '../orders/order-record';
import type { OrderRecord } from '../orders/order-record';
import type { ApiRefusal } from '../protocol/answer';
import type { Variations } from '../variations';
import type { RefundRequestWire } from '../wire';
import { refundStatus } from './refund-record';
import type { Draw, RefundRecord } from './refund-record';
import {
  balanceShort,
  exceedsRefundable,
  fullyRefunded,
  orderNotRefundable,
  orderTotalDiffers,
  refundTooLate,
  refundTooSoon,
  tooManyRefunds,
} from './refund-refusals';

const MINUTE_MS = 60_000;

/** Money goes back for a year after it was paid. */
const REFUNDABLE_MS = 365 * 24 * 60 * MINUTE_MS;

/** An order can be refunded in so many parts. */
const MAX_REFUNDS = 50;

/** Between two partial refunds of one order. */
const MIN_GAP_MS = MINUTE_MS;

/** An order and what has been given back of it. */
export interface RefundedOrder {
  readonly order: OrderRecord;
  /** Every refund accepted before, closed ones included. */
  readonly before: readonly RefundRecord[];
}

export interface RuleDeps {
  readonly nowMs: number;
  readonly funds: FundBook;
  readonly variations: Variations;
}

/** What the books take up when a refund is accepted. */
export interface RefundTerms {
  readonly feeBackFen: number;
  readonly draws: readonly Draw[];
}

/** Whether an order can give back this much now, apart from the money the merchant has. */
export function checkRefundable(
  request: RefundRequestWire,
  { order, before }: RefundedOrder,
  { nowMs, variations }: RuleDeps,
): ApiRefusal | undefined {
  const state = tradeStateAt(order, nowMs);
  if (order.payment === undefined || (state !== 'SUCCESS' && state !== 'REFUND'))
    return orderNotRefundable(state);
  const { total } = order.request.amount;
  if (request.amount.total !== total) return orderTotalDiffers();
  if (nowMs > order.payment.paidAtMs + REFUNDABLE_MS) return refundTooLate();
  const standing = before.filter(isStanding);
  const left = total - sumOf(standing);
  if (left === 0) return fullyRefunded();
  if (request.amount.refund > left) return exceedsRefundable();
  if (standing.length >= MAX_REFUNDS) return tooManyRefunds();
  const last = before.at(-1);
  if (last !== undefined && nowMs < last.createdMs + MIN_GAP_MS) return refundTooSoon(variations);
  return undefined;
}

/** Where the money is taken from, and the fee that comes back with it. */
export function refundTerms(request: RefundRequestWire, { order, before }: RefundedOrder): RefundTerms {
  const standing = before.filter(isStanding);
  const { refund, from } = request.amount;
  const whole: Draw = {
    pot: request.funds_account === 'AVAILABLE' ? 'available' : 'unsettled',
    amountFen: refund,
  };
  return {
    feeBackFen: feeBackFen({
      totalFen: order.request.amount.total,
      refundFen: refund,
      refundedFen: sumOf(standing),
      givenBackFen: standing.reduce((sum, { feeBackFen: back }) => sum + back, 0),
    }),
    draws: from?.map(({ account, amount }) => ({
      pot: account === 'AVAILABLE' ? 'available' : 'unsettled',
      amountFen: amount,
    })) ?? [whole],
  };
}

/** The fee comes back at once, so what is needed is the refund less that. */
export function checkFunds(terms: RefundTerms, order: OrderRecord, funds: FundBook): ApiRefusal | undefined {
  const holder = holderOf(order);
  const short = terms.draws.some(({ pot, amountFen }) => {
    const back = pot === feePurse(terms.draws) ? terms.feeBackFen : 0;
    return funds.balanceFen(holder, pot) + back < amountFen;
  });
  return short ? balanceShort() : undefined;
}

/** A closed refund gives its amount free again. */
function isStanding(refund: RefundRecord): boolean {
  return refundStatus(refund) !== 'CLOSED';
}

function sumOf(refunds: readonly RefundRecord[]): number {
  return refunds.reduce((sum, { request }) => sum + request.amount.refund, 0);
}
