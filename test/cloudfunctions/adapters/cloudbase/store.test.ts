import { SCHEMA } from '../../../../cloudfunctions/adapters/cloudbase/schema';
import { startCloudbase } from '../../../../simulators/cloudbase/start';
import { openStore } from '../../../../tools/world/shop-store';
import { describeStore } from '../../../contracts/store-contract';

describeStore('CloudBase, on the emulated cloud', async () => {
  const cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
  return { store: openStore(cloud.environment()), close: () => cloud.close() };
});
