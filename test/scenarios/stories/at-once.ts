import type { Tale } from './cast';
import { voidOne, watch } from './at-the-counter';
import { adjust } from './keeping-shelf';
import { goodsBack, refund, second } from './keeping-shop';
import { ship } from './shipping-goods';
import type { Steps } from './steps';

type Act = (tale: Tale) => Promise<string | null>;

const ABOUT_AN_ORDER: readonly Act[] = [ship, ship, refund, second, goodsBack];
const ABOUT_A_COLLECTION: readonly Act[] = [voidOne, voidOne, watch, refund];

/** Two or three do something about the same at the same moment. */
async function together(tale: Tale, about: string, acts: readonly Act[]): Promise<string> {
  tale.focus = about;
  try {
    const drawn = Array.from({ length: 2 + tale.upTo(2) }, () => tale.one(acts) ?? refund);
    const ends = await Promise.all(drawn.map((act) => act(tale)));
    return ends.map((end) => end ?? 'nothing to do').join(' | ');
  } finally {
    tale.focus = null;
  }
}

async function clerks(tale: Tale): Promise<string | null> {
  const file = await tale.anyDelivery();
  return file === null ? null : together(tale, file.order.orderId, ABOUT_AN_ORDER);
}

async function tills(tale: Tale): Promise<string | null> {
  const orderId = tale.one(tale.collections.slice(-2));
  return orderId === undefined ? null : together(tale, orderId, ABOUT_A_COLLECTION);
}

/** Two clerks count the same shelf: one of them is told that the other was faster. */
async function counting(tale: Tale): Promise<string> {
  tale.focus = 'the shelf';
  try {
    const before = tale.ledger.adjustments.length;
    const ends = await Promise.all([adjust(tale, 'tea'), adjust(tale, 'tea')]);
    const done = tale.ledger.adjustments.slice(before).filter(({ heard }) => heard === 'done');
    // They may have read one after the other, but then on different versions.
    if (done.length > 1 && new Set(ends.map((end) => /version (\d+)/.exec(end ?? '')?.[1])).size === 1)
      tale.problems.push(`two adjustments were made on one version: ${ends.join(' | ')}`);
    return ends.join(' | ');
  } finally {
    tale.focus = null;
  }
}

/** Several people at once. */
export const AT_ONCE: Steps = {
  clerks: { weight: 4, play: clerks },
  tills: { weight: 2, play: tills },
  counting: { weight: 1, play: counting },
};
