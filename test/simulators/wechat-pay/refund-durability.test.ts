import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startWechatPaySimulator } from '../../../simulators/wechat-pay/start';
import { downloadBill, fetchBill } from './bill-file';
import { createMerchantClient } from './merchant-client';
import { startNotifyReceiver } from './notify-receiver';
import { createRefundWorld, MINUTE_MS } from './refund-world';
import type { Fixture } from './simulator-fixture';

const fixture = {} as Fixture;
const world = createRefundWorld(fixture);
const { pay, refund, query, tell, goTo, day } = world;

async function start(): Promise<void> {
  fixture.simulator = await startWechatPaySimulator({ port: 0, dir: fixture.dir });
  fixture.client = createMerchantClient(fixture.simulator, fixture.receiver.url);
}

async function restart(): Promise<void> {
  await fixture.simulator.close();
  await start();
}

beforeAll(async () => {
  fixture.dir = mkdtempSync(join(tmpdir(), 'wechat-pay-'));
  fixture.receiver = await startNotifyReceiver();
  await start();
});

afterEach(async () => {
  await tell('/reset', {});
});

afterAll(async () => {
  await fixture.simulator.close();
  await fixture.receiver.close();
  rmSync(fixture.dir, { recursive: true, force: true });
});

describe('a restart in the same directory', () => {
  it('keeps refunds, what was decided about them, and the money', async () => {
    await goTo(1, '08:00');
    await tell('/settings', { refund_delay_seconds: 600 });
    await tell('/balance', { available: 5_000 });
    await pay('KEPT0001', 1000);
    await refund('KEPT0001', 'R-KEPT-1', 300, { amount: { refund: 300, total: 1000, currency: 'CNY' } });
    await tell('/refunds', { out_refund_no: 'R-KEPT-1', outcome: 'abnormal', when: 'due' });
    const before = await fixture.client.control('GET', '/state');
    await restart();
    const after = await fixture.client.control('GET', '/state');
    expect(after.json['balances']).toEqual(before.json['balances']);
    expect(after.json['refunds']).toEqual(before.json['refunds']);
    expect((await fixture.client.query('KEPT0001')).json['trade_state']).toBe('REFUND');
    expect((await query('R-KEPT-1')).json['status']).toBe('PROCESSING');
    fixture.receiver.received.length = 0;
    await fixture.simulator.clock.advance(11 * MINUTE_MS);
    expect((await query('R-KEPT-1')).json['status']).toBe('ABNORMAL');
    expect(fixture.receiver.received.map(({ json }) => json['event_type'])).toEqual(['REFUND.ABNORMAL']);
  });

  it('keeps the form of a bill, its bytes and its download address', async () => {
    await goTo(1, '08:00');
    await pay('KEPT0002', 1000);
    await refund('KEPT0002', 'R-KEPT-2', 1000, { amount: { refund: 1000, total: 1000, currency: 'CNY' } });
    const date = day();
    await goTo(1, '10:00');
    const path = `/v3/bill/tradebill?bill_date=${date}`;
    const asked = await fixture.client.call('GET', path);
    const url = String(asked.json['download_url']);
    const first = await downloadBill(fixture, url);
    await restart();
    const { pathname, search } = new URL(url);
    expect((await fixture.client.call('GET', pathname + search)).bytes.equals(first.bytes)).toBe(true);
    expect((await fixture.client.call('GET', path)).json['hash_value']).toBe(asked.json['hash_value']);
    expect((await fetchBill(fixture, path)).rows).toHaveLength(2);
  });

  it('ends a refund whose time came while it was away', async () => {
    await tell('/settings', { refund_delay_seconds: 0.5 });
    await pay('KEPT0003');
    const { json } = await refund('KEPT0003', 'R-KEPT-3', 100);
    await fixture.simulator.close();
    await new Promise((later) => setTimeout(later, 600));
    await start();
    const ended = await fixture.simulator.clock.advance(0).then(() => query('R-KEPT-3'));
    expect(ended.json).toMatchObject({ status: 'SUCCESS', create_time: json['create_time'] });
  });
});
