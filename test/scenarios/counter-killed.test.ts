import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { CollectionStanding } from '../../miniprogram/contract/collection';
import type { DeskReply } from '../../miniprogram/contract/desk';
import { fen } from '../../miniprogram/contract/money';
import type { CodeBehaviour } from '../../simulators/wechat-pay/orders/payment-code';
import type { WechatPaySimulator } from '../../simulators/wechat-pay/start';
import { startWechatPaySimulator } from '../../simulators/wechat-pay/start';
import { layMerchantKeys } from '../../tools/test-run/merchant-keys';
import { cloudOptions } from '../../tools/world/cloud-options';
import { freePort } from '../../tools/world/free-port';
import { seedShop } from '../../tools/world/seed';
import { postJson, valueOf } from '../../tools/world/shopper';
import { callFunction } from '../fixtures/call-function';
import { startMortalCloud } from './mortal-cloud';

const CASHIER = 'o-clerk';
const AMOUNT = fen(2_350);
/** The order is on its way to WeChat Pay this long; the process dies soon after it was written down. */
const ON_ITS_WAY_MS = 4_000;
const DEATH_AFTER_MS = 500;
const POLL_MS = 50;
const LOOK_EVERY_MS = 5_000;
const MOST_LOOKS = 20;
const TEST_TIMEOUT_MS = 120_000;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A shop whose back end can be killed, and a payer at its counter. */
async function openCounter() {
  const dir = await mkdtemp(path.join(tmpdir(), 'xiaopu-killed-'));
  closers.push(() => rm(dir, { recursive: true, force: true }));
  const payDirectory = path.join(dir, 'wechat-pay');
  await layMerchantKeys(payDirectory);
  let follow: (offsetMs: number) => void = () => undefined;
  const wechatPay: WechatPaySimulator = await startWechatPaySimulator({
    port: 0,
    dir: payDirectory,
    seed: 7,
    onClock: (offsetMs) => follow(offsetMs),
  });
  closers.push(() => wechatPay.close());
  const port = await freePort();
  const cloudUrl = `http://127.0.0.1:${port}`;
  const { merchant, controlUrl } = wechatPay;
  const data = path.join(dir, 'cloud');
  const options = await cloudOptions({ port, dir: data, merchant, cloudUrl, timers: false });
  const cloud = await startMortalCloud(options, path.join(dir, 'cloud.json'));
  closers.push(() => cloud.close());
  let told = Promise.resolve();
  follow = (offsetMs) => {
    told = cloud.setClockOffset(offsetMs);
  };
  await seedShop(cloud.store, {
    loadFiles: () => Promise.resolve(),
    fileId: (file) => `cloud://none/${file}`,
  });
  const control = (noun: string, body: object) => postJson(`${controlUrl}/${noun}`, body);
  const call = async <Method extends 'collect.byCode' | 'collect.check'>(method: Method, params: object) => {
    const event = JSON.stringify({ method, params });
    const { result } = await callFunction(cloud.url, { name: 'desk', openid: CASHIER, event });
    return result as DeskReply<Method>;
  };
  return {
    cloud,
    control,
    call,
    async advance(ms: number) {
      await wechatPay.clock.advance(ms);
      await told;
    },
    async showCode(behaviour: CodeBehaviour): Promise<string> {
      const wish = { behaviour, openid: 'oPayerAtCounter', answers_after_seconds: 8 };
      return ((await control('payment-codes', wish)) as { auth_code: string }).auth_code;
    },
    async ordersThere(): Promise<readonly { trade_state: string }[]> {
      const state = (await (await fetch(`${controlUrl}/state`)).json()) as {
        orders: readonly { trade_state: string }[];
      };
      return state.orders;
    },
  };
}

describe('a collection whose back end is killed while its order is on the way', () => {
  it.each<[CodeBehaviour, CollectionStanding, string]>([
    ['passwordPays', { kind: 'paid' }, 'SUCCESS'],
    ['passwordNever', { kind: 'notPaid', reason: 'timeout' }, 'REVOKED'],
  ])(
    'by a payer who %s ends with one order at WeChat Pay, and the screen knows',
    async (behaviour, end, stateThere) => {
      const counter = await openCounter();
      await counter.control('faults', { endpoint: 'orders.codepay', kind: 'delay', delay_ms: ON_ITS_WAY_MS });
      const wish = {
        clientToken: 'tap-before-death',
        amount: AMOUNT,
        authCode: await counter.showCode(behaviour),
      };
      const lost = counter.call('collect.byCode', wish).catch(() => 'the line is dead');
      while ((await counter.cloud.store.readBooks()).orders.length === 0) await pause(POLL_MS);
      await pause(DEATH_AFTER_MS);
      await counter.cloud.killAndRestart();
      expect(await lost).toBe('the line is dead');

      // The cashier taps again: nothing is sent a second time.
      const { orderId, standing } = valueOf('collect.byCode', await counter.call('collect.byCode', wish));
      expect(standing.kind).toBe('waiting');
      let last: CollectionStanding = standing;
      for (let look = 0; look < MOST_LOOKS && ['waiting', 'reversing'].includes(last.kind); look++) {
        await counter.advance(LOOK_EVERY_MS);
        last = valueOf('collect.check', await counter.call('collect.check', { orderId })).standing;
      }
      expect(last).toEqual(end);
      expect(await counter.ordersThere()).toMatchObject([{ trade_state: stateThere }]);
      expect(auditBooks(await counter.cloud.store.readBooks())).toEqual([]);
    },
    TEST_TIMEOUT_MS,
  );
});
