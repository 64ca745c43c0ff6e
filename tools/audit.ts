import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { SCHEMA } from '../cloudfunctions/adapters/cloudbase/schema';
import { startCloudbase } from '../simulators/cloudbase/start';
import { portOf, runCommand, UsageError } from './command';
import { auditStore } from './world/audit-books';
import { openStore } from './world/shop-store';

const HELP = `npm run audit -- [--port 8600] [--data .data]

Checks the money rules over the whole database and prints every break; exit code 1 when there is one.
Reads a running shop when one listens at the port, else the data folder.`;

async function environmentOf(
  port: number,
  dir: string,
): Promise<{ environment: Record<string, string>; close(): Promise<void> }> {
  const adminUrl = `http://127.0.0.1:${port + 2}`;
  const running = await fetch(`${adminUrl}/__cloud/state`).then(
    (response) => response.ok,
    () => false,
  );
  if (running) {
    const environment = {
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_REGION: 'ap-shanghai',
      TENCENTCLOUD_SECRETID: 'local',
      TENCENTCLOUD_SECRETKEY: 'local',
      TCB_ENV: 'local-env',
      SCF_NAMESPACE: 'local-env',
      TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${adminUrl}/admin` }),
    };
    return { environment, close: async () => undefined };
  }
  const data = path.join(dir, 'cloud');
  if (!existsSync(data))
    throw new UsageError(`no shop runs at port ${port}, and there is no data in ${data}`);
  const cloud = await startCloudbase({ port: 0, dir: data, collections: SCHEMA, functions: {} });
  return { environment: cloud.environment(), close: () => cloud.close() };
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8600' },
      data: { type: 'string', default: '.data' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const { environment, close } = await environmentOf(portOf(values.port, '--port'), values.data);
  try {
    const { problems, counted } = await auditStore(openStore(environment));
    for (const problem of problems) console.log(problem);
    console.log(problems.length === 0 ? `clean: ${counted}` : `${problems.length} problems in ${counted}`);
    return problems.length === 0 ? 0 : 1;
  } finally {
    await close();
  }
});
