import type { Order } from '../../cloudfunctions/core/order/order';
import type { Attempt } from '../../cloudfunctions/core/payment/attempt';
import { isLive } from '../../cloudfunctions/core/refund/refund';
import type { Books } from '../../cloudfunctions/ports/store';
import type { Run } from './close-against-pay-run';
import type { InProcessShop } from './in-process-shop';

/** The ways in which an order may end. `revived` and `refundDue` take a payment that came after closing. */
export type End = 'paid' | 'closed' | 'revived' | 'refundDue';

/** What WeChat Pay holds of one number. */
interface Truth {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly transaction_id: string | null;
}

/** Everything that runs are judged by. */
export interface Evidence {
  readonly books: Books;
  readonly truths: ReadonlyMap<string, Truth>;
}

/** Reads the shop's books and WeChat Pay's; the latter shows its newest 200 orders. */
export async function gatherEvidence(shop: InProcessShop): Promise<Evidence> {
  const response = await fetch(`${shop.wechatPay.controlUrl}/state`);
  const { orders } = (await response.json()) as { orders: readonly Truth[] };
  const truths = new Map(orders.map((order) => [order.out_trade_no, order]));
  return { books: await shop.deps.store.readBooks(), truths };
}

function attemptProblems(attempt: Attempt, truth: Truth | undefined): string[] {
  const { outTradeNo, state, transactionId } = attempt;
  const problems: string[] = [];
  if (state === 'created' || state === 'prepared') problems.push(`${outTradeNo} is still ${state}`);
  // What was given back again was taken all the same.
  const taken = truth?.trade_state === 'SUCCESS' || truth?.trade_state === 'REFUND';
  if (taken !== (state === 'succeeded'))
    problems.push(`${outTradeNo} is ${state} here and ${truth?.trade_state ?? 'unknown'} at WeChat Pay`);
  if (taken && truth?.transaction_id !== transactionId)
    problems.push(`${outTradeNo} has the transaction ${String(transactionId)}`);
  return problems;
}

function endOf(order: Order, attempts: readonly Attempt[], books: Books): End {
  const moved = books.movements.filter(({ orderId }) => orderId === order.orderId).map(({ kind }) => kind);
  if (order.state === 'paid') return moved.includes('sellOnHand') ? 'revived' : 'paid';
  return attempts.some(({ state }) => state === 'succeeded') ? 'refundDue' : 'closed';
}

function endProblems(end: End, attempts: readonly Attempt[], evidence: Evidence): string[] {
  const succeeded = attempts.filter(({ state }) => state === 'succeeded');
  const refunds = evidence.books.refunds.filter(({ outTradeNo }) =>
    attempts.some((attempt) => attempt.outTradeNo === outTradeNo),
  );
  switch (end) {
    case 'paid':
    case 'revived':
      return succeeded.length === 1 && refunds.length === 0
        ? []
        : [`is paid by ${succeeded.length} payments with ${refunds.length} refunds`];
    case 'closed': {
      const alive = attempts.filter(
        ({ outTradeNo, prepayId }) =>
          prepayId !== null && evidence.truths.get(outTradeNo)?.trade_state !== 'CLOSED',
      );
      return alive.map(({ outTradeNo }) => `is closed, but ${outTradeNo} can still be paid`);
    }
    case 'refundDue': {
      const given = refunds.filter(
        (refund) =>
          isLive(refund.state) &&
          succeeded.some((paid) => paid.outTradeNo === refund.outTradeNo) &&
          refund.amount.minor === succeeded[0]?.amount.minor,
      );
      return given.length === succeeded.length && refunds.length === given.length
        ? []
        : [`is closed with ${succeeded.length} payments and ${given.length} full refunds`];
    }
  }
}

/** Judges one run; `end` is null where the order has none. */
export function judge(run: Run, evidence: Evidence): { end: End | null; problems: string[] } {
  const { plan } = run;
  const order = evidence.books.orders.find(({ orderId }) => orderId === run.orderId);
  if (order === undefined) return { end: null, problems: [...run.problems, 'there is no order'] };
  if (order.state !== 'paid' && order.state !== 'closed')
    return { end: null, problems: [...run.problems, `is ${order.state} at the end`] };
  const attempts = evidence.books.attempts.filter(({ orderId }) => orderId === order.orderId);
  const end = endOf(order, attempts, evidence.books);
  const late = end === 'revived' || end === 'refundDue';
  const problems = [
    ...run.problems,
    ...attempts.flatMap((attempt) => attemptProblems(attempt, evidence.truths.get(attempt.outTradeNo))),
    ...(plan.forgetful && end === 'closed' ? [] : endProblems(end, attempts, evidence)),
    ...(late && !plan.forgetful ? [`is ${end}, though WeChat Pay never said that the order was gone`] : []),
  ];
  return { end, problems };
}
