import { describe, expect, it } from '@jest/globals';
import { isSigned } from './merchant-client';
import type { Answer } from './merchant-client';
import { issueCode, KINDS, MODES, postOrder, queryOrder, reverseOrder } from './order-bodies';
import type { Mode, OrderKind, Product } from './order-bodies';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();

const plant = (fault: Readonly<Record<string, unknown>>): Promise<Answer> =>
  fixture.client.control('POST', '/faults', fault);

/** An order that would go through, with a code somebody shows where one is needed. */
async function place({ product, mode }: OrderKind): Promise<Answer> {
  const change = product === 'codepay' ? { payer: { auth_code: await issueCode(fixture) } } : {};
  return postOrder(fixture, { product, mode }, change);
}

const isThere = async (mode: Mode): Promise<boolean> =>
  (await queryOrder(fixture, mode, 'ORDER001')).status === 200;

describe.each(KINDS)('a fault on orders.%s, %s', (product: Product, mode: Mode) => {
  const kind = { product, mode };
  const endpoint = `orders.${product}`;

  it('answers in place of acting, or after it', async () => {
    const fault = { kind: 'status', endpoint, status: 429, code: 'FREQUENCY_LIMITED' };
    await plant(fault);
    const instead = await place(kind);
    expect([instead.status, instead.json['code'], await isThere(mode)]).toEqual([
      429,
      'FREQUENCY_LIMITED',
      false,
    ]);
    await plant({ ...fault, act: true });
    expect([(await place(kind)).status, await isThere(mode)]).toEqual([429, true]);
  });

  it('breaks the connection before acting, or after it', async () => {
    await plant({ kind: 'drop', endpoint, act: false });
    await expect(place(kind)).rejects.toThrow('socket hang up');
    expect(await isThere(mode)).toBe(false);
    await plant({ kind: 'drop', endpoint });
    await expect(place(kind)).rejects.toThrow('socket hang up');
    expect(await isThere(mode)).toBe(true);
  });

  it.each(['badSignature', 'signatureProbe', 'wrongSerial'])('spoils the signature: %s', async (spoiler) => {
    await plant({ kind: spoiler, endpoint });
    const answer = await place(kind);
    expect([answer.status, isSigned(fixture.simulator, answer.headers, answer.text)]).toEqual([200, false]);
  });
});

describe.each(MODES)('a fault on orders.reverse, %s', (mode) => {
  it('hides a reversal that happened', async () => {
    await place({ product: 'codepay', mode });
    await plant({ kind: 'status', endpoint: 'orders.reverse', status: 500, act: true });
    expect((await reverseOrder(fixture, mode, 'ORDER001')).status).toBe(500);
    expect((await queryOrder(fixture, mode, 'ORDER001')).json['trade_state']).toBe('REVOKED');
    expect((await reverseOrder(fixture, mode, 'ORDER001')).status).toBe(200);
  });
});

describe('a wrong amount', () => {
  it('is answered for a payment code, while the order keeps its own', async () => {
    await plant({ kind: 'wrongAmount', endpoint: 'orders.codepay', total: 7 });
    const answer = await place({ product: 'codepay', mode: 'direct' });
    expect(answer.json['amount']).toMatchObject({ total: 7, payer_total: 7 });
    expect((await queryOrder(fixture, 'direct', 'ORDER001')).json['amount']).toMatchObject({ total: 100 });
  });
});
