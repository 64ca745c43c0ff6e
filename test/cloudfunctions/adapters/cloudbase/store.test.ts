import { SCHEMA } from '../../../../cloudfunctions/adapters/cloudbase/schema';
import { startCloudbase } from '../../../../simulators/cloudbase/start';
import { openStore } from '../../../../tools/world/shop-store';
import type { StoreUnderTest } from '../../../contracts/store-contract';
import { describeStore } from '../../../contracts/store-contract';
import { describeDeskStore } from '../../../contracts/store-desk-contract';

const open = async (): Promise<StoreUnderTest> => {
  const cloud = await startCloudbase({ port: 0, dir: null, collections: SCHEMA, functions: {} });
  return { store: openStore(cloud.environment()), close: () => cloud.close() };
};

describeStore('CloudBase, on the emulated cloud', open);
describeDeskStore('CloudBase, on the emulated cloud', open);
