import { advance } from '../machine';
import type { MessageLedger } from './ledger';
import { emptied, givingBack, taking } from './ledger';
import { messageMachine } from './message';
import type { Message, MessageCommand } from './message';

const MINUTE_MS = 60_000;
/** A call that is not over by then belongs to a process that died. */
const SENDING_FOR_MS = 2 * MINUTE_MS;
/** Where today's quota is used up. */
const POSTPONE_MS = 60 * MINUTE_MS;
/** Old news is no news. */
const KEEP_TRYING_MS = 24 * 60 * MINUTE_MS;

/** A message and the ledger it was paid from; both belong in one write. */
export interface SendingChange {
  readonly message: Message;
  readonly ledger: MessageLedger;
}

/** What a look at a message leads to. */
export type SendingStep =
  /** Send it: it is written down as being sent, and paid for. */
  | { readonly kind: 'send'; readonly change: SendingChange }
  /** It is over without a call. */
  | { readonly kind: 'note'; readonly change: SendingChange }
  | { readonly kind: 'none' };

function over(message: Message, command: MessageCommand, code: number | null): Message {
  return { ...message, state: advance(messageMachine, message.state, command), code, nextStepAtMs: null };
}

/** Decides on the next step of a message. To be asked in the same write that records it. */
export function decideSending(message: Message, ledger: MessageLedger, nowMs: number): SendingStep {
  const { nextStepAtMs, state, templateId } = message;
  if (nextStepAtMs === null || nextStepAtMs > nowMs) return { kind: 'none' };
  // Whoever was sending it is gone, and may have sent it.
  if (state === 'sending') return { kind: 'note', change: { message: over(message, 'lose', null), ledger } };
  const paid = nowMs - message.createdAtMs > KEEP_TRYING_MS ? null : taking(ledger, templateId);
  if (paid === null) return { kind: 'note', change: { message: over(message, 'skip', null), ledger } };
  const begun: Message = {
    ...message,
    state: advance(messageMachine, state, 'begin'),
    tries: message.tries + 1,
    nextStepAtMs: nowMs + SENDING_FOR_MS,
  };
  return { kind: 'send', change: { message: begun, ledger: paid } };
}

/** What the call came to. */
export type SendingEnd =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'unknown' };

/** WeChat says that the shopper allows none (43101), or today's quota is used up (45009): page of subscribeMessage.send. */
const NOT_ALLOWED = 43101;
const QUOTA = 45009;

/** The entry of a call's end; null where the message is over already. */
export function afterSending(
  { message, ledger }: SendingChange,
  end: SendingEnd,
  nowMs: number,
): SendingChange | null {
  if (message.state !== 'sending') return null;
  switch (end.kind) {
    case 'accepted':
      return { message: over(message, 'accept', null), ledger };
    case 'unknown':
      return { message: over(message, 'lose', null), ledger };
    case 'refused': {
      const { code } = end;
      const { templateId } = message;
      if (code === NOT_ALLOWED)
        return { message: over(message, 'refuse', code), ledger: emptied(ledger, templateId) };
      const back = givingBack(ledger, templateId);
      if (code !== QUOTA) return { message: over(message, 'refuse', code), ledger: back };
      const state = advance(messageMachine, message.state, 'postpone');
      return { message: { ...message, state, code, nextStepAtMs: nowMs + POSTPONE_MS }, ledger: back };
    }
  }
}
