import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NOT_COLLECTED_WORDS } from '../../miniprogram/contract/collection';
import { checkCollection } from '../../cloudfunctions/usecases/check-collection';
import { collectByCode } from '../../cloudfunctions/usecases/collect-by-code';
import { runJobs } from '../../cloudfunctions/usecases/run-jobs';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop } from './in-process-shop';
import { AMOUNT, dyingIn, openCounter, ProcessDied } from './counter';

describe('collecting by payment code', () => {
  let shop: InProcessShop;
  let counter: ReturnType<typeof openCounter>;
  beforeAll(async () => {
    shop = await openInProcessShop(31);
    counter = openCounter(shop);
  });
  afterEach(async () => {
    await counter.clearFaults();
    expect(await counter.audit()).toEqual([]);
  });
  afterAll(() => shop.close());

  /** The order of a collection whose process died: the wish is known, the answer is not. */
  async function orphan(authCode: string, when: 'before' | 'after'): Promise<string> {
    const before = new Set((await shop.deps.store.readBooks()).orders.map(({ orderId }) => orderId));
    await expect(counter.collect(authCode, dyingIn(shop, 'create', when))).rejects.toThrow(ProcessDied);
    const [born] = (await shop.deps.store.readBooks()).orders.filter(({ orderId }) => !before.has(orderId));
    return born?.orderId ?? '';
  }
  /** Minutes of the timer alone: no screen asks. */
  async function minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute++) {
      await counter.wait(60);
      await runJobs(shop.deps);
    }
  }

  it('is paid at once by a payer who needs no password', async () => {
    const { orderId, standing } = await counter.collect(await counter.showCode('pays'));
    expect(standing).toEqual({ kind: 'paid' });
    const { order, attempts } = await counter.file(orderId);
    expect(order).toMatchObject({ kind: 'counter', state: 'completed', stockHeld: 'none', openid: null });
    expect(order.timeline.at(-1)?.text).toBe('已收款 ¥23.50');
    expect(attempts).toMatchObject([{ state: 'succeeded', openid: 'oPayerAtCounter', amount: AMOUNT }]);
    expect(await counter.calls(orderId)).toEqual(['collect']);
  });

  it('sends nothing when the tap is repeated, and refuses another wish under the same token', async () => {
    const authCode = await counter.showCode('pays');
    const { orderId, wish } = await counter.collect(authCode);
    expect(await collectByCode(shop.deps, wish)).toMatchObject({
      collection: { orderId, standing: { kind: 'paid' } },
    });
    expect(await counter.calls(orderId)).toEqual(['collect']);
    for (const other of [{ authCode: await counter.showCode('pays') }, { remark: '另一笔' }])
      expect(await collectByCode(shop.deps, { ...wish, ...other })).toEqual({
        kind: 'refused',
        refusal: 'CLIENT_TOKEN_REUSED',
      });
  });

  it.each([0, -1, 1.5, 100_000_001])('refuses to collect %p fen and writes nothing', async (minor) => {
    const { wish } = await counter.collect(await counter.showCode('pays'));
    const odd = { ...wish, clientToken: `odd-${minor}`, amount: { ...AMOUNT, minor } };
    expect(await collectByCode(shop.deps, odd)).toEqual({ kind: 'refused', refusal: 'INVALID_AMOUNT' });
  });

  it('waits for a password and is paid when it comes', async () => {
    const { orderId, standing } = await counter.collect(await counter.showCode('passwordPays', 12));
    expect(standing).toEqual({ kind: 'waiting' });
    expect(await counter.watch(orderId)).toEqual({ kind: 'paid' });
    expect(await counter.calls(orderId)).toEqual(['collect', 'query', 'query', 'query']);
  });

  it('ends when the payer turns away at the password', async () => {
    const { orderId } = await counter.collect(await counter.showCode('passwordCancels', 6));
    expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'payerStopped' });
    expect(await counter.taken(orderId)).toBe(false);
  });

  it('is reversed at the limit when nobody types the password, and money is never taken', async () => {
    const { orderId } = await counter.collect(await counter.showCode('passwordNever'));
    await counter.wait(40);
    expect(await counter.check(orderId)).toEqual({ kind: 'waiting' });
    expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
    expect(await counter.taken(orderId)).toBe(false);
    expect((await counter.file(orderId)).order).toMatchObject({ state: 'closed', closeReason: 'expired' });
    expect((await counter.calls(orderId)).at(-1)).toBe('reverse');
  });

  it('is asked about at most every five seconds, however many screens look', async () => {
    const { orderId } = await counter.collect(await counter.showCode('passwordNever'));
    await counter.wait(6);
    await Promise.all([1, 2, 3, 4, 5].map(() => checkCollection(shop.deps, orderId)));
    expect(await counter.calls(orderId)).toEqual(['collect', 'query']);
    await counter.watch(orderId);
  });

  describe('with the password typed in the moment of the reverse', () => {
    /** Plays the payer between the reverse that is written down and the reverse that arrives, or after it. */
    async function race(order: 'payFirst' | 'reverseFirst'): Promise<string> {
      const authCode = await counter.showCode('passwordNever');
      const { orderId } = await counter.collect(authCode);
      await counter.wait(45);
      const { gateway } = shop.deps;
      const pay = async () => {
        const url = `${shop.wechatPay.controlUrl}/payment-codes/${authCode}`;
        return (await fetch(url, { method: 'POST', body: '{"outcome":"success"}' })).status;
      };
      const reverse: typeof gateway.reverse = async (outTradeNo) => {
        if (order === 'payFirst') expect(await pay()).toBe(200);
        const outcome = await gateway.reverse(outTradeNo);
        if (order === 'reverseFirst') expect(await pay()).not.toBe(200);
        return outcome;
      };
      await checkCollection({ ...shop.deps, gateway: { ...gateway, reverse } }, orderId);
      return orderId;
    }

    it.each(['payFirst', 'reverseFirst'] as const)('%s: reversed, and nothing kept', async (order) => {
      const orderId = await race(order);
      expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
      expect(await counter.taken(orderId)).toBe(false);
    });

    it('is paid when the question at the limit finds it paid', async () => {
      const { orderId } = await counter.collect(await counter.showCode('passwordPays', 45));
      await counter.wait(45);
      expect(await counter.check(orderId)).toEqual({ kind: 'paid' });
      expect(await counter.taken(orderId)).toBe(true);
      expect(await counter.calls(orderId)).not.toContain('reverse');
    });

    it('stays undecided while the reverse is not answered, whatever a question finds', async () => {
      const authCode = await counter.showCode('passwordNever');
      const { orderId } = await counter.collect(authCode);
      await counter.wait(45);
      await counter.plant('orders.reverse', { kind: 'drop', act: false, times: 9 });
      expect(await counter.check(orderId)).toEqual({ kind: 'reversing' });
      const url = `${shop.wechatPay.controlUrl}/payment-codes/${authCode}`;
      await fetch(url, { method: 'POST', body: '{"outcome":"success"}' });
      await counter.wait(5);
      expect(await counter.check(orderId)).toEqual({ kind: 'reversing' });
      await counter.clearFaults();
      expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
      expect(await counter.taken(orderId)).toBe(false);
    });
  });

  describe('whose process dies', () => {
    it('between the intent and the call is ended by the timer, and nothing was sent', async () => {
      const orderId = await orphan(await counter.showCode('pays'), 'before');
      await minutes(2);
      expect(await counter.check(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
      expect(await counter.taken(orderId)).toBe(false);
    });

    it('after the call is found paid by the timer', async () => {
      const orderId = await orphan(await counter.showCode('pays'), 'after');
      await counter.wait(10);
      await runJobs(shop.deps);
      expect(await counter.check(orderId)).toEqual({ kind: 'paid' });
    });

    it('at a password is reversed by the timer', async () => {
      const orderId = await orphan(await counter.showCode('passwordNever'), 'after');
      await minutes(2);
      expect(await counter.check(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
      expect(await counter.calls(orderId)).not.toContain('close');
    });

    it.each(['before', 'after'] as const)('%s the reverse is reversed by the timer', async (when) => {
      const { orderId } = await counter.collect(await counter.showCode('passwordNever'));
      await counter.wait(45);
      await expect(checkCollection(dyingIn(shop, 'reverse', when), orderId)).rejects.toThrow(ProcessDied);
      expect((await counter.file(orderId)).attempts[0]?.collecting?.reverseSentAtMs).not.toBeNull();
      await minutes(1);
      expect(await counter.check(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
      expect(await counter.taken(orderId)).toBe(false);
    });
  });

  describe('that is refused', () => {
    const SPELLINGS = [
      {
        codeInvalid: '400 AUTH_CODE_INVALID',
        codeExpired: '400 AUTHCODEEXPIRE',
        payerNotEnough: '403 NOTENOUGH',
      },
      {
        codeInvalid: '400 INVALID_REQUEST',
        codeExpired: '403 TRADE_ERROR',
        payerNotEnough: '403 TRADE_ERROR',
      },
    ];
    afterEach(() => counter.pin(SPELLINGS[0] ?? {}));

    it.each([
      ['otherWallet', 'notWechatCode', 'notWechatCode'],
      ['expired', 'codeInvalid', 'gatewayRefused'],
      ['noMoney', 'payerDeclined', 'payerStopped'],
    ] as const)(
      '%s: told at once in Chinese, whatever the refusal is spelled',
      async (behaviour, plain, general) => {
        for (const [index, variations] of SPELLINGS.entries()) {
          await counter.pin(variations);
          const { orderId, standing } = await counter.collect(await counter.showCode(behaviour));
          const reason = index === 0 ? plain : general;
          expect(standing).toEqual({ kind: 'notPaid', reason });
          const { order } = await counter.file(orderId);
          expect(order.state).toBe('closed');
          expect(order.timeline.at(-1)?.text).toBe(NOT_COLLECTED_WORDS[reason]);
          expect(await counter.taken(orderId)).toBe(false);
        }
      },
    );

    it('says nothing to WeChat Pay about a code that is none of theirs', async () => {
      const { orderId } = await counter.collect('6901234567892');
      expect(await counter.calls(orderId)).toEqual(['collect']);
    });

    it('is never believed to be unpaid before a question proves it', async () => {
      await counter.plant('orders.codepay', {
        kind: 'status',
        status: 400,
        code: 'AUTHCODEEXPIRE',
        act: true,
      });
      const { orderId, standing } = await counter.collect(await counter.showCode('pays'));
      expect(standing).toEqual({ kind: 'paid' });
      expect(await counter.taken(orderId)).toBe(true);
    });

    it('stays waiting when that question is not answered, and ends without money', async () => {
      await counter.plant('orders.query', { kind: 'status', status: 500, times: 9 });
      const { orderId, standing } = await counter.collect(await counter.showCode('expired'));
      expect(standing).toEqual({ kind: 'waiting' });
      await counter.clearFaults();
      expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'codeInvalid' });
    });
  });

  it.each([
    ['the reply is lost', { kind: 'drop', act: true }],
    ['the answer is a 500 after acting', { kind: 'status', status: 500, act: true }],
    ['the signature is wrong', { kind: 'badSignature' }],
  ])('is found paid by a question when %s, and is sent once', async (_story, fault) => {
    await counter.plant('orders.codepay', fault);
    const { orderId, standing } = await counter.collect(await counter.showCode('pays'));
    expect(standing).toEqual({ kind: 'waiting' });
    await counter.wait(5);
    expect(await counter.check(orderId)).toEqual({ kind: 'paid' });
    expect(await counter.calls(orderId)).toEqual(['collect', 'query']);
  });

  it('that never arrived is reversed at the limit', async () => {
    await counter.plant('orders.codepay', { kind: 'drop', act: false });
    const { orderId } = await counter.collect(await counter.showCode('pays'));
    expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
  });

  it('is reversed when another amount was taken', async () => {
    await counter.plant('orders.codepay', { kind: 'wrongAmount', total: 9_999 });
    await counter.plant('orders.query', { kind: 'wrongAmount', total: 9_999, times: 40 });
    const { orderId, standing } = await counter.collect(await counter.showCode('pays'));
    expect(standing).toEqual({ kind: 'waiting' });
    expect(await counter.watch(orderId)).toEqual({ kind: 'notPaid', reason: 'timeout' });
    await counter.clearFaults();
    expect(await counter.taken(orderId)).toBe(false);
  });

  it('is refunded in full when it was paid and cannot be reversed', async () => {
    const authCode = await counter.showCode('passwordNever');
    const { orderId } = await counter.collect(authCode);
    await counter.wait(45);
    await counter.plant('orders.reverse', { kind: 'status', status: 403, code: 'TRADE_ERROR', times: 40 });
    const url = `${shop.wechatPay.controlUrl}/payment-codes/${authCode}`;
    const { gateway } = shop.deps;
    const reverse: typeof gateway.reverse = async (outTradeNo) => {
      await fetch(url, { method: 'POST', body: '{"outcome":"success"}' });
      return gateway.reverse(outTradeNo);
    };
    await checkCollection({ ...shop.deps, gateway: { ...gateway, reverse } }, orderId);
    expect(await counter.watch(orderId)).toEqual({ kind: 'refundDue' });
    const { order, refunds } = await counter.file(orderId);
    expect(order.state).toBe('closed');
    expect(refunds).toMatchObject([{ amount: AMOUNT, reason: 'orderClosed', state: 'due' }]);
  });
});
