import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { Attempt } from '../../cloudfunctions/core/payment/attempt';
import { isUnderWay } from '../../cloudfunctions/core/payment/attempt';
import type { Order } from '../../cloudfunctions/core/order/order';
import type { CodeBehaviour } from '../../simulators/wechat-pay/orders/payment-code';
import { createSeededRandom } from '../../simulators/wechat-pay/seeded-random';
import { postJson } from '../../tools/world/shopper';
import { aWish, TILL } from './counter';
import { runErrand } from './errand';
import type { Moment } from './killing';
import { killIn, tickOf } from './killing';
import type { MortalShop } from './mortal-shop';
import { openMortalShop } from './mortal-shop';

/** As often as the timer comes. */
const TICK_MS = 60_000;
const MAX_TICKS = 5;
const TEST_TIMEOUT_MS = 120_000;
/** A trade state in which WeChat Pay holds none of the payer's money; `none`: it knows no such order. */
const NOTHING_TAKEN = ['none', 'REVOKED', 'PAYERROR', 'CLOSED'];

interface OrderThere {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly transaction_id: string | null;
}

describe('a collection by payment code whose process is killed', () => {
  let shop: MortalShop;
  beforeAll(async () => {
    shop = await openMortalShop(62);
  }, TEST_TIMEOUT_MS);
  afterAll(() => shop.close());
  afterEach(async () => {
    expect(auditBooks(await shop.cloud.store.readBooks())).toEqual([]);
  });

  const control = (path: string, body: object) => postJson(`${shop.wechatPay.controlUrl}/${path}`, body);

  async function showCode(behaviour: CodeBehaviour, answersAfterSeconds = 8): Promise<string> {
    const wish = { behaviour, openid: 'oPayerAtTill', answers_after_seconds: answersAfterSeconds };
    return ((await control('payment-codes', wish)) as { auth_code: string }).auth_code;
  }

  /** The till scans a code and is killed in its one call. Answers the number it leaves behind. */
  async function orphan(authCode: string, when: Moment['when']): Promise<string> {
    const known = new Set([...(await shop.cloud.store.readBooks()).attempts].map(numberOf));
    const errand = { kind: 'collect', wish: { ...aWish(), authCode, till: TILL } } as const;
    expect(await killIn(shop, { endpoint: 'orders.codepay', when }, () => runErrand(shop, errand))).toBe(
      true,
    );
    const [born, ...others] = [...(await shop.cloud.store.readBooks()).attempts]
      .map(numberOf)
      .filter((outTradeNo) => !known.has(outTradeNo));
    if (born === undefined || others.length > 0) throw new Error('one collection was written down');
    return born;
  }

  async function here(outTradeNo: string): Promise<{ readonly order: Order; readonly attempt: Attempt }> {
    const attempt = await shop.cloud.store.findAttempt(outTradeNo);
    const file = attempt && (await shop.cloud.store.findOrder(attempt.orderId));
    if (attempt === null || file === null) throw new Error(`${outTradeNo} is gone`);
    return { order: file.order, attempt };
  }

  /** The order as WeChat Pay has it. */
  async function there(outTradeNo: string): Promise<OrderThere> {
    const { orders } = (await (await fetch(`${shop.wechatPay.controlUrl}/state`)).json()) as {
      orders: readonly OrderThere[];
    };
    const none = { out_trade_no: outTradeNo, trade_state: 'none', transaction_id: null };
    return orders.find((order) => order.out_trade_no === outTradeNo) ?? none;
  }

  const isOpen = async (outTradeNo: string): Promise<boolean> => isUnderWay((await here(outTradeNo)).attempt);

  /** The timer alone goes on with it: no screen asks. */
  async function untilEnded(outTradeNo: string): Promise<void> {
    for (let tick = 0; tick < MAX_TICKS && (await isOpen(outTradeNo)); tick++) {
      await shop.advance(TICK_MS);
      await tickOf(shop).work;
    }
  }

  /** Both sides say that it was paid, or both that nothing was taken. */
  async function endOf(outTradeNo: string): Promise<'paid' | 'nothing taken'> {
    const [{ order, attempt }, theirs] = [await here(outTradeNo), await there(outTradeNo)];
    if (attempt.state === 'succeeded') {
      expect([order.state, theirs.trade_state, theirs.transaction_id]).toEqual([
        'completed',
        'SUCCESS',
        attempt.transactionId,
      ]);
      return 'paid';
    }
    expect([order.state, isUnderWay(attempt)]).toEqual(['closed', false]);
    expect(NOTHING_TAKEN).toContain(theirs.trade_state);
    return 'nothing taken';
  }

  it.each([
    ['before', 'pays', 'none', 'nothing taken'],
    ['after', 'pays', 'SUCCESS', 'paid'],
    ['after', 'passwordPays', 'USERPAYING', 'paid'],
    ['after', 'passwordCancels', 'USERPAYING', 'nothing taken'],
    ['after', 'passwordNever', 'USERPAYING', 'nothing taken'],
  ] as const)(
    '%s WeChat Pay heard of a payer who "%s" ends by the timer: there it was %s, at last %s',
    async (when, behaviour, atDeath, end) => {
      const outTradeNo = await orphan(await showCode(behaviour), when);
      expect((await there(outTradeNo)).trade_state).toBe(atDeath);
      expect(await isOpen(outTradeNo)).toBe(true);
      await untilEnded(outTradeNo);
      expect(await endOf(outTradeNo)).toBe(end);
    },
    TEST_TIMEOUT_MS,
  );

  it('at a password nobody types is reversed for good: typing it afterwards pays nothing', async () => {
    const authCode = await showCode('passwordNever');
    const outTradeNo = await orphan(authCode, 'after');
    await untilEnded(outTradeNo);
    expect((await there(outTradeNo)).trade_state).toBe('REVOKED');
    await expect(control(`payment-codes/${authCode}`, { outcome: 'success' })).rejects.toThrow(/40[0-9]/);
    expect(await endOf(outTradeNo)).toBe('nothing taken');
  });

  it.each([
    ['before', 'USERPAYING'],
    ['after', 'REVOKED'],
  ] as const)(
    'is reversed when the timer is killed too, %s its reverse was heard',
    async (when, atDeath) => {
      const outTradeNo = await orphan(await showCode('passwordNever'), 'after');
      await shop.advance(TICK_MS);
      expect(await killIn(shop, { endpoint: 'orders.reverse', when }, () => tickOf(shop))).toBe(true);
      expect((await there(outTradeNo)).trade_state).toBe(atDeath);
      expect((await here(outTradeNo)).attempt.collecting?.reverseSentAtMs).not.toBeNull();
      await untilEnded(outTradeNo);
      expect(await endOf(outTradeNo)).toBe('nothing taken');
      expect((await there(outTradeNo)).trade_state).toBe('REVOKED');
    },
    TEST_TIMEOUT_MS,
  );

  it('is not kept when the password is typed after a reverse whose sender was killed', async () => {
    const authCode = await showCode('passwordNever');
    const outTradeNo = await orphan(authCode, 'after');
    await shop.advance(TICK_MS);
    const moment = { endpoint: 'orders.reverse', when: 'before' } as const;
    expect(await killIn(shop, moment, () => tickOf(shop))).toBe(true);
    await control(`payment-codes/${authCode}`, { outcome: 'success' });
    expect((await there(outTradeNo)).trade_state).toBe('SUCCESS');
    await untilEnded(outTradeNo);
    expect(await endOf(outTradeNo)).toBe('nothing taken');
  });

  it.each([1, 2, 3, 4])(
    'again and again, wherever the seed says, ends the same on both sides (seed %i)',
    async (seed) => {
      const { fraction } = createSeededRandom(seed);
      const one = <T>(label: string, things: readonly [T, ...T[]]): T =>
        things[Math.floor(fraction(label) * things.length)] ?? things[0];
      const behaviour = one('behaviour', ['passwordPays', 'passwordNever', 'passwordCancels'] as const);
      const answersAfterSeconds = 5 + Math.floor(fraction('answer') * 60);
      const authCode = await showCode(behaviour, answersAfterSeconds);
      const outTradeNo = await orphan(authCode, one('when', ['before', 'after'] as const));
      for (let tick = 0; tick < 4 && (await isOpen(outTradeNo)); tick++) {
        // Sometimes sooner than the lease of the tick that died allows.
        await shop.advance(5_000 + Math.floor(fraction('pause') * TICK_MS));
        const endpoint = one('endpoint', ['orders.query', 'orders.reverse'] as const);
        const when = one('when', ['before', 'after'] as const);
        await killIn(shop, { endpoint, when }, () => tickOf(shop));
      }
      await untilEnded(outTradeNo);
      await endOf(outTradeNo);
    },
    TEST_TIMEOUT_MS,
  );
});

function numberOf({ outTradeNo }: Attempt): string {
  return outTradeNo;
}
