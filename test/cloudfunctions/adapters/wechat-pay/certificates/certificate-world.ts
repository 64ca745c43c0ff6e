import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createIds } from '../../../../../cloudfunctions/adapters/system/ids';
import {
  createGatewayKeys,
  type GatewayKeys,
} from '../../../../../cloudfunctions/adapters/wechat-pay/certificates/gateway-keys';
import { createNotificationKeys } from '../../../../../cloudfunctions/adapters/wechat-pay/certificates/notification-keys';
import type { Trust, WechatPayConfig } from '../../../../../cloudfunctions/adapters/wechat-pay/config';
import { createWechatPayGateway } from '../../../../../cloudfunctions/adapters/wechat-pay/gateway';
import { createNotificationReader } from '../../../../../cloudfunctions/adapters/wechat-pay/notify';
import { createTrustedKeys } from '../../../../../cloudfunctions/adapters/wechat-pay/trusted-keys';
import type { Clock } from '../../../../../cloudfunctions/ports/clock';
import type {
  Outcome,
  PaymentGateway,
  PaymentOrder,
  RawHttp,
} from '../../../../../cloudfunctions/ports/payment-gateway';
import type { KeyCache, NotificationKeys } from '../../../../../cloudfunctions/ports/platform-keys';
import type { WechatPaySimulator } from '../../../../../simulators/wechat-pay/start';
import { startWechatPaySimulator } from '../../../../../simulators/wechat-pay/start';
import { layMerchantKeys } from '../../../../../tools/test-run/merchant-keys';
import { postJson } from '../../../../../tools/world/shopper';
import { fen } from '../../../../../miniprogram/contract/money';
import { createForge } from '../../../../fixtures/notification-forge';

export const NO_LIST: Trust = { mode: 'platformCertificate', platformCertificates: [] };

/** One instance of a function that moves money. */
export interface Instance {
  readonly gateway: PaymentGateway;
  readonly keys: GatewayKeys;
  /** Asks for an order nobody placed, which needs keys like any other call. */
  order(): Promise<Outcome<unknown>>;
}

/** One instance of the notification function. */
export interface Receiver {
  readonly keys: NotificationKeys;
  /** Judges, looks for the key, judges again. */
  receive(http: RawHttp): Promise<string>;
}

/** WeChat Pay on this machine, a clock that may be wrong, and as many instances as a test needs. */
export interface CertificateWorld {
  readonly simulator: WechatPaySimulator;
  readonly clock: Clock;
  readonly config: (trust: Trust) => WechatPayConfig;
  /** Requests for certificates so far, faults included. */
  readonly downloads: () => number;
  leadMs: number;
  instance(trust: Trust, cache?: KeyCache): Instance;
  /** Waits for what instances do beside their calls, so that the next test does not count it. */
  settled(): Promise<void>;
  receiver(trust: Trust, cache: KeyCache): Receiver;
  publicKeyTrust(): Promise<Trust>;
  certificateTrust(): Promise<Trust>;
  /** A genuine notification under the platform certificate of the moment, or of files kept from before. */
  notification(signing?: { readonly serial: string; readonly keyFile: string }): RawHttp;
  rotate(): Promise<string>;
  control(path: string, body: object): Promise<unknown>;
  close(): Promise<void>;
}

export async function openCertificateWorld(): Promise<CertificateWorld> {
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-certificates-'));
  await layMerchantKeys(dir);
  let downloads = 0;
  const simulator = await startWechatPaySimulator({
    port: 0,
    dir,
    seed: 11,
    log: (line) => {
      if (line.startsWith('GET /v3/certificates')) downloads += 1;
    },
  });
  const { merchant, controlUrl } = simulator;
  const merchantPrivateKey = await readFile(merchant.merchantKeyFile, 'utf8');
  const control = (where: string, body: object): Promise<unknown> => postJson(`${controlUrl}${where}`, body);
  let orders = 0;
  const instances: GatewayKeys[] = [];
  const world: CertificateWorld = {
    simulator,
    leadMs: 0,
    clock: { nowMs: () => simulator.clock.nowMs() + world.leadMs },
    config: (trust) => ({
      merchant: { mode: 'direct', mchid: merchant.mchid, appid: merchant.appid },
      apiV3Key: merchant.apiV3Key,
      merchantSerialNo: merchant.merchantSerialNo,
      merchantPrivateKey,
      notifyUrl: 'http://127.0.0.1:9/notify',
      baseUrl: merchant.baseUrl,
      trust,
    }),
    downloads: () => downloads,
    instance: (trust, cache) => {
      const { clock } = world;
      const ids = createIds(clock);
      const outside = { clock, nonce: ids.unique };
      const config = world.config(trust);
      const keys = createGatewayKeys(config, { ...outside, ...(cache !== undefined && { cache }) });
      instances.push(keys);
      const gateway = createWechatPayGateway(config, { ...outside, keys });
      const order = (): Promise<Outcome<unknown>> => {
        orders += 1;
        const placed: PaymentOrder = {
          scene: 'miniProgram',
          outTradeNo: `C${String(orders).padStart(10, '0')}${ids.unique().slice(0, 12)}`,
          description: '青瓷品茗杯',
          amount: fen(100),
          openid: 'o-shopper',
          payBeforeMs: clock.nowMs() + 900_000,
        };
        return gateway.create(placed);
      };
      return { gateway, keys, order };
    },
    settled: async () => {
      await Promise.all(instances.splice(0).map(({ supply }) => supply.movedOn('')));
    },
    receiver: (trust, cache) => {
      const { clock } = world;
      const config = world.config(trust);
      const ring = createTrustedKeys(trust, merchant.mchid, clock);
      const reader = createNotificationReader({ ...config, clock, keys: ring });
      const keys = createNotificationKeys({ config, ring, cache, clock });
      const judge = (http: RawHttp): string => {
        const outcome = reader.parseNotification(http);
        return outcome.kind === 'verified' ? 'verified' : outcome.stage;
      };
      return {
        keys,
        receive: async (http) => {
          const first = judge(http);
          return first === 'serial' && (await keys.lookFor(http)) ? judge(http) : first;
        },
      };
    },
    publicKeyTrust: async () => ({
      mode: 'publicKey',
      publicKeys: [
        { publicKeyId: merchant.publicKeyId, publicKeyPem: await readFile(merchant.publicKeyFile, 'utf8') },
      ],
    }),
    certificateTrust: async () => {
      const { platformSerialNo: serialNo, platformCertificateFile } = simulator.merchant;
      return {
        mode: 'platformCertificate',
        platformCertificates: [{ serialNo, certificatePem: await readFile(platformCertificateFile, 'utf8') }],
      };
    },
    notification: (signing) => {
      const { platformSerialNo: serial, platformKeyFile: keyFile } = simulator.merchant;
      const forge = createForge(simulator.merchant);
      const attempt = { outTradeNo: 'N20261121000001', openid: 'o-shopper', amount: { minor: 100 } };
      const skewSeconds = (Date.now() - simulator.clock.nowMs()) / 1000;
      const body = forge.body(forge.transaction(attempt));
      const signed = forge.signed(body, { serial, keyFile, ageSeconds: Math.floor(skewSeconds), ...signing });
      return { method: 'POST', ...signed };
    },
    rotate: async () => {
      const answer = await control('/certificates/rotate', {});
      return (answer as { platform_serial_no: string }).platform_serial_no;
    },
    control,
    close: async () => {
      await simulator.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return world;
}
