import type { World } from '../world';
import type { OrderRecord } from './order-record';
import { payerAs } from './payer';
import { settleOrder } from './settle-order';

export type PasswordOutcome = 'success' | 'cancel' | 'fail';

/** What the shopper of a USERPAYING order does at the password. */
export function answerPassword(
  order: OrderRecord,
  answer: { readonly outcome: PasswordOutcome; readonly atMs: number },
  world: World,
): void {
  const { attempt, outTradeNo } = order;
  if (attempt?.state !== 'USERPAYING') throw new Error(`nobody is asked for a password by ${outTradeNo}`);
  if (answer.outcome !== 'success') {
    const failed = { ...attempt, state: 'PAYERROR', atMs: answer.atMs } as const;
    world.ledger.record({ kind: 'orderAttempted', outTradeNo, attempt: failed });
    return;
  }
  const payer = payerAs(order, world.ledger.paymentCode(attempt.authCode)?.openid);
  if (payer === undefined) throw new Error(`${outTradeNo} names a payer beside its code`);
  settleOrder(order, payer, world, answer.atMs);
}

/**
 * Lets every shopper whose time has come answer, each at its own moment. Nobody is notified of it, so it
 * is enough to do this before anybody looks.
 */
export function answerDuePasswords(world: World): void {
  const nowMs = world.clock.nowMs();
  for (const order of world.ledger.waitingOrders()) {
    const code = order.attempt && world.ledger.paymentCode(order.attempt.authCode);
    if (order.attempt === undefined || code === undefined || code.behaviour === 'passwordNever') continue;
    const atMs = order.attempt.atMs + code.answersAfterMs;
    const outcome = code.behaviour === 'passwordCancels' ? 'cancel' : 'success';
    if (nowMs >= atMs) answerPassword(order, { outcome, atMs }, world);
  }
}
