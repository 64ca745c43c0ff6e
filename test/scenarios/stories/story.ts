import { runJobs } from '../../../cloudfunctions/usecases/run-jobs';
import { fen } from '../../../miniprogram/contract/money';
import { someSettings } from '../../fixtures/shelf';
import { openInProcessShop } from '../in-process-shop';
import { SHELF, Tale } from './cast';
import { KEEPING_SHOP } from './keeping-shop';
import { SHOPPING } from './shopping';
import type { Steps } from './steps';
import { draw } from './steps';
import { judge, unfinished } from './verdict';
import { WEATHER } from './weather';

/** A story that was told: every step, and whatever was wrong at the end. */
export interface Told {
  readonly seed: number;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

const STEPS: Steps = { ...SHOPPING, ...KEEPING_SHOP, ...WEATHER };
/** Steps of a story; some are short. */
const FEWEST_STEPS = 20;
const MORE_STEPS = 60;
const SECOND_APPROVAL_ABOVE = fen(15_000);

const MINUTE_MS = 60_000;
/** Ticks after the last step: each later than the one before, and together longer than any refund takes. */
const QUIET_TICKS = 40;
const LONGEST_PAUSE_MINUTES = 24 * 60;

/** Takes every fault away and lets time pass until all that can end by itself has ended. */
async function calmDown({ shop }: Tale): Promise<void> {
  const { controlUrl, clock } = shop.wechatPay;
  await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
  shop.cloud.faults.clear();
  shop.setClockLead(0);
  let pauseMinutes = 2;
  for (let tick = 0; tick < QUIET_TICKS; tick++) {
    await clock.advance(pauseMinutes * MINUTE_MS);
    await runJobs(shop.deps);
    if (tick > 2 && unfinished(await shop.deps.store.readBooks()).length === 0) return;
    pauseMinutes = Math.min(LONGEST_PAUSE_MINUTES, pauseMinutes * 2);
  }
}

async function play(tale: Tale): Promise<void> {
  for (const [skuId, pieces] of Object.entries(SHELF)) await tale.shop.shelve(skuId, pieces);
  await tale.shop.deps.store.saveSettings(someSettings({ secondApprovalAbove: SECOND_APPROVAL_ABOVE }));
  const steps = FEWEST_STEPS + tale.upTo(MORE_STEPS);
  for (let number = 1; number <= steps; number++) {
    const [name, step] = draw(tale, STEPS);
    tale.lines.push(`${number} ${name}`);
    const end = await step.play(tale);
    tale.lines[tale.lines.length - 1] = `${number} ${name}: ${end}`;
  }
}

/** Tells the story of a seed in a shop of its own. Never rejects: what went wrong is a problem of the story. */
export async function tellStory(seed: number): Promise<Told> {
  const shop = await openInProcessShop(seed);
  const tale = new Tale(shop, seed);
  try {
    shop.cloud.faults.seed(seed);
    await play(tale);
    await calmDown(tale);
    return { seed, lines: tale.lines, problems: await judge(shop) };
  } catch (error) {
    const { stack, message } = error instanceof Error ? error : { stack: undefined, message: String(error) };
    return { seed, lines: tale.lines, problems: [stack ?? message] };
  } finally {
    await shop.close();
  }
}
