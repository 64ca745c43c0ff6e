import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { isBase64, isSigned, unseal } from './merchant-client';
import type { Answer, Sealed } from './merchant-client';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();

const plant = (fault: Readonly<Record<string, unknown>>): Promise<Answer> =>
  fixture.client.control('POST', '/faults', fault);

async function pay(outTradeNo: string): Promise<void> {
  await fixture.client.place(outTradeNo);
  await fixture.client.control('POST', '/payments', { out_trade_no: outTradeNo });
}

const deliver = (): Promise<Answer> => fixture.client.control('POST', '/notifications/deliver', {});

function received(): readonly { readonly outTradeNo: string; readonly total: number; readonly id: string }[] {
  return fixture.receiver.received.map(({ json }) => {
    const text = unseal(fixture.simulator.merchant.apiV3Key, json['resource'] as Sealed);
    const plain = JSON.parse(text) as { out_trade_no: string; amount: { total: number } };
    return { outTradeNo: plain.out_trade_no, total: plain.amount.total, id: json.id };
  });
}

describe('a fault on an endpoint', () => {
  it('drops the answer after acting', async () => {
    await plant({ kind: 'drop', endpoint: 'orders.jsapi' });
    await expect(fixture.client.place('FAULT001')).rejects.toThrow('socket hang up');
    expect((await fixture.client.query('FAULT001')).json['trade_state']).toBe('NOTPAY');
    await fixture.client.place('FAULT001');
  });

  it('drops the connection before acting', async () => {
    await plant({ kind: 'drop', endpoint: 'orders.jsapi', act: false });
    await expect(fixture.client.place('FAULT002')).rejects.toThrow('socket hang up');
    expect((await fixture.client.query('FAULT002')).status).toBe(404);
  });

  it('holds an answer back after acting', async () => {
    await plant({ kind: 'delay', endpoint: 'orders.jsapi', delay_ms: 60_000 });
    const held = fixture.client.place('FAULT009').then(
      () => 'answered',
      () => 'broken off',
    );
    while ((await fixture.client.query('FAULT009')).status !== 200) await pause(5);
    expect(await Promise.race([held, pause(50, 'still waiting')])).toBe('still waiting');
  });

  it('answers with a status and code instead of acting, as often as told', async () => {
    const fault = {
      kind: 'status',
      endpoint: 'orders.query',
      status: 429,
      code: 'FREQUENCY_LIMITED',
      times: 2,
    };
    await plant(fault);
    await fixture.client.place('FAULT003');
    const answers = [];
    for (let i = 0; i < 3; i += 1) answers.push(await fixture.client.query('FAULT003'));
    expect(answers.map(({ status, json }) => [status, json['code']])).toEqual([
      [429, 'FREQUENCY_LIMITED'],
      [429, 'FREQUENCY_LIMITED'],
      [200, undefined],
    ]);
  });

  it('answers with a status after acting', async () => {
    await plant({ kind: 'status', endpoint: 'orders.jsapi', status: 500, act: true });
    await expect(fixture.client.place('FAULT004')).rejects.toThrow('500');
    expect((await fixture.client.query('FAULT004')).status).toBe(200);
  });

  it.each([
    ['badSignature', {}, true],
    ['signatureProbe', { decodable: true }, true],
    ['signatureProbe', { decodable: false }, false],
  ])('spoils the signature: %s %j', async (kind, extra, decodable) => {
    const { client, simulator } = fixture;
    await plant({ kind, endpoint: '*', ...extra });
    const spoilt = await client.call('GET', '/v3/certificates');
    const signature = spoilt.headers['wechatpay-signature'] ?? '';
    expect(spoilt.status).toBe(200);
    expect(isSigned(simulator, spoilt.headers, spoilt.text)).toBe(false);
    expect(isBase64(signature)).toBe(decodable);
    expect(signature.startsWith('WECHATPAY/SIGNTEST/')).toBe(kind === 'signatureProbe');
    const good = await client.call('GET', '/v3/certificates');
    expect(isSigned(simulator, good.headers, good.text)).toBe(true);
  });

  it('gives a decodable probe the length of a signature', async () => {
    await plant({ kind: 'signatureProbe', endpoint: 'certificates' });
    const { headers } = await fixture.client.call('GET', '/v3/certificates');
    expect(headers['wechatpay-signature']).toHaveLength(344);
  });

  it('does not probe the repeat of a request by chance', async () => {
    await plant({ kind: 'signatureProbe', endpoint: 'orders.query', rate: 0.999, times: 100 });
    const probed = async (outTradeNo: string): Promise<boolean> =>
      !isSigned(fixture.simulator, ...headersAndText(await fixture.client.query(outTradeNo)));
    await fixture.client.place('FAULT005');
    expect([await probed('FAULT005'), await probed('FAULT005')]).toEqual([true, false]);
  });

  it('signs under a serial number nobody knows', async () => {
    await plant({ kind: 'wrongSerial', endpoint: 'certificates', serial: 'PUB_KEY_ID_404' });
    const { headers } = await fixture.client.call('GET', '/v3/certificates');
    expect(headers['wechatpay-serial']).toBe('PUB_KEY_ID_404');
  });

  it('shows another amount in a query, properly signed', async () => {
    await pay('FAULT006');
    await plant({ kind: 'wrongAmount', endpoint: 'orders.query', total: 7 });
    const answer = await fixture.client.query('FAULT006');
    expect(answer.json['amount']).toMatchObject({ total: 7, payer_total: 7 });
    expect(isSigned(fixture.simulator, answer.headers, answer.text)).toBe(true);
  });

  it('leaves notifications alone when it is for every endpoint', async () => {
    await pay('FAULT007');
    await deliver();
    await plant({ kind: 'drop', endpoint: '*' });
    fixture.receiver.received.length = 0;
    const notice = await fixture.client.control('GET', '/notifications');
    const [{ id }] = notice.json['notifications'] as [{ id: string }];
    await fixture.client.control('POST', '/notifications/deliver', { id });
    expect(received()).toHaveLength(1);
  });
});

describe('a fault on notifications', () => {
  it('loses one for good', async () => {
    await plant({ kind: 'lose', endpoint: 'notifications' });
    await pay('FAULT008');
    await pay('FAULT009');
    await deliver();
    await fixture.simulator.clock.advance(25 * 3_600_000);
    expect(received().map(({ outTradeNo }) => outTradeNo)).toEqual(['FAULT009']);
  });

  it('sends one twice', async () => {
    await plant({ kind: 'duplicate', endpoint: 'notifications' });
    await pay('FAULT010');
    await deliver();
    const [first, second, ...more] = received();
    expect([first?.id, more]).toEqual([second?.id, []]);
    const nonces = fixture.receiver.received.map(({ headers }) => headers['wechatpay-nonce']);
    expect(new Set(nonces).size).toBe(2);
  });

  it('lets a later one overtake', async () => {
    await plant({ kind: 'reorder', endpoint: 'notifications' });
    await pay('FAULT011');
    await pay('FAULT012');
    await deliver();
    expect(received().map(({ outTradeNo }) => outTradeNo)).toEqual(['FAULT012', 'FAULT011']);
  });

  it('sends a held one after all when no other comes', async () => {
    await plant({ kind: 'reorder', endpoint: 'notifications' });
    await pay('FAULT013');
    await deliver();
    expect(received()).toEqual([]);
    await fixture.simulator.clock.advance(16_000);
    expect(received()).toHaveLength(1);
  });

  it('drops the merchant’s answer, so that the notification comes again', async () => {
    await plant({ kind: 'drop', endpoint: 'notifications' });
    await pay('FAULT014');
    await deliver();
    await fixture.simulator.clock.advance(16_000);
    expect(received()).toHaveLength(2);
  });

  it('answers in the merchant’s place', async () => {
    await plant({ kind: 'status', endpoint: 'notifications', status: 502 });
    await pay('FAULT015');
    const answer = await deliver();
    expect(received()).toEqual([]);
    expect(answer.json['notifications']).toMatchObject([{ state: 'pending', sends: [{ status: 502 }] }]);
  });

  it.each([
    ['badSignature', {}],
    ['signatureProbe', { decodable: true }],
    ['signatureProbe', { decodable: false }],
    ['wrongSerial', {}],
  ])('spoils one attempt and signs the next: %s %j', async (kind, extra) => {
    fixture.receiver.answer = { status: 401 };
    await plant({ kind, endpoint: 'notifications', ...extra });
    await pay('FAULT016');
    await deliver();
    await fixture.simulator.clock.advance(15_000);
    const signed = fixture.receiver.received.map(({ headers, body }) =>
      isSigned(fixture.simulator, headers, body),
    );
    expect(signed).toEqual([false, true]);
  });

  it('seals another amount', async () => {
    await plant({ kind: 'wrongAmount', endpoint: 'notifications' });
    await pay('FAULT017');
    await deliver();
    expect(received().map(({ total }) => total)).toEqual([101]);
    expect((await fixture.client.query('FAULT017')).json['amount']).toMatchObject({ total: 100 });
  });
});

describe('the list of faults', () => {
  it('shows what is planted until it has struck or is removed', async () => {
    const first = await plant({ kind: 'drop', endpoint: 'certificates', times: 3 });
    await plant({ kind: 'lose', endpoint: 'notifications' });
    await expect(fixture.client.call('GET', '/v3/certificates')).rejects.toThrow();
    const listed = await fixture.client.control('GET', '/faults');
    expect(listed.json['faults']).toEqual([
      { id: first.json['id'], kind: 'drop', endpoint: 'certificates', times: 2, rate: 1, act: true },
      expect.objectContaining({ kind: 'lose' }),
    ]);
    await fixture.client.control('DELETE', `/faults/${String(first.json['id'])}`);
    expect((await fixture.client.control('GET', '/faults')).json['faults']).toHaveLength(1);
    expect((await fixture.client.control('DELETE', '/faults')).json['faults']).toEqual([]);
  });

  it.each([
    {},
    { kind: 'fire', endpoint: '*' },
    { kind: 'drop' },
    { kind: 'drop', endpoint: 'refunds' },
    { kind: 'drop', endpoint: '*', times: 0 },
    { kind: 'drop', endpoint: '*', rate: 2 },
    { kind: 'drop', endpoint: '*', colour: 'red' },
    { kind: 'lose', endpoint: 'orders.jsapi' },
    { kind: 'wrongAmount', endpoint: 'orders.jsapi' },
    { kind: 'status', endpoint: '*', status: 204 },
    { kind: 'delay', endpoint: '*' },
  ])('refuses %j with what, where and what to do', async (fault) => {
    const answer = await plant(fault);
    expect([answer.status, answer.json['error']]).toEqual([
      400,
      { code: 'BAD_INPUT', what: expect.any(String), where: expect.any(String), todo: expect.any(String) },
    ]);
  });
});

function headersAndText(answer: Answer): [Answer['headers'], string] {
  return [answer.headers, answer.text];
}
