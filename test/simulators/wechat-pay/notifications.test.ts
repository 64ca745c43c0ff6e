import { describe, expect, it } from '@jest/globals';
import { isSigned, unseal } from './merchant-client';
import type { Answer, Sealed } from './merchant-client';
import { PLAIN, useSimulator } from './simulator-fixture';

const offsets: number[] = [];
const fixture = useSimulator({ onClock: (offsetMs) => offsets.push(offsetMs) });

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly next_try: string | null;
  readonly tries_left: number;
  readonly sends: readonly { readonly status: number | null; readonly failure: string | null }[];
}

function shown(answer: Answer): readonly Shown[] {
  return answer.json['notifications'] as readonly Shown[];
}

async function pay(outTradeNo: string, change?: Readonly<Record<string, unknown>>): Promise<void> {
  await fixture.client.place(outTradeNo, change);
  await fixture.client.control('POST', '/payments', { out_trade_no: outTradeNo });
}

const deliver = async (body: object = {}): Promise<readonly Shown[]> =>
  shown(await fixture.client.control('POST', '/notifications/deliver', body));

const list = async (): Promise<readonly Shown[]> =>
  shown(await fixture.client.control('GET', '/notifications'));

const seconds = (headers: Readonly<Record<string, string>>): number => Number(headers['wechatpay-timestamp']);

describe('a payment notification', () => {
  it('is signed, sealed, and holds the transaction a query shows', async () => {
    const { client, receiver, simulator } = fixture;
    await pay('NOTE0001');
    await deliver();
    const [notice, ...others] = receiver.received;
    expect(others).toEqual([]);
    expect(isSigned(simulator, notice!.headers, notice!.body)).toBe(true);
    expect(notice!.headers['content-type']).toBe('application/json');
    expect(notice!.json).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      create_time: expect.stringMatching(/\+08:00$/),
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        associated_data: 'transaction',
        nonce: expect.stringMatching(/^[0-9A-Za-z]{12}$/),
        ciphertext: expect.any(String),
      },
    });
    const plaintext = unseal(simulator.merchant.apiV3Key, notice!.json['resource'] as Sealed);
    expect(JSON.parse(plaintext)).toEqual((await client.query('NOTE0001')).json);
  });

  it.each([
    ['transaction', 'transaction'],
    ['empty', ''],
    ['absent', undefined],
  ])('may have its associated_data %s', async (callbackAssociatedData, expected) => {
    await fixture.client.control('POST', '/settings', { variations: { ...PLAIN, callbackAssociatedData } });
    await pay('NOTE0002');
    await deliver();
    const resource = fixture.receiver.received[0]!.json['resource'] as Sealed;
    expect(resource.associated_data).toBe(expected);
    expect(JSON.parse(unseal(fixture.simulator.merchant.apiV3Key, resource))).toMatchObject({
      out_trade_no: 'NOTE0002',
    });
  });

  it('may be signed with the public key, and without naming the signature type', async () => {
    const variations = { ...PLAIN, callbackSigner: 'publicKey', callbackSignatureType: 'absent' };
    await fixture.client.control('POST', '/settings', { variations });
    await pay('NOTE0003');
    await deliver();
    const { headers, body } = fixture.receiver.received[0]!;
    expect(headers['wechatpay-serial']).toBe(fixture.simulator.merchant.publicKeyId);
    expect(headers['wechatpay-signature-type']).toBeUndefined();
    expect(isSigned(fixture.simulator, headers, body)).toBe(true);
  });

  it.each([
    [200, 'received'],
    [204, 'received'],
    [201, 'pending'],
    [202, 'pending'],
    [302, 'pending'],
    [401, 'pending'],
    [500, 'pending'],
  ])('answered %d is %s', async (status, state) => {
    fixture.receiver.answer = { status };
    await pay('NOTE0004');
    expect((await deliver())[0]).toMatchObject({ state, sends: [{ status }] });
  });

  it('climbs the whole ladder on the simulated clock, each time newly signed', async () => {
    fixture.receiver.answer = { status: 500, body: '{"code":"FAIL","message":"later"}' };
    await pay('NOTE0005');
    await deliver();
    await fixture.simulator.clock.advance(25 * 3_600_000);
    const { received } = fixture.receiver;
    const waits = received.slice(1).map(({ headers }, i) => seconds(headers) - seconds(received[i]!.headers));
    const minute = 60;
    const hour = 3600;
    const ladder = [
      15,
      15,
      30,
      3 * minute,
      10 * minute,
      20 * minute,
      30 * minute,
      30 * minute,
      30 * minute,
      hour,
    ];
    const expected = [...ladder, 3 * hour, 3 * hour, 3 * hour, 6 * hour, 6 * hour];
    expect(waits).toHaveLength(15);
    waits.forEach((wait, i) => {
      // The timestamp has whole seconds, and real time passes between two attempts as well.
      expect(wait).toBeGreaterThanOrEqual(expected[i]!);
      expect(wait).toBeLessThanOrEqual(expected[i]! + 5);
    });
    for (const { headers, body } of received) expect(isSigned(fixture.simulator, headers, body)).toBe(true);
    expect(new Set(received.map(({ headers }) => headers['wechatpay-nonce'])).size).toBe(16);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect((await list())[0]).toMatchObject({ state: 'exhausted', next_try: null, tries_left: 0 });
  });

  it('is repeated until it is received, and no longer', async () => {
    fixture.receiver.answer = { status: 503 };
    await pay('NOTE0006');
    await deliver();
    await fixture.simulator.clock.advance(40_000);
    fixture.receiver.answer = { status: 200 };
    await fixture.simulator.clock.advance(24 * 3_600_000);
    const [notice] = await list();
    expect(notice!.state).toBe('received');
    expect(notice!.sends.map(({ status }) => status)).toEqual([503, 503, 503, 200]);
  });

  it('is repeated without waiting in the mode atOnce', async () => {
    await fixture.client.control('POST', '/settings', { notifications: 'atOnce' });
    fixture.receiver.answer = { status: 500 };
    await pay('NOTE0007');
    expect((await deliver())[0]).toMatchObject({ state: 'exhausted', tries_left: 0 });
    expect(fixture.receiver.received).toHaveLength(16);
  });

  it('falls due in the order of time when several wait', async () => {
    fixture.receiver.answer = { status: 500 };
    await pay('NOTE0008');
    await deliver();
    await fixture.simulator.clock.advance(10_000);
    await pay('NOTE0009');
    await deliver();
    const [first, second] = (await list()).map(({ id }) => id);
    fixture.receiver.received.length = 0;
    await fixture.simulator.clock.advance(21_000);
    expect(fixture.receiver.received.map(({ json }) => json.id)).toEqual([first, second, first]);
  });

  it('is forced by name or all together, whatever the ladder says', async () => {
    fixture.receiver.answer = { status: 500 };
    await pay('NOTE0010');
    await pay('NOTE0011');
    const [first] = await deliver();
    expect((await deliver({ id: first!.id })).map(({ sends }) => sends.length)).toEqual([2, 1]);
    expect((await deliver({ all: true })).map(({ sends }) => sends.length)).toEqual([3, 2]);
  });

  it('never leaves the machine', async () => {
    await pay('NOTE0012', { notify_url: 'https://shop.example/notify' });
    const [notice] = await deliver();
    expect(notice).toMatchObject({ state: 'notContacted', next_try: null, sends: [{ status: null }] });
    expect(notice!.sends[0]!.failure).toContain('loopback');
  });

  it('to an address nobody listens on is kept with its reason', async () => {
    await pay('NOTE0013', { notify_url: 'http://127.0.0.1:09/notify' });
    expect((await deliver())[0]).toMatchObject({ state: 'pending', sends: [{ status: null }] });
  });

  it('does not outlive a reset', async () => {
    fixture.receiver.answer = { status: 500 };
    await pay('NOTE0014');
    await deliver();
    await fixture.client.control('POST', '/reset');
    fixture.receiver.received.length = 0;
    await fixture.simulator.clock.advance(3_600_000);
    expect([await list(), fixture.receiver.received]).toEqual([[], []]);
  });
});

describe('the follower of the clock', () => {
  it('hears every step in the order it is taken', async () => {
    fixture.receiver.answer = { status: 500 };
    await pay('NOTE0015');
    await deliver();
    offsets.length = 0;
    await fixture.simulator.clock.advance(70_000);
    expect(offsets.length).toBeGreaterThanOrEqual(4);
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    expect(offsets.at(-1)).toBe(fixture.simulator.clock.offsetMs());
  });
});
