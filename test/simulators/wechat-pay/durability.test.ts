import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startWechatPaySimulator } from '../../../simulators/wechat-pay/start';
import type { WechatPaySimulator } from '../../../simulators/wechat-pay/start';
import { createMerchantClient } from './merchant-client';
import { startNotifyReceiver } from './notify-receiver';
import type { NotifyReceiver } from './notify-receiver';

let dir: string;
let receiver: NotifyReceiver;
let running: WechatPaySimulator | undefined;

async function start(): Promise<WechatPaySimulator> {
  running = await startWechatPaySimulator({ port: 0, dir });
  return running;
}

async function stop(): Promise<void> {
  await running?.close();
  running = undefined;
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'wechat-pay-'));
  receiver = await startNotifyReceiver();
});

afterEach(stop);

afterAll(async () => {
  await receiver.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('a simulator that begins in the past', () => {
  it('goes on there after a restart, and comes to the present by moving forward', async () => {
    const past = mkdtempSync(join(tmpdir(), 'wechat-pay-'));
    const begin = { port: 0, dir: past, beginsAtOffsetMs: -90 * 86_400_000 };
    try {
      running = await startWechatPaySimulator(begin);
      await running.clock.advance(86_400_000);
      const client = createMerchantClient(running, receiver.url);
      await client.place('LONGAGO1');
      await stop();
      running = await startWechatPaySimulator(begin);
      expect(running.clock.offsetMs()).toBe(-89 * 86_400_000);
      const again = createMerchantClient(running, receiver.url);
      expect((await again.query('LONGAGO1')).json['trade_state']).toBe('NOTPAY');
      await running.clock.advance(89 * 86_400_000);
      expect(running.clock.offsetMs()).toBe(0);
    } finally {
      await stop();
      rmSync(past, { recursive: true, force: true });
    }
  });
});

describe('a restart in the same directory', () => {
  it('keeps keys, orders, clock and unfinished notifications', async () => {
    const before = await start();
    const client = createMerchantClient(before, receiver.url);
    await client.place('DURABLE1');
    await client.place('DURABLE2');
    await before.clock.advance(3_600_000);
    receiver.answer = { status: 500 };
    const paid = await client.control('POST', '/payments', { out_trade_no: 'DURABLE2' });
    await client.control('POST', '/notifications/deliver', {});
    const { baseUrl: _baseUrl, ...keys } = before.merchant;
    await stop();

    receiver.answer = { status: 204 };
    receiver.received.length = 0;
    const after = await start();
    const again = createMerchantClient(after, receiver.url);
    expect(after.merchant).toMatchObject(keys);
    expect(after.clock.offsetMs()).toBe(3_600_000);
    expect((await again.query('DURABLE1')).json['trade_state']).toBe('NOTPAY');
    expect((await again.query('DURABLE2')).json['transaction_id']).toBe(paid.json['transaction_id']);
    await after.clock.advance(16_000);
    expect(receiver.received).toHaveLength(1);
    const list = await again.control('GET', '/notifications');
    expect(list.json['notifications']).toMatchObject([
      { state: 'received', sends: [{ status: 500 }, { status: 204 }] },
    ]);
    await stop();
  });

  it('drops a last line that a crash cut short, and writes on after it', async () => {
    const journal = join(dir, 'journal.jsonl');
    const whole = readFileSync(journal, 'utf8');
    appendFileSync(journal, '{"kind":"orderPla');
    const client = createMerchantClient(await start(), receiver.url);
    expect((await client.query('DURABLE1')).status).toBe(200);
    await client.place('DURABLE3');
    await stop();
    expect(readFileSync(journal, 'utf8').startsWith(whole)).toBe(true);
    const again = createMerchantClient(await start(), receiver.url);
    expect((await again.query('DURABLE3')).status).toBe(200);
    await stop();
  });

  it('never gives a number twice', async () => {
    const ids: string[] = [];
    for (const outTradeNo of ['DURABLE4', 'DURABLE5']) {
      const client = createMerchantClient(await start(), receiver.url);
      await client.place(outTradeNo);
      const paid = await client.control('POST', '/payments', { out_trade_no: outTradeNo });
      ids.push(String(paid.json['transaction_id']));
      await stop();
    }
    expect(new Set(ids).size).toBe(2);
  });

  it('keeps code_url, payment codes and a shopper at the password', async () => {
    const before = await start();
    const client = createMerchantClient(before, receiver.url);
    const { mchid, appid } = before.merchant;
    const base = { appid, mchid, description: 'x', amount: { total: 1 } };
    const native = { ...base, out_trade_no: 'DURABLE6', notify_url: receiver.url };
    const placed = await client.call('POST', '/v3/pay/transactions/native', { body: native });
    const wish = { behaviour: 'passwordPays', answers_after_seconds: 30 };
    const { auth_code } = (await client.control('POST', '/payment-codes', wish)).json;
    const scan = { ...base, out_trade_no: 'DURABLE7', payer: { auth_code }, scene_info: {} };
    expect((await client.call('POST', '/v3/pay/transactions/codepay', { body: scan })).status).toBe(202);
    await stop();

    const again = createMerchantClient(await start(), receiver.url);
    expect((await again.query('DURABLE7')).json['trade_state']).toBe('USERPAYING');
    await running?.clock.advance(31_000);
    expect((await again.query('DURABLE7')).json['trade_state']).toBe('SUCCESS');
    const paid = await again.control('POST', '/payments', { code_url: placed.json['code_url'] });
    expect(paid.json['trade_state']).toBe('SUCCESS');
    await stop();
  });

  it('reads an order written down before there were other products', async () => {
    const simulator = await start();
    const { mchid, appid } = simulator.merchant;
    const createdMs = simulator.clock.nowMs();
    await stop();
    const request = {
      appid,
      mchid,
      description: 'x',
      out_trade_no: 'DURABLE8',
      notify_url: receiver.url,
      amount: { total: 1 },
      payer: { openid: 'oOld' },
    };
    const fingerprint =
      `{"amount":{"total":1},"appid":"${appid}","description":"x","mchid":"${mchid}",` +
      `"notify_url":"${receiver.url}","out_trade_no":"DURABLE8","payer":{"openid":"oOld"}}`;
    const prepays = [{ id: 'wx1', createdMs }];
    const order = {
      product: 'jsapi',
      outTradeNo: 'DURABLE8',
      request,
      fingerprint,
      createdMs,
      payUntilMs: createdMs + 604_800_000,
      prepays,
    };
    const issued = { kind: 'prepayIssued', outTradeNo: 'DURABLE8', prepayId: 'wx2', atMs: createdMs };
    const lines = [{ kind: 'orderPlaced', order }, issued].map((entry) => `${JSON.stringify(entry)}\n`);
    appendFileSync(join(dir, 'journal.jsonl'), lines.join(''));

    const client = createMerchantClient(await start(), receiver.url);
    const again = await client.call('POST', '/v3/pay/transactions/jsapi', { body: request });
    expect(again.status).toBe(200);
    await client.control('POST', '/payments', { prepay_id: 'wx2' });
    expect((await client.query('DURABLE8')).json).toMatchObject({
      trade_state: 'SUCCESS',
      trade_type: 'JSAPI',
      payer: { openid: 'oOld' },
    });
    await stop();
  });

  it('does not wait at close for an answer a fault holds back', async () => {
    const simulator = await start();
    const client = createMerchantClient(simulator, receiver.url);
    await client.control('POST', '/faults', { kind: 'delay', endpoint: 'certificates', delay_ms: 120_000 });
    let settled = false;
    const held = client.call('GET', '/v3/certificates').finally(() => (settled = true));
    // The fault is used up by the first request alone, so this one overtakes it.
    const faults = async (): Promise<number> =>
      ((await client.control('GET', '/faults')).json['faults'] as unknown[]).length;
    while ((await faults()) > 0);
    expect((await client.call('GET', '/v3/certificates')).status).toBe(200);
    expect(settled).toBe(false);
    await stop();
    await Promise.allSettled([held]);
    expect(settled).toBe(true);
  });

  it('refuses to start on a damaged journal or for another merchant', async () => {
    await expect(startWechatPaySimulator({ port: 0, dir, mchid: '1900000999' })).rejects.toThrow(
      '1900000109',
    );
    const journal = join(dir, 'journal.jsonl');
    writeFileSync(journal, `{"kind"\n${readFileSync(journal, 'utf8')}`);
    await expect(start()).rejects.toThrow('journal.jsonl line 1');
  });
});
