/** The clock of each page that is shown. */
const clocks = new WeakMap<object, ReturnType<typeof setInterval>>();

/** Calls `tick` every second for a page, in place of whatever ticked for it before. */
export function startTicking(page: object, tick: () => void): void {
  stopTicking(page);
  clocks.set(page, setInterval(tick, 1000));
}

/** Ends it; call it in `onHide` and `onUnload`. */
export function stopTicking(page: object): void {
  const clock = clocks.get(page);
  if (clock !== undefined) clearInterval(clock);
  clocks.delete(page);
}
