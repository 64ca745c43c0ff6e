import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WechatPaySimulator } from '../../simulators/wechat-pay/start';
import { startWechatPaySimulator } from '../../simulators/wechat-pay/start';
import { layMerchantKeys } from '../../tools/test-run/merchant-keys';
import { cloudOptions, NOTIFY_PATH } from '../../tools/world/cloud-options';
import { freePort } from '../../tools/world/free-port';
import { gatewayEnvironment } from '../../tools/world/function-environment';
import { seedShop } from '../../tools/world/seed';
import type { MortalCloud } from './mortal-cloud';
import { startMortalCloud } from './mortal-cloud';

/** The deployed shop in a process that can be killed, beside a WeChat Pay that lives on. */
export interface MortalShop {
  readonly wechatPay: WechatPaySimulator;
  readonly cloud: MortalCloud;
  /** Where the database and everything else of the cloud is kept. */
  readonly dataDirectory: string;
  /** What a function that moves money is given, the way to the database included. */
  readonly environment: Readonly<Record<string, string>>;
  /** Moves WeChat Pay's clock, and the shop's with it. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Nobody looks at pictures here. */
const NO_PICTURES = {
  loadFiles: () => Promise.resolve(),
  fileId: (file: string) => `cloud://none/${file}`,
};

/** Opens a seeded shop without timers, in a directory of its own. */
export async function openMortalShop(seed: number): Promise<MortalShop> {
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-mortal-'));
  const payDirectory = path.join(dir, 'wechat-pay');
  await layMerchantKeys(payDirectory);
  let follow: (offsetMs: number) => void = () => undefined;
  const wechatPay = await startWechatPaySimulator({
    port: 0,
    dir: payDirectory,
    seed,
    onClock: (offsetMs) => follow(offsetMs),
  });
  const port = await freePort();
  const dataDirectory = path.join(dir, 'cloud');
  const { merchant } = wechatPay;
  const cloudUrl = `http://127.0.0.1:${port}`;
  const options = await cloudOptions({ port, dir: dataDirectory, merchant, cloudUrl, timers: false });
  const cloud = await startMortalCloud(options, path.join(dir, 'cloud.json'));
  let clockTold = Promise.resolve();
  follow = (offsetMs) => {
    clockTold = cloud.setClockOffset(offsetMs);
  };
  await seedShop(cloud.store, NO_PICTURES);
  return {
    wechatPay,
    cloud,
    dataDirectory,
    environment: {
      ...cloud.sdkEnvironment,
      ...(await gatewayEnvironment(merchant, cloudUrl + NOTIFY_PATH)),
    },
    async advance(ms) {
      await wechatPay.clock.advance(ms);
      await clockTold;
    },
    async close() {
      await cloud.close();
      await wechatPay.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
