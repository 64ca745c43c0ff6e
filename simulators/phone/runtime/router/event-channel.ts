import { guarded } from '../problems';

type Listener = (...values: unknown[]) => unknown;

/** How an opened page and its opener talk. */
export interface EventChannel {
  on(event: string, listener: Listener): void;
  once(event: string, listener: Listener): void;
  off(event: string, listener?: Listener): void;
  emit(event: string, ...values: unknown[]): void;
}

function createEnd(): {
  readonly receive: EventChannel['emit'];
  readonly listen: Omit<EventChannel, 'emit'>;
} {
  const listeners = new Map<string, Set<Listener>>();
  /** What was said before anybody listened. */
  const early = new Map<string, unknown[][]>();
  const on = (event: string, listener: Listener): void => {
    listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    const missed = early.get(event) ?? [];
    early.delete(event);
    for (const values of missed) guarded(`eventChannel ${event}`, () => listener(...values));
  };
  const off = (event: string, listener?: Listener): void => {
    if (listener === undefined) listeners.delete(event);
    else listeners.get(event)?.delete(listener);
  };
  const once = (event: string, listener: Listener): void => {
    const first: Listener = (...values) => {
      off(event, first);
      return listener(...values);
    };
    on(event, first);
  };
  return {
    listen: { on, once, off },
    receive: (event, ...values) => {
      const known = listeners.get(event);
      if (known === undefined || known.size === 0)
        return void early.set(event, [...(early.get(event) ?? []), values]);
      for (const listener of known) guarded(`eventChannel ${event}`, () => listener(...values));
    },
  };
}

/** The two ends of a channel: what one emits, the other hears. */
export function createEventChannel(): { readonly opener: EventChannel; readonly opened: EventChannel } {
  const [first, second] = [createEnd(), createEnd()];
  return {
    opener: { ...first.listen, emit: second.receive },
    opened: { ...second.listen, emit: first.receive },
  };
}
