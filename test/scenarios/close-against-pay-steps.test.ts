import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Attempt } from '../../cloudfunctions/core/payment/attempt';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { OrderFile } from '../../cloudfunctions/ports/store';
import { closeOrder } from '../../cloudfunctions/usecases/close-order';
import { healOrder } from '../../cloudfunctions/usecases/heal-order';
import type { StartPaymentDeps } from '../../cloudfunctions/usecases/start-payment';
import { startPayment } from '../../cloudfunctions/usecases/start-payment';
import { postJson } from '../../tools/world/shopper';
import { createForge } from '../fixtures/notification-forge';
import { sendHttp } from '../fixtures/send-http';
import type { InProcessShop } from './in-process-shop';
import { placeAtQuote } from '../fixtures/shelf';
import { openInProcessShop, PRICE } from './in-process-shop';

const SEED = 7;

const PAYER = 'o-payer';

describe('a closing with the payment at one certain step of it', () => {
  let shop: InProcessShop;
  let control: (path: string, body: object) => Promise<unknown>;
  let run = 0;
  let skuId = '';

  beforeAll(async () => {
    shop = await openInProcessShop(SEED);
    control = (path, body) => postJson(`${shop.wechatPay.controlUrl}/${path}`, body);
  });
  afterEach(async () => {
    await fetch(`${shop.wechatPay.controlUrl}/faults`, { method: 'DELETE' });
    await control('settings', { variations: {} });
    shop.cloud.faults.clear();
    expect({ problems: auditBooks(await shop.deps.store.readBooks()), errors: shop.errors }).toEqual({
      problems: [],
      errors: [],
    });
  });
  afterAll(() => shop.close());

  async function order(openid = PAYER): Promise<OrderFile> {
    const lines = [{ skuId, quantity: 1 }];
    const placed = await placeAtQuote(shop.deps, { openid, clientToken: `token-steps-${++run}`, lines });
    if (placed.kind !== 'placed') throw new Error(placed.refusal);
    return placed.file;
  }
  /** An order for the only piece of a SKU of its own, with the payment sheet open. */
  async function sheetOpen(): Promise<{ orderId: string; attempt: Attempt }> {
    skuId = `steps-${++run}`;
    await shop.shelve(skuId, 1);
    const { orderId } = (await order()).order;
    expect((await startPayment(shop.deps, { openid: PAYER, orderId })).kind).toBe('started');
    return { orderId, attempt: (await file(orderId)).attempts[0]! };
  }
  async function file(orderId: string): Promise<OrderFile> {
    const found = await shop.deps.store.findOrder(orderId);
    if (found === null) throw new Error(`order ${orderId} is gone`);
    return found;
  }
  const stock = async () => {
    const found = (await shop.deps.store.findStocks([skuId])).get(skuId);
    return found && { onHand: found.onHand, reserved: found.reserved, sold: found.sold };
  };
  const pay = ({ outTradeNo }: Attempt) => control('payments', { out_trade_no: outTradeNo });
  const payUnheard = async (attempt: Attempt) => {
    await control('faults', { kind: 'lose', endpoint: 'notifications' });
    await pay(attempt);
  };
  const cancel = (orderId: string, deps: StartPaymentDeps = shop.deps) =>
    closeOrder(deps, { orderId, reason: 'cancelled' });
  /** The shop with something happening right after the answer to its first query. */
  function afterFirstQuery(happens: () => Promise<unknown>): StartPaymentDeps {
    const { gateway } = shop.deps;
    let asked = false;
    const query: typeof gateway.query = async (outTradeNo) => {
      const answer = await gateway.query(outTradeNo);
      if (!asked) {
        asked = true;
        await happens();
      }
      return answer;
    };
    return { ...shop.deps, gateway: { ...gateway, query } };
  }

  it.each(['400 ORDER_PAID', '400 ORDERPAID', '403 TRADE_ERROR'])(
    'finds the payment that came between its query and its close, refused with %s',
    async (closePaid) => {
      await control('settings', { variations: { closePaid } });
      const { orderId, attempt } = await sheetOpen();
      const result = await cancel(
        orderId,
        afterFirstQuery(() => payUnheard(attempt)),
      );
      expect(result).toEqual({ kind: 'notClosable', state: 'paid' });
      expect(await stock()).toEqual({ onHand: 0, reserved: 0, sold: 1 });
    },
  );

  it('keeps the piece and the sheet while WeChat Pay says nothing, and takes the payment that follows', async () => {
    const { orderId, attempt } = await sheetOpen();
    await control('faults', { kind: 'status', endpoint: '*', status: 500, times: 10 });
    expect(await cancel(orderId)).toEqual({ kind: 'unknown' });
    expect((await file(orderId)).attempts[0]?.state).toBe('prepared');
    expect(await stock()).toEqual({ onHand: 0, reserved: 1, sold: 0 });
    await fetch(`${shop.wechatPay.controlUrl}/faults`, { method: 'DELETE' });
    await payUnheard(attempt);
    expect(await cancel(orderId)).toEqual({ kind: 'notClosable', state: 'paid' });
  });

  it('keeps the attempt open when its close is refused and nothing is paid', async () => {
    const { orderId } = await sheetOpen();
    await control('faults', {
      kind: 'status',
      endpoint: 'orders.close',
      status: 429,
      code: 'FREQUENCY_LIMITED',
    });
    expect(await cancel(orderId)).toEqual({ kind: 'unknown' });
    expect((await file(orderId)).attempts[0]?.state).toBe('prepared');
    expect(await cancel(orderId)).toEqual({ kind: 'closed' });
  });

  it('frees the piece once when the answer to the close is lost', async () => {
    const { orderId } = await sheetOpen();
    await control('faults', { kind: 'drop', endpoint: 'orders.close' });
    expect(await cancel(orderId)).toEqual({ kind: 'closed' });
    expect(await cancel(orderId)).toEqual({ kind: 'alreadyClosed' });
    expect(await stock()).toEqual({ onHand: 1, reserved: 0, sold: 0 });
  });

  it('frees the piece once when several close at the same moment', async () => {
    const { orderId } = await sheetOpen();
    const results = await Promise.all([1, 2, 3].map(() => cancel(orderId)));
    expect(results.map(({ kind }) => kind).sort()).toEqual(['alreadyClosed', 'alreadyClosed', 'closed']);
    expect(await stock()).toEqual({ onHand: 1, reserved: 0, sold: 0 });
  });

  it('hands out no sheet when the order is closed while its prepay is on the way', async () => {
    skuId = `steps-${++run}`;
    await shop.shelve(skuId, 1);
    const { orderId } = (await order()).order;
    const { gateway } = shop.deps;
    const create: typeof gateway.create = async (given) => {
      expect(await cancel(orderId)).toEqual({ kind: 'closed' });
      return gateway.create(given);
    };
    const started = await startPayment(
      { ...shop.deps, gateway: { ...gateway, create } },
      { openid: PAYER, orderId },
    );
    expect(started).toEqual({ kind: 'refused', refusal: 'ORDER_CLOSED' });
    expect(await stock()).toEqual({ onHand: 1, reserved: 0, sold: 0 });
  });

  it('closes at WeChat Pay what is called a failed payment before the piece is free: its sheet takes no money', async () => {
    const { orderId, attempt } = await sheetOpen();
    const { gateway } = shop.deps;
    const { outTradeNo } = attempt;
    const query: typeof gateway.query = async (number) => {
      const answer = await gateway.query(number);
      if (answer.kind !== 'accepted' || answer.value.state !== 'pending') return answer;
      return { ...answer, value: { state: 'failed', outTradeNo } };
    };
    const deps = { ...shop.deps, gateway: { ...gateway, query } };
    expect((await healOrder(deps, await file(orderId))).attempts[0]?.state).toBe('prepared');
    expect(await cancel(orderId, deps)).toEqual({ kind: 'closed' });
    await expect(pay(attempt)).rejects.toThrow('ORDER_CLOSED');
    expect(await stock()).toEqual({ onHand: 1, reserved: 0, sold: 0 });
  });

  it('sells the piece once when two learn of the payment and the slower one finds it sold', async () => {
    const { orderId, attempt } = await sheetOpen();
    await payUnheard(attempt);
    const before = await file(orderId);
    shop.cloud.faults.add({ kind: 'latency', action: 'database.startTransaction', delayMs: 300, times: 1 });
    const slower = healOrder(shop.deps, before);
    while (shop.cloud.faults.list()[0]?.struck === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    expect((await healOrder(shop.deps, before)).order.state).toBe('paid');
    expect((await slower).order.state).toBe('paid');
    expect(await stock()).toEqual({ onHand: 0, reserved: 0, sold: 1 });
  });

  describe('an order whose money comes after its closing', () => {
    /** A success that WeChat Pay, as simulated, would never send for an order it has closed; several copies at once. */
    async function notify(attempt: Attempt, copies = 1): Promise<readonly number[]> {
      const { headers, body } = createForge(shop.wechatPay.merchant).notification(attempt);
      const answers = await Promise.all(
        Array.from({ length: copies }, () => sendHttp(shop.notifyUrl, { headers, body })),
      );
      return answers.map(({ status }) => status);
    }

    it('lives again while its piece is still there', async () => {
      const { orderId, attempt } = await sheetOpen();
      expect(await cancel(orderId)).toEqual({ kind: 'closed' });
      expect(await notify(attempt)).toEqual([200]);
      expect((await file(orderId)).order).toMatchObject({
        state: 'paid',
        closeReason: null,
        stockHeld: 'sold',
      });
      expect(await stock()).toEqual({ onHand: 0, reserved: 0, sold: 1 });
    });

    it('owes one refund of all of it when the piece went to somebody else, however often it is told', async () => {
      const { orderId, attempt } = await sheetOpen();
      expect(await cancel(orderId)).toEqual({ kind: 'closed' });
      const rival = await order('o-rival');
      expect(await notify(attempt, 3)).toEqual([200, 200, 200]);
      const { order: closed, refunds } = await file(orderId);
      expect(closed).toMatchObject({ state: 'closed', stockHeld: 'released' });
      expect(refunds).toMatchObject([{ state: 'due', reason: 'orderClosed', amount: PRICE }]);
      expect((await file(rival.order.orderId)).order.stockHeld).toBe('reserved');
    });
  });
});
