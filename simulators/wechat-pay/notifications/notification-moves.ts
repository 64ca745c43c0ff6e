import { randomUUID } from 'node:crypto';
import type { FaultSpec } from '../faults/fault';
import type { LedgerEntry } from '../ledger';
import { ALPHANUMERIC } from '../seeded-random';
import type { SeededRandom } from '../seeded-random';
import type { Settings } from '../settings';
import type { Variations } from '../variations';
import type { EventTypeWire } from '../wire';
import { noticeKind } from './compose-notification';
import type { NoticePlaintext, NotificationRecord, SendOutcome } from './notification-record';
import { isLoopback } from './post-raw';
import { MAX_TRIES, waitBeforeNextTry } from './retry-ladder';

type NotificationMoved = Extract<LedgerEntry, { kind: 'notificationMoved' }>;

/** An entry that leaves the record as it is, for spreading over. */
export function unmoved(record: NotificationRecord): NotificationMoved {
  const { id, state, triesLeft, nextTryMs } = record;
  return { kind: 'notificationMoved', id, state, triesLeft, nextTryMs };
}

export interface AttemptResult {
  readonly outcome: SendOutcome;
  readonly faults: readonly FaultSpec[];
  readonly atMs: number;
  readonly mode: Settings['notifications'];
}

/** Received on 200 and 204 only; otherwise the ladder decides. */
export function afterAttempt(record: NotificationRecord, result: AttemptResult): NotificationMoved {
  const { outcome, atMs } = result;
  const send = { atMs, outcome, faults: result.faults.map(({ kind }) => kind) };
  // A forced attempt of a notification that is settled already changes nothing but its history.
  if (record.state !== 'pending') return { ...unmoved(record), send };
  const triesLeft = record.triesLeft - 1;
  const over = { ...unmoved(record), send, triesLeft, nextTryMs: null };
  const received = outcome.kind === 'answered' && (outcome.status === 200 || outcome.status === 204);
  if (received) return { ...over, state: 'received' };
  const waitMs = waitBeforeNextTry(triesLeft);
  if (waitMs === null) return { ...over, state: 'exhausted' };
  return { ...over, nextTryMs: result.mode === 'atOnce' ? atMs : atMs + waitMs };
}

export interface QueueRequest {
  /** undefined: a self-test. */
  readonly outTradeNo?: string;
  readonly outRefundNo?: string;
  readonly url: string;
  /** undefined: a payment. */
  readonly eventType?: EventTypeWire;
  readonly plaintext: NoticePlaintext;
}

export interface NewRecordDeps {
  readonly nowMs: () => number;
  readonly random: SeededRandom;
  readonly variations: Variations;
}

/** A notification as it is first written down: due at once, or never when its address is not loopback. */
export function newNotification(request: QueueRequest, deps: NewRecordDeps): NotificationRecord {
  const associated = deps.variations.pick('callbackAssociatedData');
  const createdMs = deps.nowMs();
  const { originalType } = noticeKind(request.eventType);
  const base = {
    id: randomUUID(),
    ...request,
    createdMs,
    resourceNonce: deps.random.text('resourceNonce', 12, ALPHANUMERIC),
    ...(associated === 'absent' ? {} : { associatedData: associated === 'empty' ? '' : originalType }),
  };
  if (isLoopback(request.url)) {
    return { ...base, state: 'pending', triesLeft: MAX_TRIES, nextTryMs: createdMs, sends: [] };
  }
  const outcome = { kind: 'failed', reason: 'only loopback addresses are contacted' } as const;
  return {
    ...base,
    state: 'notContacted',
    triesLeft: 0,
    nextTryMs: null,
    sends: [{ atMs: createdMs, outcome, faults: [] }],
  };
}

/** An outcome in a few words, for the log. */
export function describeOutcome(outcome: SendOutcome): string {
  return outcome.kind === 'answered' ? `answered ${outcome.status}` : `failed: ${outcome.reason}`;
}
