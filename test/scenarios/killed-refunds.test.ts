import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { fen } from '../../miniprogram/contract/money';
import { createSeededRandom } from '../../simulators/wechat-pay/seeded-random';
import { checkOut, postJson, shopperAt, valueOf } from '../../tools/world/shopper';
import type { Errand } from './errand';
import { runErrand } from './errand';
import type { Moment } from './killing';
import { killIn, tickOf } from './killing';
import type { MortalShop } from './mortal-shop';
import { openMortalShop } from './mortal-shop';
import type { RefundThere } from './refund-desk';
import { OWNER } from './refund-desk';
import { untilPaid } from './sold-out';

const SKU = 'osmanthus-cake-1';
const MINUTE_MS = 60_000;
/** Steps of a refund are at most half an hour apart in its first hours. */
const TICK_MS = 31 * MINUTE_MS;
const MAX_TICKS = 6;
const TEST_TIMEOUT_MS = 120_000;

describe('a refund whose process is killed', () => {
  let shop: MortalShop;
  let orders = 0;
  beforeAll(async () => {
    shop = await openMortalShop(61);
    await postJson(`${shop.wechatPay.controlUrl}/settings`, { refund_delay_seconds: 30 });
  }, TEST_TIMEOUT_MS);
  afterAll(() => shop.close());
  afterEach(async () => {
    expect(auditBooks(await shop.cloud.store.readBooks())).toEqual([]);
  });

  const state = async () =>
    (await (await fetch(`${shop.wechatPay.controlUrl}/state`)).json()) as {
      readonly refunds: readonly RefundThere[];
      readonly balances: readonly { readonly unsettled: number }[];
    };
  const here = async (orderId: string) => (await shop.cloud.store.findOrder(orderId))?.refunds ?? [];
  /** Refunds of an order as WeChat Pay has them. */
  async function there(orderId: string): Promise<readonly RefundThere[]> {
    const attempts = (await shop.cloud.store.findOrder(orderId))?.order.attempts ?? [];
    return (await state()).refunds.filter((one) => attempts.includes(one.out_trade_no));
  }

  /** An order that was placed, paid and notified through the functions. */
  async function paidOrder(): Promise<string> {
    orders += 1;
    const shopper = shopperAt(shop.cloud.url, `o-refunded-${orders}`);
    const wish = { clientToken: `killed-refund-${orders}`, lines: [{ skuId: SKU, quantity: 1 }] };
    const { orderId } = valueOf('orders.place', await checkOut(shopper, wish));
    const { requestPayment } = valueOf('orders.pay', await shopper.call('orders.pay', { orderId }));
    const prepayId = requestPayment.package.replace('prepay_id=', '');
    await postJson(`${shop.wechatPay.controlUrl}/payments`, { prepay_id: prepayId, openid: shopper.openid });
    await untilPaid(shop.cloud.store, orders);
    return orderId;
  }

  function refunding(kind: 'recordRefund' | 'refund', orderId: string, minor: number): Errand {
    const scope = { kind: 'amount', amount: fen(minor) } as const;
    const clientToken = `refund-of-${orderId}`;
    const wish = { actor: OWNER, orderId, clientToken, scope, goods: 'later', text: '协商退款' } as const;
    return { kind, wish };
  }

  /** Lets the timer fire until the refund is final. */
  async function untilFinal(orderId: string): Promise<void> {
    for (let tick = 0; tick < MAX_TICKS; tick++) {
      const [refund] = await here(orderId);
      if (refund?.state === 'succeeded') return;
      await shop.advance(TICK_MS);
      await tickOf(shop).work;
    }
  }

  /** One refund under one number on both sides, and its money gone from the merchant once. */
  async function expectOneRefund(orderId: string, minor: number, before: number): Promise<void> {
    const [refund, ...others] = await here(orderId);
    expect([refund?.state, refund?.amount, others]).toEqual(['succeeded', fen(minor), []]);
    expect(await there(orderId)).toMatchObject([
      { out_refund_no: refund?.outRefundNo, status: 'SUCCESS', refund: minor },
    ]);
    const taken = before - ((await state()).balances[0]?.unsettled ?? 0);
    // Its share of the fee came back.
    expect(taken).toBeGreaterThan(minor * 0.99);
    expect(taken).toBeLessThanOrEqual(minor);
  }

  const unsettled = async () => (await state()).balances[0]?.unsettled ?? 0;

  it.each([
    ['the desk', 'before', []],
    ['the desk', 'after', ['PROCESSING']],
    ['the timer', 'before', []],
    ['the timer', 'after', ['PROCESSING']],
  ] as const)(
    'of %s, %s WeChat Pay took it in, is one refund under its number',
    async (who, when, heldThere) => {
      const orderId = await paidOrder();
      const before = await unsettled();
      const moment: Moment = { endpoint: 'refunds.apply', when };
      if (who === 'the desk') {
        expect(await killIn(shop, moment, () => runErrand(shop, refunding('refund', orderId, 500)))).toBe(
          true,
        );
      } else {
        await runErrand(shop, refunding('recordRefund', orderId, 500)).work;
        expect(await killIn(shop, moment, () => tickOf(shop))).toBe(true);
      }
      expect((await here(orderId)).map(({ state: its }) => its)).toEqual(['due']);
      expect((await there(orderId)).map(({ status }) => status)).toEqual(heldThere);
      await untilFinal(orderId);
      await expectOneRefund(orderId, 500, before);
    },
    TEST_TIMEOUT_MS,
  );

  it.each([1, 2, 3, 4])(
    'again and again, wherever the seed says, is one refund under its number (seed %i)',
    async (seed) => {
      const { fraction } = createSeededRandom(seed);
      const one = <T>(label: string, things: readonly [T, ...T[]]): T =>
        things[Math.floor(fraction(label) * things.length)] ?? things[0];
      const orderId = await paidOrder();
      const before = await unsettled();
      const minor = 1 + Math.floor(fraction('amount') * 900);
      await runErrand(shop, refunding('recordRefund', orderId, minor)).work;
      // The first step is a call in any case; what the later ones are depends on what the deaths left.
      let endpoint: Moment['endpoint'] = 'refunds.apply';
      let deaths = 0;
      for (let tick = 0; tick < 4; tick++) {
        const when = one('when', ['before', 'after'] as const);
        if (await killIn(shop, { endpoint, when }, () => tickOf(shop))) deaths += 1;
        await shop.advance(TICK_MS);
        endpoint = one('endpoint', ['refunds.apply', 'refunds.query'] as const);
      }
      expect(deaths).toBeGreaterThan(0);
      await untilFinal(orderId);
      await expectOneRefund(orderId, minor, before);
    },
    TEST_TIMEOUT_MS,
  );
});
