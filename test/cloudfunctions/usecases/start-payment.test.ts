import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPayment } from '../../../cloudfunctions/usecases/start-payment';
import { postJson } from '../../../tools/world/shopper';
import type { InProcessShop } from '../../scenarios/in-process-shop';
import { placeAtQuote } from '../../fixtures/shelf';
import { openInProcessShop } from '../../scenarios/in-process-shop';

describe('starting a payment', () => {
  let shop: InProcessShop;
  let run = 0;
  beforeAll(async () => {
    shop = await openInProcessShop(11);
    await shop.shelve('cup', 100);
  });
  afterAll(() => shop.close());

  const openid = 'o-start';
  async function order(): Promise<string> {
    const lines = [{ skuId: 'cup', quantity: 1 }];
    const placed = await placeAtQuote(shop.deps, { openid, clientToken: `start-payment-${++run}`, lines });
    if (placed.kind !== 'placed') throw new Error(placed.refusal);
    return placed.file.order.orderId;
  }
  const plant = (fault: object) =>
    postJson(`${shop.wechatPay.controlUrl}/faults`, { endpoint: 'orders.jsapi', ...fault });
  const attempts = async (orderId: string) => (await shop.deps.store.findOrder(orderId))?.attempts ?? [];

  it('writes the attempt down before the gateway hears of it', async () => {
    const orderId = await order();
    await plant({ kind: 'drop', act: false, times: 4 });
    expect(await startPayment(shop.deps, { openid, orderId })).toEqual({
      kind: 'refused',
      refusal: 'PAYMENT_PENDING',
    });
    await fetch(`${shop.wechatPay.controlUrl}/faults`, { method: 'DELETE' });
    expect((await attempts(orderId)).map(({ state }) => state)).toEqual(['created']);
  });

  it('sends the identical request again after an unknown end, under the same number', async () => {
    const orderId = await order();
    await plant({ kind: 'status', status: 500, act: true, times: 3 });
    expect((await startPayment(shop.deps, { openid, orderId })).kind).toBe('refused');
    const [first] = await attempts(orderId);
    expect((await startPayment(shop.deps, { openid, orderId })).kind).toBe('started');
    expect((await attempts(orderId)).map(({ outTradeNo }) => outTradeNo)).toEqual([first?.outTradeNo]);
  });

  it('answers a second tap with the same attempt and asks the gateway for nothing', async () => {
    const orderId = await order();
    await startPayment(shop.deps, { openid, orderId });
    await plant({ kind: 'status', status: 500, times: 1 });
    expect((await startPayment(shop.deps, { openid, orderId })).kind).toBe('started');
    await fetch(`${shop.wechatPay.controlUrl}/faults`, { method: 'DELETE' });
    expect(await attempts(orderId)).toHaveLength(1);
  });

  it('keeps the number after a refusal, which proves nothing', async () => {
    const orderId = await order();
    await plant({ kind: 'status', status: 403, code: 'NO_AUTH' });
    expect(await startPayment(shop.deps, { openid, orderId })).toEqual({
      kind: 'refused',
      refusal: 'PAYMENT_REFUSED',
    });
    expect((await startPayment(shop.deps, { openid, orderId })).kind).toBe('started');
    expect(await attempts(orderId)).toHaveLength(1);
  });

  it('closes an order that stands there with other values before it takes a new number', async () => {
    const orderId = await order();
    await plant({ kind: 'status', status: 500, act: true, times: 3 });
    await startPayment(shop.deps, { openid, orderId });
    // What a deployment with another notification address would find.
    await plant({ kind: 'status', status: 403, code: 'OUT_TRADE_NO_USED' });
    expect((await startPayment(shop.deps, { openid, orderId })).kind).toBe('started');
    expect((await attempts(orderId)).map(({ state }) => state)).toEqual(['closed', 'prepared']);
  });

  it('finds that the order is paid when the gateway says that its number is used up', async () => {
    const orderId = await order();
    await plant({ kind: 'status', status: 500, act: true, times: 3 });
    await startPayment(shop.deps, { openid, orderId });
    const [attempt] = await attempts(orderId);
    await postJson(`${shop.wechatPay.controlUrl}/faults`, { kind: 'lose', endpoint: 'notifications' });
    await postJson(`${shop.wechatPay.controlUrl}/payments`, { out_trade_no: attempt?.outTradeNo });
    expect(await startPayment(shop.deps, { openid, orderId })).toEqual({
      kind: 'refused',
      refusal: 'ORDER_ALREADY_PAID',
    });
  });

  it('knows no order of another shopper', async () => {
    const orderId = await order();
    const refused = { kind: 'refused', refusal: 'ORDER_NOT_FOUND' };
    expect(await startPayment(shop.deps, { openid: 'o-other', orderId })).toEqual(refused);
  });

  it('leaves a proof of every call', async () => {
    const orderId = await order();
    await startPayment(shop.deps, { openid, orderId });
    const [proof] = await shop.deps.store.pageEvidence({ orderId, limit: 100 });
    expect(proof).toMatchObject({ kind: 'prepay', verdict: 'accepted' });
    expect(proof?.requestId).not.toBe('');
    expect(proof?.bodySha256).toMatch(/^[0-9a-f]{64}$/);
  });
});
