import { runJobs } from '../../../cloudfunctions/usecases/run-jobs';
import { fen } from '../../../miniprogram/contract/money';
import { someSettings } from '../../fixtures/shelf';
import { appoint } from '../appoint';
import { openInProcessShop, PRICE } from '../in-process-shop';
import { AT_ONCE } from './at-once';
import { AT_THE_COUNTER } from './at-the-counter';
import { Tale } from './cast';
import { KEEPING_SHELF } from './keeping-shelf';
import { KEEPING_SHOP } from './keeping-shop';
import { finishDays, MORNINGS } from './mornings';
import { SHELF, STAFF } from './people';
import { seededIds, timeByLooks } from './seeded-chance';
import { SHIPPING_GOODS } from './shipping-goods';
import { SHOPPING } from './shopping';
import type { Steps } from './steps';
import { draw, playStep } from './steps';
import { noteStruck } from './struck';
import { judge, unfinished } from './verdict';
import { WEATHER } from './weather';

/** A story that was told: every step, whatever was wrong at the end, and how often what happened. */
export interface Told {
  readonly seed: number;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
  readonly tally: ReadonlyMap<string, number>;
}

const STEPS: Steps = {
  ...SHOPPING,
  ...SHIPPING_GOODS,
  ...KEEPING_SHELF,
  ...KEEPING_SHOP,
  ...AT_THE_COUNTER,
  ...AT_ONCE,
  ...MORNINGS,
  ...WEATHER,
};
/** Steps of a story; some are short. */
const FEWEST_STEPS = 20;
const MORE_STEPS = 60;
const SECOND_APPROVAL_ABOVE = fen(15_000);

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/**
 * Minutes between the ticks after the last step: an order's life, what is asked at the next tick, then longer and longer,
 * until any refund has ended.
 */
const QUIET_MINUTES = [31, 2, 10, 60, 6 * 60, ...Array.from({ length: 30 }, () => 24 * 60)];
/** Before that nothing can have ended: what expires is asked about once more. */
const FEWEST_TICKS = 2;

/** Takes every fault away and lets time pass until all that can end by itself has ended. */
async function calmDown(tale: Tale): Promise<void> {
  const { shop } = tale;
  const { controlUrl, clock } = shop.wechatPay;
  await noteStruck(tale);
  await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
  await fetch(`${shop.wechatControlUrl}/faults`, { method: 'DELETE' });
  await tale.wechat('settings', { appear_after_seconds: 0 });
  shop.cloud.faults.clear();
  shop.setClockLead(0);
  for (const [tick, minutes] of QUIET_MINUTES.entries()) {
    await clock.advance(minutes * MINUTE_MS);
    await runJobs(shop.deps);
    if (tick + 1 >= FEWEST_TICKS && unfinished(await shop.deps.store.readBooks()).length === 0) break;
  }
  if (!(await finishDays(tale))) tale.problems.push('not every day was matched in the end');
  await shop.wechat.passTime();
  await runJobs(shop.deps);
}

async function openShop(tale: Tale): Promise<void> {
  const { shop, ledger } = tale;
  await appoint(shop.deps, STAFF);
  for (const [skuId, pieces] of Object.entries(SHELF)) {
    await shop.shelve(skuId, pieces);
    ledger.prices.get(skuId)?.add(PRICE.minor);
  }
  const picture = { fileId: 'cloud://env/p.svg', width: 600, height: 600, alt: '茶' };
  const categories = [{ categoryId: 'tea', name: '茶', picture }];
  await shop.deps.store.saveSettings(
    someSettings({ categories, secondApprovalAbove: SECOND_APPROVAL_ABOVE }),
  );
}

async function play(tale: Tale): Promise<void> {
  await tale.shop.wechatPay.clock.advance(tale.upTo(DAY_MS));
  await openShop(tale);
  const steps = FEWEST_STEPS + tale.upTo(MORE_STEPS);
  for (let number = 0; number < steps; number++) await playStep(tale, ...draw(tale, STEPS));
}

/** Tells the story of a seed in a shop of its own. Never rejects: what went wrong is a problem of the story. */
export async function tellStory(seed: number): Promise<Told> {
  const chance = { realNowMs: timeByLooks(), ids: seededIds(seed) };
  const shop = await openInProcessShop(seed, {}, chance);
  const tale = new Tale(shop, seed);
  const { lines, problems, tally } = tale;
  try {
    shop.cloud.faults.seed(seed);
    await play(tale);
    await calmDown(tale);
    problems.push(...(await judge(tale, SECOND_APPROVAL_ABOVE.minor)));
  } catch (error) {
    const { stack, message } = error instanceof Error ? error : { stack: undefined, message: String(error) };
    problems.push(stack ?? message);
  } finally {
    await shop.close();
  }
  return { seed, lines, problems, tally };
}
