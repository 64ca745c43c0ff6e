import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  createRateMeter,
  PUBLISHED_RATE_LIMITS,
  RATE_NAMES,
  rateWindow,
} from '../../../simulators/wechat-pay/protocol/rate-limits';
import { withinLimits } from '../../../simulators/wechat-pay/protocol/within-limits';
import { createSimulatedClock } from '../../../simulators/wechat-pay/clock';
import { refundedOrderNotExist } from '../../../simulators/wechat-pay/refunds/refund-refusals';
import { startSettings } from '../../../simulators/wechat-pay/settings';
import type { Answer } from './merchant-client';
import { createRefundWorld, DAY_MS, MINUTE_MS } from './refund-world';
import { useSimulator } from './simulator-fixture';

const fixture = useSimulator();
const { pay, refund, query, tell } = createRefundWorld(fixture);
const limit = (rate_limits: unknown) => tell('/settings', { rate_limits });
const advance = (ms: number): Promise<void> => fixture.simulator.clock.advance(ms);
const statuses = (answers: readonly Answer[]): readonly number[] =>
  answers.map(({ status }) => status).sort((a, b) => a - b);

/** Applications for an order that is not there, all at once. */
const failing = (count: number): Promise<readonly Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => refund('NOBODY01', `R-NOBODY-${i}`, 10)));

describe('the published limits of refunds', () => {
  it('are 150 applications a second, 6 that fail, 5000 a minute for old orders', () => {
    expect(PUBLISHED_RATE_LIMITS).toMatchObject({
      'refunds.apply': 150,
      'refunds.apply.failing': 6,
      'refunds.apply.oldOrders': 5000,
      'refunds.query': 300,
      'refunds.abnormal': 150,
    });
    expect(RATE_NAMES.filter((name) => rateWindow(name) === 'minute')).toEqual(['refunds.apply.oldOrders']);
  });

  it('are told with the time each is counted over', async () => {
    const { json } = await limit('published');
    expect(json['rate_limits']).toEqual(PUBLISHED_RATE_LIMITS);
    expect(json['rate_windows']).toMatchObject({
      'refunds.apply.failing': 'second',
      'refunds.apply.oldOrders': 'minute',
    });
  });

  it('are off until they are switched on', async () => {
    expect(statuses(await failing(9))).toEqual(Array.from({ length: 9 }, () => 404));
  });
});

describe('refund applications that fail', () => {
  it('are six a second; then right ones are turned away too, and nothing of them is kept', async () => {
    await pay('LIMITS01');
    // More than a second may pass on a busy machine before the sixth.
    await limit({ 'refunds.apply.failing': 2 });
    expect(statuses(await failing(4))).toEqual([404, 404, 429, 429]);
    const turnedAway = await refund('LIMITS01', 'R-LIMITS-1', 10);
    expect([turnedAway.status, turnedAway.json]).toEqual([
      429,
      { code: 'FREQUENCY_LIMITED', message: expect.any(String) },
    ]);
    expect(turnedAway.headers['request-id']).toMatch(/-268447840$/);
    expect((await query('R-LIMITS-1')).status).toBe(404);
    await advance(1000);
    expect((await refund('LIMITS01', 'R-LIMITS-1', 10)).status).toBe(200);
  });

  it('leave other endpoints alone', async () => {
    await limit({ 'refunds.apply.failing': 1 });
    await failing(3);
    expect((await query('R-LIMITS-2')).status).toBe(404);
    await pay('LIMITS02');
  });

  it('are not those that the limit itself turned away: it opens again after a second of knocking', async () => {
    let nowMs = 1_000_000;
    const settings = startSettings('ladder');
    settings.rateLimits = { 'refunds.apply.failing': 1 };
    const clock = createSimulatedClock({ offsetMs: 0, realNowMs: () => nowMs, onChange: () => undefined });
    const world = { rateMeter: createRateMeter(), settings, clock };
    const knock = () => withinLimits('refunds.apply', world, refundedOrderNotExist);
    const codes: string[] = [];
    for (const waitMs of [0, 0, 600, 399, 1, 0]) {
      nowMs += waitMs;
      const answer = await knock();
      if (answer.kind === 'refused') codes.push(answer.code);
    }
    const limited = 'FREQUENCY_LIMITED';
    const failed = 'RESOURCE_NOT_EXISTS';
    expect(codes).toEqual([failed, limited, limited, limited, failed, limited]);
  });

  it('do not count applications that are accepted', async () => {
    await limit({ 'refunds.apply.failing': 1 });
    for (let i = 0; i < 3; i += 1) {
      await pay(`LIMITS1${i}`);
      expect((await refund(`LIMITS1${i}`, `R-LIMITS-1${i}`, 10)).status).toBe(200);
    }
  });

  it('do not count requests that never pass the gate', async () => {
    await limit({ 'refunds.apply.failing': 1 });
    const forged = { body: {}, credential: { signature: 'AAAA' } };
    for (let i = 0; i < 3; i += 1) await fixture.client.call('POST', '/v3/refund/domestic/refunds', forged);
    expect(statuses(await failing(1))).toEqual([404]);
  });
});

describe('refunds of orders older than a month', () => {
  it('have a limit by the minute, with words of its own, and the same number goes through later', async () => {
    for (const number of ['OLDER001', 'OLDER002', 'OLDER003']) await pay(number);
    await limit({ 'refunds.apply.oldOrders': 2 });
    await advance(31 * DAY_MS);
    expect((await refund('OLDER001', 'R-OLDER-1', 10)).status).toBe(200);
    expect((await refund('OLDER002', 'R-OLDER-2', 10)).status).toBe(200);
    const third = await refund('OLDER003', 'R-OLDER-3', 10);
    expect([third.status, third.json]).toEqual([
      429,
      { code: 'FREQUENCY_LIMITED', message: '频率限制，1个月之前的订单请降低申请频率再重试' },
    ]);
    expect((await query('R-OLDER-3')).status).toBe(404);
    await advance(MINUTE_MS);
    expect((await refund('OLDER003', 'R-OLDER-3', 10)).status).toBe(200);
  });

  it('are limited for their age: an order of today goes through beside them, and being turned away is no failing', async () => {
    await pay('OLDER004');
    await limit({ 'refunds.apply.oldOrders': 1, 'refunds.apply.failing': 1 });
    await advance(29 * DAY_MS);
    expect((await refund('OLDER004', 'R-OLDER-4', 10)).status).toBe(200);
    await advance(2 * DAY_MS);
    expect(statuses([await refund('OLDER004', 'R-OLDER-5', 10)])).toEqual([200]);
    await advance(1000);
    expect(statuses([await refund('OLDER004', 'R-OLDER-6', 10)])).toEqual([429]);
    await pay('OLDER005');
    expect((await refund('OLDER005', 'R-OLDER-7', 10)).status).toBe(200);
  });
});

describe('the meter', () => {
  it('lets no more than the limit through in any window, and turns nobody away without need', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(...RATE_NAMES), fc.integer({ min: 0, max: 700 })), {
      maxLength: 200,
    });
    const limits = fc.dictionary(fc.constantFrom(...RATE_NAMES), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(limits, steps, (most, moves) => {
        const meter = createRateMeter();
        const through: { readonly name: string; readonly atMs: number }[] = [];
        let nowMs = 1_000_000;
        for (const [name, waitMs] of moves) {
          nowMs += waitMs;
          const windowMs = rateWindow(name) === 'minute' ? 60_000 : 1000;
          const before = through.filter((one) => one.name === name && one.atMs > nowMs - windowMs).length;
          const allowed = most[name];
          const expected = allowed === undefined || before < allowed;
          expect(meter.hasRoom(name, most, nowMs)).toBe(expected);
          expect(meter.admits(name, most, nowMs)).toBe(expected);
          if (expected) through.push({ name, atMs: nowMs });
        }
      }),
    );
  });
});
