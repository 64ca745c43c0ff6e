import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SCHEMA } from '../../cloudfunctions/adapters/cloudbase/schema';
import { createNotificationKeys } from '../../cloudfunctions/adapters/wechat-pay/certificates/notification-keys';
import { connectOpenapi } from '../../cloudfunctions/adapters/wechat/openapi';
import { createWechat } from '../../cloudfunctions/adapters/wechat/wechat';
import { signingMchid } from '../../cloudfunctions/adapters/wechat-pay/merchant';
import { createNotificationReader } from '../../cloudfunctions/adapters/wechat-pay/notify';
import { createTrustedKeys } from '../../cloudfunctions/adapters/wechat-pay/trusted-keys';
import type { Clock } from '../../cloudfunctions/ports/clock';
import type { Ids } from '../../cloudfunctions/ports/ids';
import type { Log } from '../../cloudfunctions/ports/log';
import type { OrderDeskStore } from '../../cloudfunctions/ports/order-desk-store';
import type { KeyCache, KeyUpkeep } from '../../cloudfunctions/ports/platform-keys';
import type { BillDeps } from '../../cloudfunctions/usecases/bill-deps';
import { hearEvent } from '../../cloudfunctions/usecases/hear-event';
import type { JobsDeps } from '../../cloudfunctions/usecases/run-jobs';
import type { ReceiveDeps } from '../../cloudfunctions/usecases/receive-notification';
import { receiveNotification } from '../../cloudfunctions/usecases/receive-notification';
import type { StartPaymentDeps } from '../../cloudfunctions/usecases/start-payment';
import { fen } from '../../miniprogram/contract/money';
import type { Cloudbase } from '../../simulators/cloudbase/start';
import { startCloudbase } from '../../simulators/cloudbase/start';
import type { WechatOpenapi } from '../../simulators/wechat-openapi/simulator';
import { openWechatOpenapi } from '../../simulators/wechat-openapi/simulator';
import type { WechatPaySimulator } from '../../simulators/wechat-pay/start';
import { startWechatPaySimulator } from '../../simulators/wechat-pay/start';
import { WECHAT_PATH } from '../../simulators/cloudbase/http/cloud-server';
import { layMerchantKeys } from '../../tools/test-run/merchant-keys';
import { MESSAGE_FIELDS } from '../../tools/world/catalogue/shop-words';
import { gatewayEnvironment } from '../../tools/world/function-environment';
import { aProduct, aSku, someSettings } from '../fixtures/shelf';
import { wireUseCases } from './use-case-deps';

/** The price of everything this shop sells. */
export const PRICE = fen(6_900);

/** The shop's use cases beside the simulators in one process: no worker threads, so that many runs fit into a minute. */
export interface InProcessShop {
  readonly wechatPay: WechatPaySimulator;
  readonly cloud: Cloudbase;
  /** WeChat's own interfaces, and where their control plane answers. */
  readonly wechat: WechatOpenapi;
  readonly wechatControlUrl: string;
  readonly deps: StartPaymentDeps &
    JobsDeps &
    BillDeps & { readonly keys: KeyUpkeep; readonly store: OrderDeskStore };
  readonly keyCache: KeyCache;
  readonly notifyUrl: string;
  /** Errors the shop has logged, for the message of a test that fails. */
  readonly errors: readonly string[];
  /** Lets the shop's clock run ahead of WeChat Pay's. */
  setClockLead(ms: number): void;
  /** Puts a product with one SKU of the same id on the shelf. */
  shelve(skuId: string, pieces: number): Promise<void>;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What the function `pay-notify` does: 200 only when the effect is durable. */
async function statusFor(deps: ReceiveDeps, request: IncomingMessage): Promise<number> {
  const body = await bodyOf(request);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const proof = { bodySha256: createHash('sha256').update(body).digest('hex'), requestId: '' };
  const http = { method: request.method ?? '', headers, body };
  const { kind } = await receiveNotification(deps, http, proof);
  return { received: 200, rejected: 401, notOurs: 409 }[kind];
}

async function listenForNotifications(deps: () => ReceiveDeps) {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    statusFor(deps(), request)
      .catch((error: unknown) => {
        deps().log.error('notify', error);
        return 500;
      })
      .then((status) => response.writeHead(status).end())
      .catch((error: unknown) => response.destroy(error as Error));
  };
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/notify`,
    close: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function logInto(errors: string[]): Log {
  return {
    info: () => undefined,
    warn: () => undefined,
    error: (event, error) => void errors.push(`${event}: ${String(error)}`),
  };
}

/** What differs from run to run, unless it is given. */
interface Chance {
  readonly realNowMs?: () => number;
  readonly ids?: Ids;
}

type Settings = Readonly<Record<string, string>>;

/**
 * Opens an empty shop whose database lives in memory. `settings` go before those a merchant with every key would have.
 */
export async function openInProcessShop(
  seed: number,
  settings: Settings | ((merchant: WechatPaySimulator['merchant']) => Settings) = {},
  chance: Chance = {},
): Promise<InProcessShop> {
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-scenario-'));
  await layMerchantKeys(dir);
  const { realNowMs } = chance;
  const wechatPay = await startWechatPaySimulator({
    port: 0,
    dir,
    seed,
    ...(realNowMs !== undefined && { realNowMs }),
  });
  const wechat = openWechatOpenapi({
    appid: wechatPay.merchant.appid,
    mchid: wechatPay.merchant.mchid,
    payControlUrl: wechatPay.controlUrl,
    nowMs: () => wechatPay.clock.nowMs(),
    dir: null,
    templates: MESSAGE_FIELDS,
    push: async (event) => {
      if (receiving !== undefined) await hearEvent(receiving, String(event['merchant_trade_no']));
      return 'success';
    },
  });
  const cloud = await startCloudbase({
    port: 0,
    dir: null,
    collections: SCHEMA,
    functions: {},
    openapi: wechat,
    log: () => undefined,
  });
  let leadMs = 0;
  let receiving: ReceiveDeps | undefined;
  const notifications = await listenForNotifications(() => receiving!);
  const errors: string[] = [];
  const clock: Clock = { nowMs: () => wechatPay.clock.nowMs() + leadMs };
  const environment = {
    ...cloud.environment(),
    ...(await gatewayEnvironment(wechatPay.merchant, notifications.url)),
    ...(typeof settings === 'function' ? settings(wechatPay.merchant) : settings),
  };
  const wired = wireUseCases(environment, { clock, log: logInto(errors), ids: chance.ids });
  const { environmentId, config, cache } = wired;
  const deps: InProcessShop['deps'] = {
    ...wired.deps,
    wechat: createWechat(connectOpenapi(environmentId)),
  };
  const ring = createTrustedKeys(config.trust, signingMchid(config.merchant), clock);
  receiving = {
    ...deps,
    reader: createNotificationReader({ ...config, clock, keys: ring }),
    keys: createNotificationKeys({ config, ring, cache, clock }),
  };
  await deps.store.saveSettings(someSettings());
  return {
    wechatPay,
    cloud,
    wechat,
    wechatControlUrl: `${cloud.url}${WECHAT_PATH}/__sim`,
    deps,
    keyCache: cache,
    notifyUrl: notifications.url,
    errors,
    setClockLead: (ms) => {
      leadMs = ms;
    },
    shelve: (skuId, pieces) =>
      deps.store.addProduct(aProduct({ productId: skuId, title: '青瓷品茗杯' }), [
        aSku(skuId, pieces, { price: PRICE }),
      ]),
    close: async () => {
      await wechat.close();
      await wechatPay.close();
      await Promise.all([notifications.close(), cloud.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
