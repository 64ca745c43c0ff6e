import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { DeskWorld } from '../../fixtures/desk-world';
import { openDeskWorld, refusalOf } from '../../fixtures/desk-world';

let world: DeskWorld;
let date: string;

const BEIJING_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const HALF_PAST_TEN_MS = 10.5 * 3_600_000;
const dayOf = (ms: number) => new Date(ms + BEIJING_MS).toISOString().slice(0, 10);

/** A day with one order whose row the bill does not have, on the next morning. */
beforeAll(async () => {
  world = await openDeskWorld();
  const { orderId } = await world.paidOrder('o-buyer');
  await world.paidOrder('o-other');
  const number = (await world.file(orderId)).attempts[0]?.outTradeNo;
  const planted = { kind: 'billDifference', endpoint: 'bills.trade', difference: 'missingRow', number };
  await world.control('faults', planted);
  const nowMs = world.wechatPay.clock.nowMs();
  date = dayOf(nowMs);
  const midnight = Math.floor((nowMs + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS;
  await world.tick(midnight + DAY_MS + HALF_PAST_TEN_MS - nowMs);
  await world.settle();
});
afterAll(() => world.close());

const open = async () =>
  (await world.desk('viewer').value('bills.day', { date })).differences.filter(
    ({ resolution }) => resolution === undefined,
  );

describe('a difference at the desk', () => {
  it('is resolved by the id it was shown with, whatever it is about, and the day is closed', async () => {
    const differences = await open();
    expect(differences.map(({ subject }) => subject)).toContain('payment');
    for (const { differenceId } of differences) {
      const wish = { differenceId, action: 'ignore', reason: '账单漏了一行' } as const;
      expect(await world.desk('manager').value('bills.resolve', wish)).toMatchObject({ actions: [] });
    }
    expect(await open()).toEqual([]);
    expect(await world.desk('viewer').value('bills.day', { date })).toMatchObject({ state: 'closed' });
    const log = await world.desk('owner').value('actions.list', { what: 'bill.resolve' });
    expect(log.actions).toHaveLength(differences.length);
  });

  it.each([
    '',
    'nothing',
    '2026-11-21:payment:',
    '2026-11-21:payment:a b',
    `2026-11-21:payment:${'1'.repeat(65)}`,
    '../2026-11-21:payment:1',
  ])('%p is no difference', async (differenceId) => {
    const wish = { differenceId, action: 'query' } as const;
    expect(await refusalOf(world.desk('owner'), 'bills.resolve', wish)).toBe('INVALID_PARAMS');
  });

  it('that nobody knows is refused as such', async () => {
    const wish = { differenceId: '2026-11-21:payment:a|b*c@d-e_f', action: 'query' } as const;
    expect(await refusalOf(world.desk('owner'), 'bills.resolve', wish)).toBe('DIFFERENCE_NOT_FOUND');
  });
});
