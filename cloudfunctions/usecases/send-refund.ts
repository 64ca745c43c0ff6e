import { decideStep, troubled } from '../core/refund/refund-steps';
import type { Attempt } from '../core/payment/attempt';
import type { Refund, RefundTrouble } from '../core/refund/refund';
import type { GatewayRefund, GatewayRefusal, Outcome } from '../ports/payment-gateway';
import type { Change, OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { enterRefund } from './enter-refund';
import type { EnterRefundResult } from './enter-refund';
import { keepCallEvidence } from './evidence';

/**
 * What one step of a refund came to. `troubled`: something stands in its way. `unknown`: nothing was learnt, the next
 * step comes under the same number. `notExist`: the gateway knows no such number. `idle`: nothing was due.
 */
export type RefundStep = EnterRefundResult['kind'] | 'troubled' | 'unknown' | 'notExist' | 'idle';

interface Taken {
  readonly refund: Refund;
  readonly attempt: Attempt;
}

/** Finds a refund with the payment it belongs to. */
function find(file: OrderFile | null, outRefundNo: string): (Taken & { readonly file: OrderFile }) | null {
  const refund = file?.refunds.find((one) => one.outRefundNo === outRefundNo);
  const attempt = file?.attempts.find((one) => one.outTradeNo === refund?.outTradeNo);
  return file && refund && attempt ? { file, refund, attempt } : null;
}

function takingStep(outRefundNo: string, nowMs: number): (file: OrderFile | null) => Change<Taken | null> {
  return (read) => {
    const found = find(read, outRefundNo);
    if (found === null) return { result: null };
    const { file, refund, attempt } = found;
    const others = file.refunds.filter((one) => one !== refund && one.outTradeNo === refund.outTradeNo);
    const decision = decideStep({ refund, others, nowMs });
    if (decision.kind === 'none') return { result: null };
    const write = { order: file.order, refunds: [decision.refund] };
    return { result: decision.kind === 'step' ? { refund: decision.refund, attempt } : null, write };
  };
}

async function keepTrouble(
  { store, clock, log }: GatewayDeps,
  { orderId, outRefundNo }: Refund,
  { reason, code }: GatewayRefusal,
): Promise<'troubled'> {
  const kind = reason === 'notEnough' || reason === 'payerAccount' ? reason : 'refused';
  const trouble: RefundTrouble = { kind, code, atMs: clock.nowMs() };
  await store.changeOrder<null>(orderId, (file) => {
    const found = find(file, outRefundNo);
    const refund = found && troubled(found.refund, trouble);
    if (found === null || refund === null) return { result: null };
    return { result: null, write: { order: found.file.order, refunds: [refund] } };
  });
  log.warn('refund.trouble', { outRefundNo, kind, code });
  return 'troubled';
}

/** Asks the gateway by our number what became of a refund and enters the answer. Safe to repeat. */
export async function followRefund(deps: GatewayDeps, refund: Refund): Promise<RefundStep> {
  const answer = await deps.gateway.queryRefund(refund.outRefundNo);
  await keepCallEvidence(deps, 'query', refund, answer);
  if (answer.kind === 'accepted') return (await enterRefund(deps, answer.value)).kind;
  if (answer.kind === 'unknown' || answer.refusal.reason !== 'refundNotExist') return 'unknown';
  // They told of it before: nothing is concluded from one answer that is not even signed, but a person should know.
  if (refund.state !== 'due') deps.log.warn('refund.gone', { outRefundNo: refund.outRefundNo });
  return 'notExist';
}

async function afterCall(
  deps: GatewayDeps,
  refund: Refund,
  answer: Outcome<GatewayRefund>,
): Promise<RefundStep> {
  if (answer.kind === 'accepted') return (await enterRefund(deps, answer.value)).kind;
  // No balance and no account are said before anything is taken in; whatever else may have been said to a repeat.
  const plain = answer.kind === 'refused' && ['notEnough', 'payerAccount'].includes(answer.refusal.reason);
  const found = plain ? 'notExist' : await followRefund(deps, refund);
  return found === 'notExist' && answer.kind === 'refused'
    ? keepTrouble(deps, refund, answer.refusal)
    : found;
}

async function call(deps: GatewayDeps, { refund, attempt }: Taken): Promise<RefundStep> {
  const { outRefundNo, outTradeNo, amount, text } = refund;
  const payment = { outTradeNo };
  const request = { outRefundNo, payment, total: attempt.amount, amount, reason: text };
  const answer = await deps.gateway.refund(request);
  await keepCallEvidence(deps, 'refund', refund, answer);
  return afterCall(deps, refund, answer);
}

/**
 * Carries one refund one step: calls the gateway while it is due, always under the same number and with the same values,
 * and asks afterwards until it is final (money rule 6). That the step began is written down before it goes out, so that
 * a process that dies is followed by another step and never by another refund. Does nothing before the step is due.
 */
export async function sendRefund(
  deps: GatewayDeps,
  { orderId, outRefundNo }: { readonly orderId: string; readonly outRefundNo: string },
): Promise<RefundStep> {
  const taken = await deps.store.changeOrder(orderId, takingStep(outRefundNo, deps.clock.nowMs()));
  if (taken === null) return 'idle';
  return taken.refund.state === 'due' ? call(deps, taken) : followRefund(deps, taken.refund);
}
