import type {
  NotificationEvent,
  NotificationOutcome,
  NotificationReader,
  RawHttp,
  RejectedStage,
} from '../ports/payment-gateway';
import type { NotificationKeys } from '../ports/platform-keys';
import { enterRefund } from './enter-refund';
import type { SettleDeps } from './settle-payment';
import { settlePayment } from './settle-payment';

/** What to answer the sender. `received` only after the effect is durable. */
export type ReceiveResult =
  | { readonly kind: 'received' }
  | { readonly kind: 'rejected'; readonly stage: RejectedStage }
  | { readonly kind: 'notOurs'; readonly reason: 'unknownAttempt' | 'unknownRefund' | 'mismatch' };

/** The entry of one event in the books; null for one that moves nothing. */
interface Entry {
  readonly outTradeNo: string;
  readonly outRefundNo?: string;
  readonly orderId: string | null;
  readonly verdict: string;
  readonly notOurs: Extract<ReceiveResult, { kind: 'notOurs' }>['reason'] | null;
}

async function enter(deps: SettleDeps, event: NotificationEvent): Promise<Entry | null> {
  if (event.kind === 'refund') {
    const { outTradeNo, outRefundNo } = event.refund;
    const result = await enterRefund(deps, event.refund);
    const notOurs = result.kind === 'unknownRefund' || result.kind === 'mismatch' ? result.kind : null;
    const orderId = result.kind === 'unknownRefund' ? null : result.orderId;
    return { outTradeNo, outRefundNo, orderId, verdict: `refund ${result.kind}`, notOurs };
  }
  if (event.kind === 'other' || event.payment.state !== 'succeeded') return null;
  const { outTradeNo } = event.payment;
  const result = await settlePayment(deps, event.payment);
  const notOurs = result.kind === 'unknownAttempt' || result.kind === 'mismatch' ? result.kind : null;
  const orderId = result.kind === 'unknownAttempt' ? null : result.orderId;
  return { outTradeNo, orderId, verdict: result.kind, notOurs };
}

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
 * stage that failed. A genuine one, of a payment or of a refund, is entered in the books before the answer; repeated,
 * it changes nothing. One the books know nothing of is `notOurs`, so that it is sent again.
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
  const entry = await enter(deps, event);
  if (entry === null) {
    deps.log.info('notification.ignored', { notificationId });
    return { kind: 'received' };
  }
  const { outTradeNo, outRefundNo, orderId, verdict, notOurs } = entry;
  await deps.store.recordEvidence({
    // Re-sends share the notification's id and are one proof; a different verdict is another.
    evidenceId: deps.ids.derived('notification', notificationId, verdict),
    kind: 'notification',
    atMs: deps.clock.nowMs(),
    orderId,
    outTradeNo,
    ...(outRefundNo !== undefined && { outRefundNo }),
    requestId: proof.requestId,
    bodySha256: proof.bodySha256,
    verdict,
  });
  return notOurs === null ? { kind: 'received' } : { kind: 'notOurs', reason: notOurs };
}
