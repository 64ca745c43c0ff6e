import { setTimeout as pause } from 'node:timers/promises';
import { postJson } from '../../tools/world/shopper';
import type { Victim } from './errand';
import type { MortalShop } from './mortal-shop';

/** A moment in a call to WeChat Pay. */
export interface Moment {
  readonly endpoint: 'orders.codepay' | 'orders.query' | 'orders.reverse' | 'refunds.apply' | 'refunds.query';
  /** With the call on its way and nothing done, or with all done and the answer on its way. */
  readonly when: 'before' | 'after';
}

/** Longer than any call waits. */
const HELD_MS = 60_000;
const LOOK_EVERY_MS = 10;

const faultsOf = async (controlUrl: string): Promise<readonly unknown[]> => {
  const answer = (await (await fetch(`${controlUrl}/faults`)).json()) as { faults: readonly unknown[] };
  return answer.faults;
};

/**
 * Starts somebody's work and kills them with -9 in the next call of that kind. False: the work ended without one, and
 * nobody was killed. No fault may be planted beforehand.
 */
export async function killIn(
  { wechatPay }: MortalShop,
  { endpoint, when }: Moment,
  start: () => Victim,
): Promise<boolean> {
  const { controlUrl } = wechatPay;
  await postJson(`${controlUrl}/faults`, { kind: 'delay', endpoint, delay_ms: HELD_MS });
  if (when === 'before') await postJson(`${controlUrl}/faults`, { kind: 'drop', endpoint, act: false });
  const { work, kill } = start();
  const ended = work.then(
    () => true,
    () => true,
  );
  while ((await faultsOf(controlUrl)).length > 0) {
    if (!(await Promise.race([ended, pause(LOOK_EVERY_MS, false)]))) continue;
    await fetch(`${controlUrl}/faults`, { method: 'DELETE' });
    return false;
  }
  await kill();
  await ended;
  return true;
}

/** The minute's work, whose function dies together with everything else of the cloud, database included. */
export function tickOf({ cloud }: MortalShop): Victim {
  return { work: cloud.fireTimer('jobs'), kill: () => cloud.killAndRestart() };
}
