import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenidOrder, PaymentGateway } from '../../cloudfunctions/ports/payment-gateway';
import { fen } from '../../miniprogram/contract/money';
import { describeRefunds } from './payment-gateway-refunds';
import { describeScene } from './payment-gateway-scenes';
import type { FarSidePlays, GatewayUnderTest } from './payment-gateway-under-test';

/**
 * The promises of the payment gateway port; every adapter keeps all of them. Those of the mini program are always held
 * against it, those of another scene and of refunds as soon as its far side can play them.
 */
export function describePaymentGateway(
  name: string,
  open: () => Promise<GatewayUnderTest>,
  { scenes, refunds }: FarSidePlays,
): void {
  describe(`payment gateway: ${name}`, () => {
    let world: GatewayUnderTest;
    let gateway: PaymentGateway;
    let order: OpenidOrder;
    let run = 0;
    beforeAll(async () => {
      world = await open();
      gateway = world.gateway;
    });
    afterAll(() => world.close());
    for (const scene of scenes) describeScene(scene, () => world);
    if (refunds) describeRefunds(() => world);
    beforeEach(() => {
      order = {
        scene: 'miniProgram',
        outTradeNo: `20260102030405contract${String(++run).padStart(4, '0')}`,
        description: '明前龙井 等2种',
        amount: fen(12_800),
        openid: 'o-contract',
        payBeforeMs: world.nowMs() + 30 * 60_000,
      };
    });
    const create = () => gateway.create(order);
    const kinds = async (call: Promise<{ kind: string }>) => (await call).kind;

    it('places an order that the phone can pay', async () => {
      const outcome = await create();
      if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
      expect(outcome.requestId).not.toBe('');
      expect(await world.sheetOpens(outcome.value)).toBe(true);
    });

    it('signs again for an order that was placed before', async () => {
      const outcome = await create();
      if (outcome.kind !== 'accepted' || outcome.value.kind !== 'requestPayment')
        throw new Error('not accepted');
      const again = gateway.resume('miniProgram', outcome.value.prepayId);
      expect(again).not.toEqual(outcome.value);
      expect(await world.sheetOpens(again)).toBe(true);
    });

    it('accepts the identical order again and refuses another one under the same number', async () => {
      expect(await kinds(create())).toBe('accepted');
      expect(await kinds(create())).toBe('accepted');
      order = { ...order, amount: fen(1) };
      expect(await create()).toMatchObject({ kind: 'refused', refusal: { reason: 'outTradeNoUsed' } });
    });

    it('calls an unpaid order pending', async () => {
      await create();
      expect(await gateway.query(order.outTradeNo)).toMatchObject({
        kind: 'accepted',
        value: { state: 'pending' },
      });
    });

    it('proves a payment by both numbers', async () => {
      await create();
      await world.pay(order.outTradeNo);
      const outcome = await gateway.query(order.outTradeNo);
      if (outcome.kind !== 'accepted' || outcome.value.state !== 'succeeded')
        throw new Error(JSON.stringify(outcome));
      expect(outcome.value).toMatchObject({ total: order.amount, openid: order.openid, refunded: false });
      const byTheirs = await gateway.queryByTransactionId(outcome.value.transactionId);
      expect(byTheirs).toMatchObject({ kind: 'accepted', value: outcome.value });
    });

    it('tells of a payment by a notification that says what the query says', async () => {
      await create();
      await world.pay(order.outTradeNo);
      const notified = await world.notified(order.outTradeNo);
      const asked = await gateway.query(order.outTradeNo);
      if (notified.kind !== 'verified' || asked.kind !== 'accepted')
        throw new Error(JSON.stringify({ notified, asked }));
      expect(notified.event).toEqual({ kind: 'payment', payment: asked.value });
    });

    it('closes an unpaid order, twice the same as once', async () => {
      await create();
      expect(await gateway.close(order.outTradeNo)).toMatchObject({ kind: 'accepted', value: 'closed' });
      expect(await gateway.close(order.outTradeNo)).toMatchObject({ kind: 'accepted', value: 'closed' });
      expect(await gateway.query(order.outTradeNo)).toMatchObject({
        kind: 'accepted',
        value: { state: 'closed' },
      });
      await expect(world.pay(order.outTradeNo)).rejects.toThrow();
    });

    it('does not close a paid order', async () => {
      await create();
      await world.pay(order.outTradeNo);
      expect(await kinds(gateway.close(order.outTradeNo))).toBe('refused');
      expect(await gateway.query(order.outTradeNo)).toMatchObject({ value: { state: 'succeeded' } });
    });

    it('says that it never heard of a number', async () => {
      const refused = { kind: 'refused', refusal: { reason: 'orderNotExist' } };
      expect(await gateway.query(order.outTradeNo)).toMatchObject(refused);
    });

    it.each(['create', 'query', 'close'] as const)(
      'calls the end of a %s unknown when the reply is lost',
      async (call) => {
        if (call !== 'create') await create();
        await world.disturb(call, 'replyLost');
        const calls = {
          create,
          query: () => gateway.query(order.outTradeNo),
          close: () => gateway.close(order.outTradeNo),
        };
        const first = await calls[call]();
        // A lost reply may be mended inside the adapter by the identical request; it is never called refused.
        expect(['accepted', 'unknown']).toContain(first.kind);
        expect(await kinds(calls[call]())).toBe('accepted');
      },
    );

    it('calls the end unknown after a wrong signature, and mends it by repeating', async () => {
      await world.disturb('create', 'badSignature');
      expect(await kinds(create())).toBe('unknown');
      expect(await kinds(create())).toBe('accepted');
    });

    it('never calls a failure of the server a refusal, and mends it by repeating', async () => {
      await world.disturb('create', 'serverError');
      expect(['accepted', 'unknown']).toContain(await kinds(create()));
      expect(await kinds(create())).toBe('accepted');
    });

    it('gets over a signature probe', async () => {
      await create();
      await world.disturb('query', 'probe');
      expect(await kinds(gateway.query(order.outTradeNo))).toBe('accepted');
    });
  });
}
