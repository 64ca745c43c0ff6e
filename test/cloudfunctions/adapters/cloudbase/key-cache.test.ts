import { connect } from '../../../../cloudfunctions/adapters/cloudbase/database';
import { createCloudbaseKeyCache } from '../../../../cloudfunctions/adapters/cloudbase/key-cache';
import { SCHEMA } from '../../../../cloudfunctions/adapters/cloudbase/schema';
import { startCloudbase } from '../../../../simulators/cloudbase/start';
import { describeKeyCache } from '../../../contracts/key-cache-contract';

describeKeyCache('CloudBase, on the emulated cloud', async () => {
  const cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
  const environment: Readonly<Record<string, string>> = cloud.environment();
  // The SDK takes its endpoint from the environment only.
  Object.assign(process.env, environment);
  const cache = createCloudbaseKeyCache(connect(environment['TCB_ENV'] ?? ''));
  return { cache, close: () => cloud.close() };
});
