import type { Fields } from './answer';

/** Hands an event to the developer's side; rejects, or answers something else than `success`, when it was not taken. */
export type PushEvent = (event: Fields) => Promise<unknown>;

/** An event and what became of it. */
export interface PushedEvent {
  readonly event: Fields;
  readonly tries: number;
  readonly taken: boolean;
}

/** Sends events. */
export interface EventSender {
  readonly send: (event: Fields) => void;
  readonly sent: () => readonly PushedEvent[];
  /** Until everything under way is over. */
  readonly idle: () => Promise<void>;
}

/** The page of message push: three tries, then never again. */
const TRIES = 3;
/** Events that are kept to be looked at. */
const KEPT = 500;

/** Sends each event by itself, at most three times. */
export function createEventSender(push: PushEvent): EventSender {
  const sent: PushedEvent[] = [];
  const underWay = new Set<Promise<void>>();
  const carry = async (event: Fields): Promise<void> => {
    for (let tries = 1; ; tries++) {
      const answer = await push(event).catch(() => null);
      const taken = answer === 'success' || answer === '';
      if (!taken && tries < TRIES) continue;
      sent.push({ event, tries, taken });
      sent.splice(0, sent.length - KEPT);
      return;
    }
  };
  return {
    send: (event) => {
      const one = carry(event).finally(() => underWay.delete(one));
      underWay.add(one);
    },
    sent: () => sent,
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
