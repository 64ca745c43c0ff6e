import type { Attempt } from '../core/payment/attempt';
import { attemptMachine } from '../core/payment/attempt';
import type { Outcome, GatewayPayment, PaymentGateway } from '../ports/payment-gateway';
import type { Change, OrderFile } from '../ports/store';
import { keepCallEvidence } from './evidence';
import type { SettleDeps, SettleResult } from './settle-payment';
import { settlePayment } from './settle-payment';

/** What asking and settling need. */
export interface GatewayDeps extends SettleDeps {
  readonly gateway: PaymentGateway;
}

/** What asking about one attempt taught us. `open`: it may still be paid. `unknown`: nothing was learnt. */
export type Asked = SettleResult['kind'] | 'open' | 'closed' | 'unknown';

/** True while the attempt may still become a payment. */
export function isOpen(attempt: Attempt): boolean {
  return attempt.state === 'created' || attempt.state === 'prepared';
}

function closingAttempt(outTradeNo: string): (file: OrderFile | null) => Change<null> {
  return (file) => {
    const attempt = file?.attempts.find((one) => one.outTradeNo === outTradeNo);
    const state = attempt && attemptMachine.next(attempt.state, 'close');
    if (!file || !attempt || !state) return { result: null };
    return { result: null, write: { order: file.order, attempts: [{ ...attempt, state }] } };
  };
}

/** Notes that the gateway will take no money for this attempt any more. Safe to repeat. */
export async function markAttemptClosed(deps: Pick<GatewayDeps, 'store'>, attempt: Attempt): Promise<void> {
  await deps.store.changeOrder(attempt.orderId, closingAttempt(attempt.outTradeNo));
}

async function learn(deps: GatewayDeps, attempt: Attempt, answer: Outcome<GatewayPayment>): Promise<Asked> {
  if (answer.kind === 'unknown') return 'unknown';
  // Never placed there, or not yet arrived: an attempt that may still become one.
  if (answer.kind === 'refused') return answer.refusal.reason === 'orderNotExist' ? 'open' : 'unknown';
  switch (answer.value.state) {
    case 'succeeded':
      return (await settlePayment(deps, answer.value)).kind;
    case 'closed':
      await markAttemptClosed(deps, attempt);
      return 'closed';
    // A try that failed is not the end of an order: its payer may try again until it is closed.
    case 'failed':
    case 'pending':
      return 'open';
  }
}

/** Asks the gateway what became of an attempt and enters the answer in the books. Safe to repeat. */
export async function askGateway(deps: GatewayDeps, attempt: Attempt): Promise<Asked> {
  const answer = await deps.gateway.query(attempt.outTradeNo);
  await keepCallEvidence(deps, 'query', attempt, answer);
  return learn(deps, attempt, answer);
}
