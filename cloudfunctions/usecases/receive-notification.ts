import type {
  NotificationOutcome,
  NotificationReader,
  RawHttp,
  RejectedStage,
} from '../ports/payment-gateway';
import type { NotificationKeys } from '../ports/platform-keys';
import type { SettleDeps } from './settle-payment';
import { settlePayment } from './settle-payment';

/** What to answer the sender. `received` only after the effect is durable. */
export type ReceiveResult =
  | { readonly kind: 'received' }
  | { readonly kind: 'rejected'; readonly stage: RejectedStage }
  | { readonly kind: 'notOurs'; readonly reason: 'unknownAttempt' | 'mismatch' };

/** What receiving needs. */
export type ReceiveDeps = SettleDeps & {
  readonly reader: NotificationReader;
  readonly keys: NotificationKeys;
};

/** Judges a notification, and judges it again when the key it names could be brought in meanwhile. */
async function judge({ reader, keys, log }: ReceiveDeps, http: RawHttp): Promise<NotificationOutcome> {
  const outcome = reader.parseNotification(http);
  if (outcome.kind === 'verified' || outcome.stage !== 'serial') return outcome;
  try {
    return (await keys.lookFor(http)) ? reader.parseNotification(http) : outcome;
  } catch (error) {
    // Nobody vouches for this notification, so the store's trouble is not its sender's business: it stays refused.
    log.error('notification.keys', error);
    return outcome;
  }
}

/**
 * Verifies, then parses, then looks up. A notification that does not verify leaves no trace but a log line with the
 * stage that failed. A genuine one is entered in the books before the answer; repeated, it changes nothing.
 */
export async function receiveNotification(
  deps: ReceiveDeps,
  http: RawHttp,
  proof: { readonly bodySha256: string; readonly requestId: string },
): Promise<ReceiveResult> {
  const outcome = await judge(deps, http);
  if (outcome.kind === 'rejected') {
    deps.log.warn('notification.rejected', { stage: outcome.stage, reason: outcome.reason });
    return { kind: 'rejected', stage: outcome.stage };
  }
  const { event, notificationId } = outcome;
  if (event.kind === 'other' || event.payment.state !== 'succeeded') {
    deps.log.info('notification.ignored', { notificationId });
    return { kind: 'received' };
  }
  const { outTradeNo } = event.payment;
  const settled = await settlePayment(deps, event.payment);
  await deps.store.recordEvidence({
    // Re-sends share the notification's id and are one proof; a different verdict is another.
    evidenceId: deps.ids.derived('notification', notificationId, settled.kind),
    kind: 'notification',
    atMs: deps.clock.nowMs(),
    orderId: settled.kind === 'unknownAttempt' ? null : settled.orderId,
    outTradeNo,
    requestId: proof.requestId,
    bodySha256: proof.bodySha256,
    verdict: settled.kind,
  });
  if (settled.kind === 'unknownAttempt' || settled.kind === 'mismatch')
    return { kind: 'notOurs', reason: settled.kind };
  return { kind: 'received' };
}
