/** Runs pieces of work one after another, in the order they were asked for. */
export type Turns = (work: () => Promise<void>) => Promise<void>;

export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    // The next turn comes whether the one before it succeeded or not; a failure is its own caller's.
    last = last.then(work, work);
    return last;
  };
}
