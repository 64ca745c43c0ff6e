import { existsSync } from 'node:fs';
import path from 'node:path';
import { SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import { startCloudbase } from '../../simulators/cloudbase/start';
import { UsageError } from '../command';

/** What a command's help says of the shop it works on. */
export const WHICH_SHOP = `With TCB_ENV, TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY set, as the functions have them, it works on that
environment. Without TCB_ENV on the shop of this machine: the one that runs at the port, else its data folder.`;

/** How the shop's store is reached. Close it when done. */
export interface FoundShop {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Without them the SDK ends the process with a riddle. */
const CREDENTIALS = ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'] as const;

function deployed(environment: Environment, environmentId: string): FoundShop {
  const missing = CREDENTIALS.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0) throw new UsageError(`TCB_ENV is set, but not ${missing.join(' and ')}`);
  return { environment: { TCB_ENV: environmentId }, close: async () => undefined };
}

/** Finds the shop to work on. @throws UsageError when there is none, or only half of its address. */
export async function findShop(
  { port, dir }: { readonly port: number; readonly dir: string },
  environment: Environment = process.env,
): Promise<FoundShop> {
  const environmentId = environment['TCB_ENV'] ?? '';
  if (environmentId !== '') return deployed(environment, environmentId);
  const adminUrl = `http://127.0.0.1:${port + 2}`;
  const running = await fetch(`${adminUrl}/__cloud/state`).then(
    (response) => response.ok,
    () => false,
  );
  if (running) {
    const local = {
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      TENCENTCLOUD_SECRETID: 'local',
      TENCENTCLOUD_SECRETKEY: 'local',
      TCB_ENV: 'local-env',
      SCF_NAMESPACE: 'local-env',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${adminUrl}/admin` }),
    };
    return { environment: local, close: async () => undefined };
  }
  const data = path.join(dir, 'cloud');
  if (!existsSync(data))
    throw new UsageError(`no shop runs at port ${port}, and there is no data in ${data}`);
  const cloud = await startCloudbase({ port: 0, dir: data, collections: SCHEMA, functions: {} });
  return { environment: cloud.environment(), close: () => cloud.close() };
}
