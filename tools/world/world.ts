import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { OrderDeskStore } from '../../cloudfunctions/ports/order-desk-store';
import type { CloudLog } from '../../simulators/cloudbase/cloud-log';
import type { Cloudbase } from '../../simulators/cloudbase/start';
import { startCloudbase } from '../../simulators/cloudbase/start';
import type { WechatPaySimulator } from '../../simulators/wechat-pay/start';
import { startWechatPaySimulator } from '../../simulators/wechat-pay/start';
import { cloudOptions, NOTIFY_PATH } from './cloud-options';
import { freePort } from './free-port';
import { buildFunctions } from './function-bundles';
import { seedShop } from './seed';
import { openStore } from './shop-store';

export interface WorldOptions {
  /** WeChat Pay listens here and the cloud on the next port; 0 takes free ones. */
  readonly payPort: number;
  readonly cloudPort: number;
  readonly dir: string;
  readonly seed?: number;
  readonly instances?: number;
  readonly timers?: boolean;
  /** Settings of the functions that go before those of a merchant with every kind of key. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: CloudLog;
}

/** The shop's back end with the world around it, on this machine. */
export interface World {
  readonly wechatPay: WechatPaySimulator;
  readonly cloud: Cloudbase;
  readonly store: OrderDeskStore;
  readonly notifyUrl: string;
  close(): Promise<void>;
}

/** Builds the functions, starts WeChat Pay and the cloud, links their clocks and fills the shelf. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { dir, log } = options;
  await mkdir(dir, { recursive: true });
  let cloud: Cloudbase | undefined;
  const [wechatPay] = await Promise.all([
    startWechatPaySimulator({
      port: options.payPort,
      dir: path.join(dir, 'wechat-pay'),
      ...(options.seed !== undefined && { seed: options.seed }),
      // One clock for the whole world: a notification of tomorrow must find functions that live tomorrow.
      onClock: (offsetMs) => cloud?.setClockOffset(offsetMs),
      log: (text) => log?.({ source: 'wechat-pay', level: 'info', text }),
    }),
    buildFunctions(),
  ]);
  const port = options.cloudPort === 0 ? await freePort() : options.cloudPort;
  const cloudUrl = `http://127.0.0.1:${port}`;
  const { instances, timers, settings } = options;
  try {
    cloud = await startCloudbase({
      ...(await cloudOptions({
        port,
        dir: path.join(dir, 'cloud'),
        merchant: wechatPay.merchant,
        cloudUrl,
        ...(instances !== undefined && { instances }),
        ...(timers !== undefined && { timers }),
        ...(settings !== undefined && { settings }),
      })),
      ...(log !== undefined && { log }),
    });
  } catch (cause) {
    // Half a world is of no use, and its port would stay taken.
    await wechatPay.close();
    throw cause;
  }
  cloud.setClockOffset(wechatPay.clock.nowMs() - Date.now());
  const store = openStore(cloud.environment());
  await seedShop(store, cloud);
  const running = cloud;
  return {
    wechatPay,
    cloud,
    store,
    notifyUrl: cloudUrl + NOTIFY_PATH,
    close: async () => {
      await wechatPay.close();
      await running.close();
    },
  };
}
