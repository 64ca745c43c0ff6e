import type { FaultRule } from '../../simulators/cloudbase/faults';
import { createSeededRandom } from '../../simulators/wechat-pay/seeded-random';

/** What one run does, all of it drawn from its seed. */
export interface Plan {
  readonly seed: number;
  /** Who closes: the shopper, or the minute's job when the time is over. */
  readonly closer: 'cancel' | 'expiry';
  /** Whether the sheet is open already, or the shopper taps "pay" (once, or twice at once) while the order is closed. */
  readonly taps: 'before' | 'during' | 'twiceDuring';
  readonly payAfterMs: number;
  readonly closeAfterMs: number;
  /** Looks at the order, which heals it by query, or null. */
  readonly lookAfterMs: number | null;
  /** Another shopper waits for the very piece that a closing would set free. */
  readonly rival: boolean;
  /**
   * WeChat Pay forgets the order: query and close say that it does not exist, and yet its sheet takes the money. The
   * one way in which money can come for an order that was closed by the rules.
   */
  readonly forgetful: boolean;
  readonly wechatPayFaults: readonly Readonly<Record<string, unknown>>[];
  readonly databaseFaults: readonly FaultRule[];
}

const QUERY = { endpoint: 'orders.query' };
const CLOSE = { endpoint: 'orders.close' };
const NOTICE = { endpoint: 'notifications' };

/** What goes wrong between the shop and WeChat Pay; `ms` is drawn for each run. */
const TROUBLES: readonly ((ms: number) => Readonly<Record<string, unknown>>)[] = [
  () => ({ ...CLOSE, kind: 'drop' }),
  () => ({ ...CLOSE, kind: 'drop', act: false, times: 2 }),
  () => ({ ...CLOSE, kind: 'status', status: 500 }),
  () => ({ ...CLOSE, kind: 'status', status: 500, act: true }),
  () => ({ ...CLOSE, kind: 'status', status: 429, code: 'FREQUENCY_LIMITED' }),
  () => ({ ...CLOSE, kind: 'badSignature' }),
  (ms) => ({ ...CLOSE, kind: 'delay', delay_ms: ms }),
  () => ({ ...QUERY, kind: 'drop', times: 2 }),
  () => ({ ...QUERY, kind: 'status', status: 500 }),
  () => ({ ...QUERY, kind: 'signatureProbe' }),
  () => ({ ...QUERY, kind: 'badSignature' }),
  // The answer is made before the pause: whatever happens during it, the shop hears of the past.
  (ms) => ({ ...QUERY, kind: 'delay', delay_ms: ms, times: 2 }),
  (ms) => ({ ...NOTICE, kind: 'delay', delay_ms: ms }),
  () => ({ ...NOTICE, kind: 'duplicate', times: 2 }),
  () => ({ ...NOTICE, kind: 'drop' }),
  () => ({ ...NOTICE, kind: 'lose' }),
  () => ({ ...NOTICE, kind: 'reorder' }),
];

const DATABASE_TROUBLES: readonly FaultRule[] = [
  { kind: 'conflict', times: 2, probability: 0.1 },
  { kind: 'replyLost', times: 1, probability: 0.1 },
  { kind: 'replyLost', action: 'database.commitTransaction', times: 1, probability: 0.5 },
  { kind: 'throttled', times: 2, probability: 0.1 },
  { kind: 'latency', action: 'database.startTransaction', delayMs: 15, times: 1, probability: 0.5 },
];

const FORGET = { kind: 'status', status: 404, code: 'ORDER_NOT_EXIST', times: 3 };

/** A closing takes some dozens of milliseconds; the payment begins before, in the middle of, or after it. */
const CLOSE_WITHIN_MS = 10;
const PAY_WITHIN_MS = 50;
const MAX_DELAY_MS = 30;

/** Draws the run of a seed: the same seed is the same run, save for what the machine's own timing decides. */
export function planOf(seed: number): Plan {
  const { fraction } = createSeededRandom(seed);
  const chance = (label: string, share: number) => fraction(label) < share;
  const upTo = (label: string, max: number) => Math.floor(fraction(label) * max);
  const one = <Item>(label: string, items: readonly Item[]): Item => items[upTo(label, items.length)]!;
  const closer = chance('closer', 0.5) ? 'cancel' : 'expiry';
  const forgetful = chance('forgetful', 0.15);
  const troubles = Array.from({ length: upTo('troubles', 3) }, () =>
    one('trouble', TROUBLES)(1 + upTo('delay', MAX_DELAY_MS)),
  );
  return {
    seed,
    closer,
    // An order whose time is over takes no tap, and WeChat Pay can forget only what it knows.
    taps:
      forgetful || closer === 'expiry'
        ? 'before'
        : one('taps', ['before', 'before', 'during', 'twiceDuring'] as const),
    payAfterMs: upTo('pay', PAY_WITHIN_MS),
    closeAfterMs: upTo('close', CLOSE_WITHIN_MS),
    lookAfterMs: chance('looks', 0.25) ? upTo('look', PAY_WITHIN_MS) : null,
    rival: chance('rival', 0.5),
    forgetful,
    wechatPayFaults: forgetful
      ? [
          { ...QUERY, ...FORGET },
          { ...CLOSE, ...FORGET },
          { ...NOTICE, kind: 'delay', delay_ms: 2 * MAX_DELAY_MS },
        ]
      : troubles,
    databaseFaults: chance('database', 0.25) ? [one('databaseTrouble', DATABASE_TROUBLES)] : [],
  };
}
