import { describe, expect, it } from '@jest/globals';
import type {
  NextAction,
  PaymentCodeOrder,
  PaymentOrder,
  PaymentScene,
} from '../../cloudfunctions/ports/payment-gateway';
import { fen } from '../../miniprogram/contract/money';
import type { GatewayUnderTest } from './payment-gateway-under-test';

const head = { description: '明前龙井', amount: fen(12_800) };

type TimedScene = Exclude<PaymentScene, 'paymentCode'>;

/** What the caller is to do next in each scene that is answered before it is paid. */
const ACTION: Record<TimedScene, NextAction['kind']> = {
  miniProgram: 'requestPayment',
  officialAccount: 'requestPayment',
  native: 'qrCode',
  h5: 'redirect',
  app: 'appPayment',
};

function timedOrder(scene: TimedScene, outTradeNo: string, payBeforeMs: number): PaymentOrder {
  const order = { ...head, outTradeNo, payBeforeMs };
  switch (scene) {
    case 'miniProgram':
    case 'officialAccount':
      return { ...order, scene, openid: 'o-contract' };
    case 'h5':
      return { ...order, scene, clientIp: '203.0.113.7', device: 'Wap' };
    case 'native':
    case 'app':
      return { ...order, scene };
  }
}

/** The promises about one scene. */
export function describeScene(scene: PaymentScene, world: () => GatewayUnderTest): void {
  describe(`scene ${scene}`, () => {
    let run = 0;
    const number = () => `20260102030405${scene}${String(++run).padStart(2, '0')}`;

    it('is among its capabilities', () => {
      expect(world().gateway.capabilities.scenes).toContain(scene);
    });

    if (scene === 'paymentCode') describeCodes(world, number);
    else describeTimed(scene, world, number);
  });
}

function describeTimed(scene: TimedScene, world: () => GatewayUnderTest, number: () => string): void {
  async function placed(outTradeNo: string): Promise<NextAction> {
    const order = timedOrder(scene, outTradeNo, world().nowMs() + 30 * 60_000);
    const outcome = await world().gateway.create(order);
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    return outcome.value;
  }

  it(`answers what to do next: ${ACTION[scene]}`, async () => {
    const action = await placed(number());
    expect(action.kind).toBe(ACTION[scene]);
    if (action.kind === 'requestPayment' || action.kind === 'appPayment')
      expect(await world().sheetOpens(action)).toBe(true);
  });

  it('proves its payment to whom it is owed, by query and by notification', async () => {
    const outTradeNo = number();
    await placed(outTradeNo);
    expect(await world().gateway.query(outTradeNo)).toMatchObject({ value: { state: 'pending' } });
    await world().pay(outTradeNo);
    const asked = await world().gateway.query(outTradeNo);
    expect(asked).toMatchObject({
      kind: 'accepted',
      value: { state: 'succeeded', total: head.amount, ...world().gateway.payee(scene) },
    });
    const notified = await world().notified(outTradeNo);
    if (notified.kind !== 'verified' || asked.kind !== 'accepted') throw new Error(JSON.stringify(notified));
    expect(notified.event).toEqual({ kind: 'payment', payment: asked.value });
  });

  it('is closed, and then cannot be paid', async () => {
    const outTradeNo = number();
    await placed(outTradeNo);
    expect(await world().gateway.close(outTradeNo)).toMatchObject({ kind: 'accepted', value: 'closed' });
    await expect(world().pay(outTradeNo)).rejects.toThrow();
  });
}

function describeCodes(world: () => GatewayUnderTest, number: () => string): void {
  const order = (outTradeNo: string, authCode: string): PaymentCodeOrder => ({
    ...head,
    scene: 'paymentCode',
    outTradeNo,
    authCode,
    deviceIp: '203.0.113.9',
    storeId: 'store-1',
  });

  it('settles at once with a shopper who pays, and the query says the same', async () => {
    const outTradeNo = number();
    const outcome = await world().gateway.create(order(outTradeNo, await world().showCode('pays')));
    if (outcome.kind !== 'accepted' || outcome.value.kind !== 'settled')
      throw new Error(JSON.stringify(outcome));
    const { payment } = outcome.value;
    expect(payment).toMatchObject({ state: 'succeeded', ...world().gateway.payee('paymentCode') });
    expect(await world().gateway.query(outTradeNo)).toMatchObject({ kind: 'accepted', value: payment });
  });

  it('is pending while the shopper types a password, until it is reversed', async () => {
    const outTradeNo = number();
    const placed = await world().gateway.create(order(outTradeNo, await world().showCode('typesPassword')));
    expect(placed).toMatchObject({ kind: 'accepted', value: { kind: 'pending' } });
    expect(await world().gateway.query(outTradeNo)).toMatchObject({ value: { state: 'pending' } });
    const reversed = await world().gateway.reverse(outTradeNo);
    // Some say no to a reverse that comes early; none may say that it happened.
    if (reversed.kind !== 'accepted') return expect(reversed.kind).toBe('refused');
    expect(await world().gateway.query(outTradeNo)).toMatchObject({ value: { state: 'closed' } });
  });

  it('gives back what was paid when it is reversed, twice the same as once', async () => {
    const outTradeNo = number();
    await world().gateway.create(order(outTradeNo, await world().showCode('pays')));
    for (const _time of [1, 2])
      expect(await world().gateway.reverse(outTradeNo)).toMatchObject({
        kind: 'accepted',
        value: 'reversed',
      });
    expect(await world().gateway.query(outTradeNo)).toMatchObject({ value: { state: 'closed' } });
  });

  it('never takes a shopper without money for one who paid', async () => {
    const outTradeNo = number();
    const outcome = await world().gateway.create(order(outTradeNo, await world().showCode('hasNoMoney')));
    expect(outcome.kind).toBe('refused');
    const asked = await world().gateway.query(outTradeNo);
    expect(asked.kind === 'accepted' ? asked.value.state : 'unpaid').not.toBe('succeeded');
  });
}
