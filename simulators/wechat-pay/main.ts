import { readFlags, USAGE } from './flags';
import { startWechatPaySimulator } from './start';
import { untilToldToStop } from './stop-signal';

/** Exit code for flags that cannot be understood. */
const BAD_FLAGS = 2;

async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  switch (flags.kind) {
    case 'help':
      process.stdout.write(USAGE);
      return;
    case 'refused':
      process.stderr.write(`${flags.problems.join('\n')}\n\n${USAGE}`);
      process.exitCode = BAD_FLAGS;
      return;
    case 'run': {
      const { kind: _kind, verbose, ...options } = flags;
      const log = (line: string): void => void process.stderr.write(`${line}\n`);
      const simulator = await startWechatPaySimulator({ ...options, ...(verbose ? { log } : {}) });
      const { baseUrl, controlUrl, dir, merchant } = simulator;
      const { tlsBaseUrl } = merchant;
      process.stdout.write(`${JSON.stringify({ baseUrl, controlUrl, dir, tlsBaseUrl })}\n`);
      await untilToldToStop();
      await simulator.close();
      process.exit(0);
    }
  }
}

main().catch((error: unknown) => {
  const cause = error instanceof Error ? error : new Error(String(error));
  const taken = 'code' in cause && cause.code === 'EADDRINUSE';
  process.stderr.write(taken ? 'the port is in use: choose another with --port\n' : `${cause.message}\n`);
  process.exitCode = 1;
});
