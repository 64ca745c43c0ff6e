import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { planOf } from './close-against-pay-plan';
import type { Run } from './close-against-pay-run';
import { playRun } from './close-against-pay-run';
import type { End } from './close-against-pay-verdict';
import { gatherEvidence, judge } from './close-against-pay-verdict';
import { postJson } from '../../tools/world/shopper';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop } from './in-process-shop';

const FIRST_SEED = 1;
const BLOCKS = 10;
const RUNS_PER_BLOCK = 50;
/**
 * More than generous: no rule is about speed, and a block that ran out of time would go on beside the next one, in the
 * same shop, where its faults would strike the other's orders.
 */
const BLOCK_WITHIN_MS = 1_200_000;

describe('closing an order in the moment it is paid', () => {
  let shop: InProcessShop;
  const ends: Record<End, number> = { paid: 0, closed: 0, revived: 0, refundDue: 0 };
  beforeAll(async () => {
    shop = await openInProcessShop(FIRST_SEED);
    // What is given back arrives at once, so that later runs do not go on asking about it.
    await postJson(`${shop.wechatPay.controlUrl}/settings`, { refund_delay_seconds: 1 });
  });
  afterAll(() => shop.close());

  it.each(Array.from({ length: BLOCKS }, (_, block) => FIRST_SEED + block * RUNS_PER_BLOCK))(
    `ends with the money and the goods on the same side (${RUNS_PER_BLOCK} runs from seed %i)`,
    async (first) => {
      const runs: Run[] = [];
      for (let seed = first; seed < first + RUNS_PER_BLOCK; seed++)
        runs.push(await playRun(shop, planOf(seed)));
      const evidence = await gatherEvidence(shop);
      const verdicts = runs.map((run) => ({ plan: run.plan, ...judge(run, evidence) }));
      for (const { end } of verdicts) if (end !== null) ends[end] += 1;
      const broken = verdicts.filter(({ problems }) => problems.length > 0);
      expect({ broken, audit: auditBooks(evidence.books), errors: shop.errors }).toEqual({
        broken: [],
        audit: [],
        errors: [],
      });
    },
    BLOCK_WITHIN_MS,
  );

  it('has met every end there is', () => {
    expect(Object.entries(ends).filter(([, count]) => count === 0)).toEqual([]);
    console.log(ends);
  });
});
