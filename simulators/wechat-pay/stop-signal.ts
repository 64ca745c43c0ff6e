/** Often enough that a stopped command is gone when its caller looks again. */
const LOOK_EVERY_MS = 200;

/**
 * Resolves when the command is to end: Ctrl-C, SIGTERM, or the end of the npm that started it. npm passes SIGTERM to
 * its shell, the shell dies without a word, and the command would stay behind with its ports.
 */
export function untilToldToStop(): Promise<void> {
  const launcher = process.ppid;
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve());
    process.on('SIGTERM', () => resolve());
    if (process.env['npm_lifecycle_event'] === undefined) return;
    const watch = setInterval(() => {
      if (process.ppid === launcher) return;
      clearInterval(watch);
      resolve();
    }, LOOK_EVERY_MS);
    watch.unref();
  });
}
