/** A mistake of the person at the keyboard: one sentence, no stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Runs a command's body and turns its end into the process's: what was wrong goes to standard error. */
export function runCommand(body: () => Promise<number | void>): void {
  body().then(
    (code) => {
      if (typeof code === 'number') process.exitCode = code;
    },
    (error: unknown) => {
      const usage = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
      console.error(usage ? (error as Error).message : error);
      process.exit(usage ? 2 : 1);
    },
  );
}

/** Reads a TCP port from a flag. @throws UsageError */
export function portOf(text: string, flag: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new UsageError(`${flag} must be a port from 0 to 65535, got ${text}`);
  return port;
}
