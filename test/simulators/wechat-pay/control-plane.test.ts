import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { JUNK } from './broken-fields';
import { send } from './merchant-client';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator({ seed: 42 });

/** Has an example of nearly everything that can be told. */
const README = readFileSync(join(__dirname, '../../../simulators/wechat-pay/README.md'), 'utf8');
/** Making a new certificate takes no words. */
const POSTS = [
  '/payments',
  '/pay-sign/verify',
  '/payment-codes',
  '/payment-codes/130000000000000000',
  '/clock',
  '/refunds',
  '/balance',
  '/settings',
  '/faults',
  '/notifications/deliver',
  '/reset',
];

describe('the control plane', () => {
  it('lists its routes', async () => {
    const answer = await fixture.client.control('GET', '');
    expect(Object.keys(answer.json['routes'] as object)).toContain('POST /__sim/payments');
  });

  it('answers an unknown route with what to do', async () => {
    const answer = await fixture.client.control('GET', '/nothing');
    expect([answer.status, answer.json['error']]).toEqual([
      404,
      expect.objectContaining({ code: 'NO_SUCH_ROUTE' }),
    ]);
  });

  it('refuses a body that is not JSON', async () => {
    const answer = await send(`${fixture.simulator.controlUrl}/clock`, 'POST', { body: '{' });
    expect([answer.status, answer.json['error']]).toMatchObject([400, { where: 'body' }]);
  });

  it('moves the clock forward by seconds or to a moment', async () => {
    const { client, simulator } = fixture;
    await client.control('POST', '/clock', { advance_seconds: 90 });
    expect(simulator.clock.offsetMs()).toBe(90_000);
    const later = new Date(simulator.clock.nowMs() + 3_600_000).toISOString();
    const answer = await client.control('POST', '/clock', { now: later });
    expect(answer.json['now_ms']).toBeGreaterThanOrEqual(Date.parse(later));
    expect((await client.control('GET', '/clock')).json['offset_seconds']).toBe(
      simulator.clock.offsetMs() / 1000,
    );
  });

  it.each([
    {},
    { advance_seconds: -1 },
    { advance_seconds: '1' },
    { now: 'tomorrow' },
    { now: '2020-01-01T00:00:00Z' },
    { advance_seconds: 1, now: 1 },
    { advance_seconds: 1e99 },
    { now: 1e30 },
    { now: 1.5 },
    { now: null },
    { now: '9999-12-31T23:59:59Z' },
  ])('refuses to move the clock by %j', async (body) => {
    const { status, json } = await fixture.client.control('POST', '/clock', body);
    const told = expect.stringMatching(/./);
    expect([status, json['error']]).toMatchObject([400, { what: told, where: told, todo: told }]);
    expect(fixture.simulator.clock.offsetMs()).toBe(0);
  });

  it('answers whatever it is told, and never 500', async () => {
    const members = [...README.matchAll(/"([a-z][A-Za-z_]+)":/g)].map(([, name = '']) => name);
    const words = [...README.matchAll(/:"([A-Za-z.]+)"/g)].map(([, word = '']) => word);
    const value = fc.oneof(JUNK, fc.constantFrom(...words, 1, 60_000, 1e308));
    const body = fc.dictionary(fc.constantFrom(...members), value, { maxKeys: 5 });
    const path = fc.constantFrom(...POSTS);
    await fc.assert(
      fc.asyncProperty(path, fc.oneof(body, JUNK), async (to, told) => {
        const text = JSON.stringify(told) ?? '';
        const { status } = await send(`${fixture.simulator.controlUrl}${to}`, 'POST', { body: text });
        expect([200, 201, 400, 404, 409]).toContain(status);
      }),
      { numRuns: 400 },
    );
  });

  it('shows seed, orders and keys, but no secret', async () => {
    const prepayId = await fixture.client.place('STATE001');
    const state = await fixture.client.control('GET', '/state');
    expect(state.json).toMatchObject({
      seed: 42,
      order_count: 1,
      orders: [{ out_trade_no: 'STATE001', trade_state: 'NOTPAY', total: 100, prepay_ids: [prepayId] }],
    });
    expect(state.text).not.toContain(fixture.simulator.merchant.apiV3Key);
    expect(state.text).not.toContain('PRIVATE');
  });

  it('finds an order by whatever a shopper holds of it, however many came after', async () => {
    const { client } = fixture;
    const prepayId = await client.place('FIND0001');
    const native = await client.call('POST', '/v3/pay/transactions/native', {
      body: client.order('FIND0002', { payer: undefined }),
    });
    const scene_info = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } };
    const h5 = await client.call('POST', '/v3/pay/transactions/h5', {
      body: client.order('FIND0003', { payer: undefined, scene_info }),
    });
    for (let n = 0; n < 200; n += 1) await client.place(`LATER${String(n).padStart(3, '0')}`);
    const listed = (await client.control('GET', '/state')).json['orders'] as readonly object[];
    expect(listed).not.toContainEqual(expect.objectContaining({ out_trade_no: 'FIND0001' }));
    const find = async (query: Record<string, string>): Promise<unknown> =>
      (await client.control('GET', `/orders?${new URLSearchParams(query)}`)).json['out_trade_no'];
    expect(await find({ out_trade_no: 'FIND0001' })).toBe('FIND0001');
    expect(await find({ prepay_id: prepayId })).toBe('FIND0001');
    expect(await find({ code_url: String(native.json['code_url']) })).toBe('FIND0002');
    expect(await find({ h5_url: String(h5.json['h5_url']) })).toBe('FIND0003');
    const shown = (await client.control('GET', '/orders?out_trade_no=FIND0003')).json;
    expect(shown).toMatchObject({ total: 100, product: 'h5', h5_urls: [h5.json['h5_url']], code_urls: [] });
  });

  it.each([
    ['', 400, 'BAD_INPUT'],
    ['?colour=red', 400, 'BAD_INPUT'],
    ['?prepay_id=a&out_trade_no=b', 400, 'BAD_INPUT'],
    ['?prepay_id=a', 404, 'ORDER_NOT_FOUND'],
    ['?h5_url=nothing', 404, 'ORDER_NOT_FOUND'],
  ])('finds no order by %j and says why', async (query, status, code) => {
    const answer = await fixture.client.control('GET', `/orders${query}`);
    expect([answer.status, answer.json['error']]).toMatchObject([status, { code, todo: expect.any(String) }]);
  });

  it('forgets everything but the keys at a reset', async () => {
    const { client, simulator } = fixture;
    const { merchantSerialNo } = simulator.merchant;
    await client.place('STATE002');
    await client.control('POST', '/clock', { advance_seconds: 60 });
    await client.control('POST', '/faults', { kind: 'drop', endpoint: 'orders.close' });
    const state = await client.control('POST', '/reset');
    expect(state.json).toMatchObject({ order_count: 0, faults: [], merchant_serial_no: merchantSerialNo });
    expect(simulator.clock.offsetMs()).toBe(0);
    expect((await client.query('STATE002')).status).toBe(404);
  });

  it('repeats its choices with the same seed and the same calls', async () => {
    const run = async (): Promise<unknown[]> => {
      await fixture.client.control('POST', '/reset');
      const codes = [];
      for (let i = 0; i < 12; i += 1) codes.push((await fixture.client.query('NOSUCH01')).json['code']);
      return codes;
    };
    const first = await run();
    expect(new Set(first).size).toBe(2);
    expect(await run()).toEqual(first);
  });

  it.each([
    { variations: { colour: 'red' } },
    { variations: { closePaid: 'red' } },
    { notifications: 'never' },
  ])('refuses the setting %j', async (body) => {
    const answer = await fixture.client.control('POST', '/settings', body);
    expect([answer.status, answer.json['error']]).toMatchObject([400, { code: 'BAD_INPUT' }]);
  });
});
