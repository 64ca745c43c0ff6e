/** A change of the cart; of two that wait with the same key only the later one is sent. */
export interface Change<End> {
  readonly key: string;
  send(): Promise<End>;
}

/** Sends changes one after the other, so that the last answer is the cart as it stands. */
export interface ChangeQueue<End> {
  /** Resolves once nothing waits any more. */
  push(change: Change<End>): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/**
 * A finger is faster than the network: five taps on a stepper are two calls, and the answer to the first does not put
 * the number back. `onEnd` hears the last change of a series and its end; one that is not `accepted` ends the series, for what waits
 * was decided on a cart that did not come about.
 */
export function createChangeQueue<End extends { readonly kind: string }>(
  onEnd: (end: End, change: Change<End>) => void,
): ChangeQueue<End> {
  let waiting: Change<End>[] = [];
  let running: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    for (let change = waiting.shift(); change !== undefined; change = waiting.shift()) {
      const end = await change.send();
      if (end.kind !== 'accepted') waiting = [];
      // Whoever hears the end may push again; that is sent by this same round.
      if (waiting.length === 0) onEnd(end, change);
    }
    // Here and not after the promise: what is pushed in between would be sent by nobody.
    running = null;
  };

  const idle = (): Promise<void> => running ?? Promise.resolve();

  return {
    push: (change) => {
      waiting = [...waiting.filter(({ key }) => key !== change.key), change];
      running ??= run();
      return idle();
    },
    idle,
  };
}
