import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { OrderDeskStore } from '../../cloudfunctions/ports/order-desk-store';
import type { CloudLog } from '../../simulators/cloudbase/cloud-log';
import type { Cloudbase, CloudbaseOptions } from '../../simulators/cloudbase/start';
import { WECHAT_PATH } from '../../simulators/cloudbase/http/cloud-server';
import { startCloudbase } from '../../simulators/cloudbase/start';
import type { WechatOpenapi } from '../../simulators/wechat-openapi/simulator';
import { openWechatOpenapi } from '../../simulators/wechat-openapi/simulator';
import type { WechatPaySimulator } from '../../simulators/wechat-pay/start';
import { startWechatPaySimulator } from '../../simulators/wechat-pay/start';
import { cloudOptions, EVENTS_FUNCTION, NOTIFY_PATH } from './cloud-options';
import { MESSAGE_FIELDS } from './catalogue/shop-words';
import { freePort } from './free-port';
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
  /** Where a world begins whose directory is new, as a distance from now; see the simulator of WeChat Pay. */
  readonly beginsAtOffsetMs?: number;
  /** What an answered write of the database has survived; see the emulator of the cloud. */
  readonly survives?: CloudbaseOptions['survives'];
  /** Settings of the functions that go before those of a merchant with every kind of key. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly log?: CloudLog;
}

/** The shop's back end with the world around it, on this machine. */
export interface World {
  readonly wechatPay: WechatPaySimulator;
  readonly cloud: Cloudbase;
  /** WeChat's own interfaces: shipping, receipts, messages. */
  readonly wechat: WechatOpenapi;
  /** Where their control plane answers. */
  readonly wechatControlUrl: string;
  readonly store: OrderDeskStore;
  readonly notifyUrl: string;
  close(): Promise<void>;
}

/** Where WeChat Pay keeps its keys and books below a world's directory. */
export const payDirectory = (dir: string): string => path.join(dir, 'wechat-pay');

/** WeChat's own interfaces, on the clock of WeChat Pay and with its payments; events go to the function for them. */
function openWechat(
  { merchant, controlUrl, clock }: WechatPaySimulator,
  dir: string,
  cloud: () => Cloudbase | undefined,
): WechatOpenapi {
  return openWechatOpenapi({
    appid: merchant.appid,
    mchid: merchant.mchid,
    payControlUrl: controlUrl,
    nowMs: () => clock.nowMs(),
    dir: path.join(dir, 'wechat'),
    templates: MESSAGE_FIELDS,
    push: (event) => cloud()?.pushEvent(EVENTS_FUNCTION, event) ?? Promise.reject(new Error('no cloud yet')),
  });
}

/** WeChat Pay; `onClock` keeps one clock for the whole world: a notification of tomorrow must find functions of then. */
function openPay(
  { payPort, dir, seed, beginsAtOffsetMs, log }: WorldOptions,
  onClock: (offsetMs: number) => void,
): Promise<WechatPaySimulator> {
  return startWechatPaySimulator({
    port: payPort,
    dir: payDirectory(dir),
    ...(seed !== undefined && { seed }),
    ...(beginsAtOffsetMs !== undefined && { beginsAtOffsetMs }),
    onClock,
    log: (text) => log?.({ source: 'wechat-pay', level: 'info', text }),
  });
}

/**
 * Starts WeChat Pay and the cloud with the functions as they were last built, links their clocks and fills the shelf.
 */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { dir, log } = options;
  await mkdir(dir, { recursive: true });
  let cloud: Cloudbase | undefined;
  let wechat: WechatOpenapi | undefined;
  const wechatPay = await openPay(options, (offsetMs) => {
    cloud?.setClockOffset(offsetMs);
    // WeChat Pay may be gone already when the world is being closed.
    wechat?.passTime().catch(() => undefined);
  });
  const port = options.cloudPort === 0 ? await freePort() : options.cloudPort;
  const cloudUrl = `http://127.0.0.1:${port}`;
  const { instances, timers, settings, survives } = options;
  const opened = openWechat(wechatPay, dir, () => cloud);
  wechat = opened;
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
      openapi: opened,
      survives,
      ...(log !== undefined && { log }),
    });
  } catch (cause) {
    // Half a world is of no use, and its port would stay taken.
    await opened.close();
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
    wechat: opened,
    wechatControlUrl: `${cloudUrl}${WECHAT_PATH}/__sim`,
    store,
    notifyUrl: cloudUrl + NOTIFY_PATH,
    close: async () => {
      await opened.close();
      await wechatPay.close();
      await running.close();
    },
  };
}
