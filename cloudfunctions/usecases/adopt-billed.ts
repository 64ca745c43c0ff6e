import { isCollectable } from '../core/collection/counter-order';
import { adoptPayment, decideAdoptingRefund } from '../core/reconciliation/adopting';
import type { BillDifference } from '../core/reconciliation/difference';
import type { GatewayRefund } from '../ports/payment-gateway';
import type { GatewayDeps } from './ask-gateway';
import { keepCallEvidence } from './evidence';
import type { SucceededPayment } from './settle-payment';
import { settlePayment } from './settle-payment';

/** The order the money is entered under, or null where the gateway did not confirm it, or it fits nothing. */
type AdoptedOrder = string | null;

/** The payment as the gateway proves it, if it is the one the bill told of. */
async function confirmedPayment(
  deps: GatewayDeps,
  { outTradeNo, transactionId, theirs }: BillDifference,
): Promise<SucceededPayment | null> {
  if (outTradeNo === null) return null;
  const answer = await deps.gateway.query(outTradeNo);
  await keepCallEvidence(deps, 'query', { orderId: '', outTradeNo }, answer);
  if (answer.kind !== 'accepted' || answer.value.state !== 'succeeded') return null;
  const { value } = answer;
  const same = value.transactionId === transactionId && value.total.minor === theirs?.amount?.minor;
  return same && !value.refunded && isCollectable(value.total) ? value : null;
}

/**
 * Enters a payment only the gateway has: an order of its amount is made for it, and the payment settles it like any
 * other. Safe to repeat: the order's id follows from the number.
 */
export async function adoptBilledPayment(
  deps: GatewayDeps,
  difference: BillDifference,
): Promise<AdoptedOrder> {
  const payment = await confirmedPayment(deps, difference);
  if (payment === null) return null;
  const { outTradeNo, total: amount, appid, mchid } = payment;
  const orderId = deps.ids.derived('billed', outTradeNo);
  const adopted = adoptPayment({ orderId, outTradeNo, amount, appid, mchid, nowMs: deps.clock.nowMs() });
  await deps.store.changeOrder<null>(orderId, (file) =>
    file === null
      ? { result: null, write: { order: adopted.order, attempts: [adopted.attempt] } }
      : { result: null },
  );
  const settled = await settlePayment(deps, payment);
  return settled.kind === 'paid' || settled.kind === 'alreadySettled' ? orderId : null;
}

async function confirmedRefund(
  deps: GatewayDeps,
  { outRefundNo, outTradeNo, refundId, theirs }: BillDifference,
): Promise<GatewayRefund | null> {
  if (outRefundNo === null || outTradeNo === null) return null;
  const answer = await deps.gateway.queryRefund(outRefundNo);
  await keepCallEvidence(deps, 'query', { orderId: '', outTradeNo, outRefundNo }, answer);
  if (answer.kind !== 'accepted') return null;
  const { value } = answer;
  const same =
    value.outTradeNo === outTradeNo &&
    value.refundId === refundId &&
    value.amount.minor === theirs?.amount?.minor;
  return same ? value : null;
}

/** Enters a refund only the gateway has under the payment it is of. Safe to repeat. */
export async function adoptBilledRefund(
  deps: GatewayDeps,
  difference: BillDifference,
  by: string,
): Promise<AdoptedOrder> {
  const reported = await confirmedRefund(deps, difference);
  const known = reported && (await deps.store.findAttempt(reported.outTradeNo));
  if (reported === null || known === null) return null;
  const nowMs = deps.clock.nowMs();
  const begunAtMs = difference.theirs?.atMs ?? nowMs;
  return deps.store.changeOrder<AdoptedOrder>(known.orderId, (file) => {
    const attempt = file?.attempts.find((one) => one.outTradeNo === reported.outTradeNo);
    if (!file || !attempt) return { result: null };
    const decision = decideAdoptingRefund({ ...file, attempt, reported, by, begunAtMs, nowMs });
    switch (decision.kind) {
      case 'refused':
        return { result: null };
      case 'known':
        return { result: known.orderId };
      case 'adopted':
        return {
          result: known.orderId,
          write: { order: decision.order, refunds: [decision.refund] },
        };
    }
  });
}
