import { decideSettlement } from '../core/payment/settlement';
import type { Log } from '../ports/log';
import type { GatewayPayment } from '../ports/payment-gateway';
import type { Change, OrderFile, Shortage } from '../ports/store';
import type { EvidenceDeps } from './evidence';

/** A success as the gateway proved it. */
export type SucceededPayment = Extract<GatewayPayment, { state: 'succeeded' }>;

/** What became of a success the gateway reports. `unknownAttempt`, `mismatch` and `reversing` changed nothing. */
export type SettleResult =
  | {
      readonly kind: 'paid' | 'revived' | 'refundDue' | 'alreadySettled' | 'reversing';
      readonly orderId: string;
    }
  | { readonly kind: 'mismatch'; readonly orderId: string; readonly fields: readonly string[] }
  | { readonly kind: 'unknownAttempt' };

/** What settling needs: no gateway, so that a notification can be settled without a key that moves money. */
export interface SettleDeps extends EvidenceDeps {
  readonly log: Log;
}

interface Settling {
  readonly payment: SucceededPayment;
  readonly nowMs: number;
  readonly refundNo: string;
}

function settling(file: OrderFile, shortage: Shortage | null, given: Settling): Change<SettleResult> {
  const { order, attempts, refunds } = file;
  const attempt = attempts.find((one) => one.outTradeNo === given.payment.outTradeNo);
  if (attempt === undefined) return { result: { kind: 'unknownAttempt' } };
  const decision = decideSettlement({
    ...given,
    order,
    attempt,
    otherAttempts: attempts.filter((one) => one !== attempt),
    refunds: refunds.filter((refund) => refund.outTradeNo === attempt.outTradeNo),
    stockCanRevive: shortage === null,
  });
  const { orderId } = order;
  switch (decision.kind) {
    case 'alreadySettled':
    case 'reversing':
      return { result: { kind: decision.kind, orderId } };
    case 'mismatch':
      return { result: { kind: 'mismatch', orderId, fields: decision.fields } };
    case 'paid':
    case 'revived':
      return {
        result: { kind: decision.kind, orderId },
        write: { order: decision.order, attempts: [decision.attempt], movements: decision.movements },
      };
    case 'refundDue':
      return {
        result: { kind: 'refundDue', orderId },
        write: { order: decision.order, attempts: [decision.attempt], refunds: [decision.refund] },
      };
  }
}

/**
 * Enters a success that the gateway has proved (a verified notification or a verified query answer) in the books:
 * attempt, order and stock in one transaction. Safe to repeat: the same success a second time changes nothing.
 */
export async function settlePayment(deps: SettleDeps, payment: SucceededPayment): Promise<SettleResult> {
  const known = await deps.store.findAttempt(payment.outTradeNo);
  if (known === null) {
    deps.log.warn('payment.unknownAttempt', { outTradeNo: payment.outTradeNo });
    return { kind: 'unknownAttempt' };
  }
  const given = { payment, nowMs: deps.clock.nowMs(), refundNo: deps.ids.outRefundNo() };
  let sold: readonly string[] = [];
  const result = await deps.store.changeOrder<SettleResult>(known.orderId, (file, shortage) => {
    if (file === null) return { result: { kind: 'unknownAttempt' } };
    sold =
      file.order.kind === 'counter' ? [] : [...new Set(file.order.lines.map(({ productId }) => productId))];
    return settling(file, shortage, given);
  });
  // After the books, never with them: it only sorts a list, and a repeated success would have counted it.
  if ((result.kind === 'paid' || result.kind === 'revived') && sold.length > 0)
    await deps.store.recountSold(sold);
  const fields = { outTradeNo: payment.outTradeNo, result: result.kind };
  if (result.kind === 'mismatch')
    deps.log.warn('payment.mismatch', { ...fields, fields: result.fields.join(',') });
  else deps.log.info('payment.settled', fields);
  return result;
}
