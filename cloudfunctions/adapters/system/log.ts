import type { Log, LogFields } from '../../ports/log';

/** Longest chain of causes that is printed; a longer one is a loop. */
const MAX_CAUSES = 5;

function causes(error: unknown): string[] {
  const chain: string[] = [];
  let current = error;
  while (current !== undefined && chain.length < MAX_CAUSES) {
    chain.push(current instanceof Error ? `${current.name}: ${current.message}` : JSON.stringify(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return chain;
}

/**
 * Prints one JSON line per event to standard output, which the function platform collects.
 * Every line carries `functionName`, so that one search shows one function.
 */
export function createLog(
  functionName: string,
  write: (line: string) => void = (line) => console.log(line),
): Log {
  const print = (level: string, event: string, fields: LogFields | undefined, extra?: object) =>
    write(JSON.stringify({ level, functionName, event, ...fields, ...extra }));
  return {
    info: (event, fields) => print('info', event, fields),
    warn: (event, fields) => print('warn', event, fields),
    error: (event, error, fields) => print('error', event, fields, { causes: causes(error) }),
  };
}
