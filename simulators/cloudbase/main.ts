import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseCloudbaseConfig } from './cloudbase-config';
import { startCloudbase } from './start';

/** `main.ts --config FILE.json`: prints `{url, pid}` when ready, warnings and function output on stderr. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (values.config === undefined) throw new Error('usage: main.ts --config FILE.json');
  const cloudbase = await startCloudbase({
    ...parseCloudbaseConfig(JSON.parse(readFileSync(values.config, 'utf8'))),
    log: ({ source, level, text }) => process.stderr.write(`[${source}] ${level}: ${text}\n`),
  });
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    cloudbase.close().then(
      () => process.exit(0),
      (cause: unknown) => fail(cause),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ url: cloudbase.url, pid: process.pid })}\n`);
}

function fail(cause: unknown): void {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}

main().catch(fail);
