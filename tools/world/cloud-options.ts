import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import { bundleOf, CODE_CACHE_DIR } from './function-bundles';
import type { MerchantFile } from './function-environment';
import { gatewayEnvironment, notifyEnvironment } from './function-environment';

/** Where WeChat Pay's notifications come in, below the cloud's address. */
export const NOTIFY_PATH = '/pay/notify';

/** The function that WeChat's events are pushed to. */
export const EVENTS_FUNCTION = 'wechat-events';

/** What the console is given for the storage; what phones may do with files here is the same. */
const STORAGE_RULE_FILE = path.resolve(__dirname, '..', '..', 'rules', 'storage.json');

/** As many calls of one function as run side by side here; each instance is a thread with its own memory. */
const INSTANCES = 4;
const CALL_TIMEOUT_MS = 20_000;
const JOBS_TIMEOUT_MS = 60_000;

/** The shop's functions, routes, timers and collections, as the emulator takes them; all of it is plain JSON. */
export async function cloudOptions(given: {
  readonly port: number;
  readonly dir: string | null;
  readonly merchant: MerchantFile;
  /** The cloud's address as WeChat Pay reaches it. */
  readonly cloudUrl: string;
  readonly instances?: number;
  /** False where a test fires the timer itself. */
  readonly timers?: boolean;
  /** Settings of the functions that go before those of a merchant with every kind of key. */
  readonly settings?: Readonly<Record<string, string>>;
}) {
  const { port, dir, merchant, instances = INSTANCES, settings } = given;
  const notifyUrl = given.cloudUrl + NOTIFY_PATH;
  const gateway = { ...(await gatewayEnvironment(merchant, notifyUrl)), ...settings };
  return {
    port,
    dir,
    appid: merchant.appid,
    collections: SCHEMA,
    storageRule: JSON.parse(await readFile(STORAGE_RULE_FILE, 'utf8')) as {
      readonly read: string;
      readonly write: string;
    },
    functions: {
      shop: { file: bundleOf('shop'), env: gateway, timeoutMs: CALL_TIMEOUT_MS, instances },
      desk: {
        file: bundleOf('desk'),
        env: gateway,
        timeoutMs: CALL_TIMEOUT_MS,
        instances: Math.max(1, instances / 2),
      },
      'pay-notify': {
        file: bundleOf('pay-notify'),
        env: { ...(await notifyEnvironment(merchant)), ...settings },
        timeoutMs: CALL_TIMEOUT_MS,
        instances: Math.max(1, instances / 2),
      },
      [EVENTS_FUNCTION]: {
        file: bundleOf(EVENTS_FUNCTION),
        env: {},
        timeoutMs: CALL_TIMEOUT_MS,
        instances: 1,
      },
      jobs: { file: bundleOf('jobs'), env: gateway, timeoutMs: JOBS_TIMEOUT_MS, instances: 1 },
    },
    codeCacheDir: CODE_CACHE_DIR,
    routes: { [NOTIFY_PATH]: 'pay-notify' },
    timers: given.timers === false ? [] : [{ function: 'jobs', name: 'tick', everyMs: 60_000 }],
  };
}
