import { parseArgs } from 'node:util';

/** What the command line asks for. */
export type Flags =
  | {
      readonly kind: 'run';
      readonly port: number;
      readonly tlsPort?: number;
      readonly dir: string;
      readonly seed?: number;
      readonly notifications?: 'ladder' | 'atOnce';
      readonly appid?: string;
      readonly mchid?: string;
      readonly verbose: boolean;
    }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Every flag there is. */
export const OPTIONS = {
  port: { type: 'string' },
  'tls-port': { type: 'string' },
  dir: { type: 'string' },
  seed: { type: 'string' },
  notifications: { type: 'string' },
  appid: { type: 'string' },
  mchid: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export const USAGE = `Simulates WeChat Pay APIv3 for one merchant on this machine.

  --port P             port on 127.0.0.1; 0 for any free one (required)
  --tls-port P         also HTTPS, under WeChat Pay's own host names; 0 for any free port
  --dir D              directory for keys, orders and merchant.json (required); reused when it is there
  --seed N             seed of everything left to chance (default 1)
  --notifications M    ladder: WeChat Pay's waits between repeats (default); at-once: no waits
  --appid A            the merchant's appid (default: the one the directory has, or wx0123456789abcdef)
  --mchid M            the merchant's number (default: likewise, or 1900000109); a directory keeps its own
  --verbose            one line per request on standard error
  --help               this text

When ready it prints one line of JSON: baseUrl, controlUrl, dir, and with HTTPS tlsBaseUrl.
D/merchant.json holds what a client needs. controlUrl with a slash behind it is a page for people;
without one it lists the routes that drive the simulator. SIGTERM or Ctrl+C ends it and loses nothing.
Exit codes: 0 ended, 1 could not start, 2 bad flags.
`;

const NOTIFICATION_MODES = new Map([
  ['ladder', 'ladder'],
  ['at-once', 'atOnce'],
] as const);

/** Reads the arguments; every problem is named at once. */
export function readFlags(args: readonly string[]): Flags {
  let values;
  try {
    values = parseArgs({
      args: [...args],
      options: OPTIONS,
    }).values;
  } catch (cause) {
    return { kind: 'refused', problems: [cause instanceof Error ? cause.message : String(cause)] };
  }
  if (values.help) return { kind: 'help' };
  const problems: string[] = [];
  const port = wholeNumber(values.port, 65_535);
  if (port === undefined) problems.push('--port must be a whole number from 0 to 65535');
  const tlsPort = wholeNumber(values['tls-port'], 65_535);
  if (values['tls-port'] !== undefined && tlsPort === undefined) {
    problems.push('--tls-port must be a whole number from 0 to 65535');
  }
  if (values.dir === undefined || values.dir === '') problems.push('--dir must name a directory');
  const seed = wholeNumber(values.seed ?? '1', 2 ** 32 - 1);
  if (seed === undefined) problems.push('--seed must be a whole number from 0 to 4294967295');
  const mode = [...NOTIFICATION_MODES].find(([name]) => name === (values.notifications ?? 'ladder'))?.[1];
  if (mode === undefined) problems.push('--notifications must be ladder or at-once');
  if (values.mchid !== undefined && !/^\d{8,10}$/.test(values.mchid))
    problems.push('--mchid must be 8 to 10 digits');
  if (values.appid !== undefined && !/^wx[0-9a-z]{16}$/.test(values.appid)) {
    problems.push('--appid must be wx and 16 lower-case letters or digits');
  }
  if (
    problems.length > 0 ||
    port === undefined ||
    values.dir === undefined ||
    seed === undefined ||
    mode === undefined
  ) {
    return { kind: 'refused', problems };
  }
  return {
    kind: 'run',
    port,
    dir: values.dir,
    seed,
    notifications: mode,
    verbose: values.verbose,
    ...(tlsPort === undefined ? {} : { tlsPort }),
    ...(values.appid === undefined ? {} : { appid: values.appid }),
    ...(values.mchid === undefined ? {} : { mchid: values.mchid }),
  };
}

function wholeNumber(text: string | undefined, max: number): number | undefined {
  if (text === undefined || !/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}
