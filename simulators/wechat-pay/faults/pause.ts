/** Waits in real time, but no longer than until `stopping` is aborted. */
export function pause(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, stopping.aborted ? 0 : ms);
    stopping.addEventListener('abort', wake);
  });
}
