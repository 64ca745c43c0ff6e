import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SUPPORT_CODE } from '../../../miniprogram/contract/call';
import { callFunction } from '../../fixtures/call-function';
import { refusedBy } from '../../fixtures/desk-caller';
import type { DeskWorld, PaidOrder } from '../../fixtures/desk-world';
import { openDeskWorld } from '../../fixtures/desk-world';
import { fen } from '../../../miniprogram/contract/money';
import { freshToken } from '../../fixtures/shop-world';

const BUYER = 'o-buyer';
const ON_SCREEN = '7KQ2MF';

let world: DeskWorld;
let paid: PaidOrder;
let outRefundNo: string;

/** A call as the phone makes it: with the code it shows when something fails. */
function callWith(name: string, openid: string, event: object): Promise<{ readonly result?: unknown }> {
  return callFunction(world.cloud.url, { name, openid, event: JSON.stringify(event) });
}

beforeAll(async () => {
  world = await openDeskWorld();
  await world.control('settings', { refund_delay_seconds: 30 });
  paid = await world.paidOrder(BUYER);
  const wish = { clientToken: freshToken(), orderId: paid.orderId, amount: fen(100) };
  outRefundNo = (await world.desk('manager').value('refunds.create', wish)).refund?.outRefundNo ?? '';
  await world.tick();
  await world.wechatPay.clock.advance(60_000);
});
afterAll(() => world.close());

const viewer = () => world.desk('viewer');
const found = async (text: string) =>
  (await viewer().value('evidence.find', { text })).orders.map(({ orderId }) => orderId);

describe('the proofs of an order', () => {
  it('tell every prepay, query, notification and refund with time, request and hash', async () => {
    const { entries } = await viewer().value('evidence.timeline', { orderId: paid.orderId });
    expect(entries.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['prepay', 'query', 'refund', 'notification']),
    );
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
    for (const { requestId, bodySha256, orderId } of entries) {
      expect(requestId).not.toBe('');
      expect(bodySha256).toMatch(/^[0-9a-f]{64}$/);
      expect(orderId).toBe(paid.orderId);
    }
    expect(entries.find(({ kind }) => kind === 'refund')).toMatchObject({
      outRefundNo,
      // Sent in the call of whoever agreed, so that the code of that visit leads to it.
      supportCode: expect.stringMatching(/^[0-9A-Z]{8}$/),
    });
  });

  it('come page by page', async () => {
    const { orderId } = await world.place(BUYER);
    for (let at = 0; at < 105; at++)
      await world.store.recordEvidence({
        evidenceId: `proof-${String(at).padStart(3, '0')}`,
        kind: 'query',
        atMs: 1_000 + at,
        orderId,
        outTradeNo: null,
        requestId: `r-${at}`,
        bodySha256: null,
        verdict: 'accepted',
      });
    const first = await viewer().value('evidence.timeline', { orderId });
    const second = await viewer().value('evidence.timeline', { orderId, after: first.next ?? '' });
    expect([...first.entries, ...second.entries].map(({ requestId }) => requestId)).toEqual(
      Array.from({ length: 105 }, (_, at) => `r-${at}`),
    );
    const file = await viewer().value('evidence.export', { orderId, format: 'jsonl' });
    expect(file.entries).toBe(105);
  });

  it('are exported as a file a spreadsheet cannot run, and as JSON lines', async () => {
    const { orderId } = paid;
    await world.store.recordEvidence({
      evidenceId: 'proof-of-mischief',
      kind: 'query',
      atMs: 0,
      orderId,
      outTradeNo: null,
      requestId: '=HYPERLINK("http://x","y")',
      bodySha256: null,
      verdict: 'accepted, "so to speak"',
    });
    const csv = await viewer().value('evidence.export', { orderId, format: 'csv' });
    expect(csv).toMatchObject({ fileName: `evidence-${orderId}.csv`, mediaType: 'text/csv; charset=utf-8' });
    const [head, first] = csv.content.split('\r\n');
    expect(head).toBe(
      '\uFEFFat,kind,verdict,orderId,outTradeNo,outRefundNo,requestId,bodySha256,supportCode,evidenceId',
    );
    expect(first).toContain('"\'=HYPERLINK(""http://x"",""y"")"');
    const lines = await viewer().value('evidence.export', { orderId, format: 'jsonl' });
    const entries = lines.content
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { evidenceId: string });
    expect(entries[0]?.evidenceId).toBe('proof-of-mischief');
    expect(entries).toHaveLength(csv.content.trim().split('\r\n').length - 1);
  });

  it('are exported to the last one, part by part, of which only the first names the columns', async () => {
    const { orderId } = await world.place(BUYER);
    for (let from = 0; from < 1_001; from += 50)
      await Promise.all(
        Array.from({ length: Math.min(50, 1_001 - from) }, (_, at) =>
          world.store.recordEvidence({
            evidenceId: `part-${String(from + at).padStart(4, '0')}`,
            kind: 'query',
            atMs: 5_000,
            orderId,
            outTradeNo: null,
            requestId: `p-${from + at}`,
            bodySha256: null,
            verdict: 'accepted',
          }),
        ),
      );
    const parts: string[] = [];
    const counts: number[] = [];
    let after: string | undefined;
    do {
      const wish = { orderId, format: 'csv', ...(after !== undefined && { after }) } as const;
      const part = await viewer().value('evidence.export', wish);
      parts.push(part.content);
      counts.push(part.entries);
      after = part.next;
    } while (after !== undefined);
    expect(counts).toEqual([500, 500, 1]);
    const [head, ...rows] = parts.join('').trim().split('\r\n');
    expect(head).toContain('evidenceId');
    expect(rows.map((row) => row.split(',').at(-1))).toEqual(
      Array.from({ length: 1_001 }, (_, at) => `part-${String(at).padStart(4, '0')}`),
    );
    expect(parts.join('').match(/\uFEFF/g)).toHaveLength(1);
  });

  it('of an order that is not there are none', async () => {
    const nowhere = { orderId: 'made-up' };
    expect(await viewer().call('evidence.timeline', nowhere)).toEqual(refusedBy('ORDER_NOT_FOUND'));
    expect(await viewer().call('evidence.export', { ...nowhere, format: 'csv' })).toEqual(
      refusedBy('ORDER_NOT_FOUND'),
    );
  });
});

describe('looking for an order', () => {
  it('leads there by any number', async () => {
    const { attempts } = await world.file(paid.orderId);
    const { entries } = await viewer().value('evidence.timeline', { orderId: paid.orderId });
    const numbers = [
      paid.orderId,
      attempts[0]?.outTradeNo,
      attempts[0]?.transactionId,
      outRefundNo,
      entries[1]?.requestId,
    ];
    for (const text of numbers) expect(await found(text ?? '')).toEqual([paid.orderId]);
    expect(await found('nobody-knows-this')).toEqual([]);
  });

  it('leads there by the code on the shopper’s screen, in any writing', async () => {
    const { orderId } = await world.place(BUYER);
    const pay = { method: 'orders.pay', params: { orderId }, supportCode: ON_SCREEN };
    await callWith('shop', BUYER, pay);
    for (const text of [ON_SCREEN, ' 7kq2mf ', '7KQ-2MF']) expect(await found(text)).toEqual([orderId]);
    const { orders } = await viewer().value('orders.search', { text: ON_SCREEN });
    expect(orders.map((one) => one.orderId)).toEqual([orderId]);
    const { entries } = await viewer().value('evidence.timeline', { orderId });
    expect(entries[0]).toMatchObject({ kind: 'prepay', supportCode: ON_SCREEN });
  });

  it('takes no code of another form for one', async () => {
    const { orderId } = await world.place(BUYER);
    const codes: unknown[] = ['7KQ2MF; drop', { $gt: '' }, 'x'.repeat(9_000), 42];
    for (const supportCode of codes)
      expect(
        (await callWith('shop', BUYER, { method: 'orders.pay', params: { orderId }, supportCode })).result,
      ).toMatchObject({ ok: true });
    const { entries } = await viewer().value('evidence.timeline', { orderId });
    expect(new Set(entries.map((entry) => SUPPORT_CODE.test(entry.supportCode ?? '')))).toEqual(
      new Set([true]),
    );
  });
});

describe('a call that fails on our side', () => {
  interface Refused {
    readonly refusal: { readonly code: string; readonly supportCode: string };
  }

  /** An order nobody can look at: only a bug or a hand in the database can cause that. */
  async function brokenOrder(): Promise<string> {
    const { orderId } = await world.place(BUYER);
    await world.store.changeOrder(orderId, (file) =>
      file === null
        ? { result: null }
        : { result: null, write: { order: { ...file.order, timeline: null as never } } },
    );
    return orderId;
  }

  it.each(['shop', 'desk'] as const)(
    'in %s has a code that is in the log and leads to the order',
    async (name) => {
      const orderId = await brokenOrder();
      const openid = name === 'shop' ? BUYER : 'o-desk-owner';
      const { result } = await callWith(name, openid, { method: 'orders.detail', params: { orderId } });
      const { code, supportCode } = (result as Refused).refusal;
      expect(code).toBe('INTERNAL_ERROR');
      expect(supportCode).toMatch(SUPPORT_CODE);
      const logged = world.lines.filter(
        (line) => line.includes(supportCode) && line.includes(`${name}.failed`),
      );
      expect(logged).toHaveLength(1);
      expect(await found(supportCode)).toEqual([orderId]);
      const { entries } = await viewer().value('evidence.timeline', { orderId });
      expect(entries.at(-1)).toMatchObject({
        kind: 'call',
        verdict: `INTERNAL_ERROR ${name} orders.detail`,
        supportCode,
      });
    },
  );

  it('keeps the code the phone shows already', async () => {
    const orderId = await brokenOrder();
    const event = { method: 'orders.detail', params: { orderId }, supportCode: 'ABCDEF' };
    const { result } = await callWith('shop', BUYER, event);
    expect((result as Refused).refusal.supportCode).toBe('ABCDEF');
    expect(await found('ABCDEF')).toEqual([orderId]);
  });

  it('is told with its code while the database serves nobody, and the code is in the log', async () => {
    world.cloud.faults.add({ kind: 'throttled' });
    const { result } = await callWith('shop', BUYER, { method: 'orders.counts', params: {} });
    world.cloud.faults.clear();
    const { code, supportCode } = (result as Refused).refusal;
    expect(code).toBe('BUSY');
    expect(world.lines.some((line) => line.includes(supportCode) && line.includes('shop.failed'))).toBe(true);
  }, 30_000);
});
