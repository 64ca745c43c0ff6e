import { billDayMachine } from '../../../cloudfunctions/core/reconciliation/bill-day';
import { beijingDay, daysAfter } from '../../../cloudfunctions/core/reconciliation/beijing-day';
import { runBills } from '../../../cloudfunctions/usecases/run-bills';
import type { BillDifferenceKind } from '../../../miniprogram/contract/bills';
import { postJson } from '../../../tools/world/shopper';
import type { Tale } from './cast';
import { atDesk, someoneFor } from './desk';
import type { Steps } from './steps';

/** What can be planted in a trade bill, and what the books must call it. */
const PLANTS: readonly { readonly difference: string; readonly kind: BillDifferenceKind }[] = [
  { difference: 'missingRow', kind: 'onlyOurs' },
  { difference: 'wrongAmount', kind: 'amount' },
  { difference: 'wrongState', kind: 'state' },
  { difference: 'wrongFee', kind: 'fee' },
  { difference: 'extraRow', kind: 'onlyTheirs' },
];

const MINUTE_MS = 60_000;
/** A bill may be late, and a file that arrived broken is asked for again. */
const MOST_TRIES = 24;

function today(tale: Tale): string {
  return beijingDay(tale.shop.wechatPay.clock.nowMs());
}

/** Moves to half past ten of a day, when its bill of the day before can be had. */
async function goToMorning(tale: Tale): Promise<void> {
  const now = tale.shop.wechatPay.clock.nowMs();
  const next = Date.parse(`${daysAfter(beijingDay(now), 1)}T10:30:00+08:00`);
  await tale.shop.wechatPay.clock.advance(next - now);
}

async function bills(tale: Tale): Promise<string> {
  const always = () => true;
  return tale.run(
    (deps) => runBills(deps, { mayBegin: always, inBudget: always }),
    ({ finished, open, failed }) => `${finished} days done, ${open} open, ${failed} failed`,
  );
}

/** Whether every day before today has come to an end. */
async function allDone(tale: Tale): Promise<boolean> {
  const yesterday = daysAfter(today(tale), -1);
  const days = await tale.shop.deps.store.listBillDays({ from: daysAfter(yesterday, -80), to: yesterday });
  return days.at(-1)?.date === yesterday && days.every(({ state }) => billDayMachine.isFinal(state));
}

async function plantedFaults(tale: Tale): Promise<readonly { readonly id: string }[]> {
  const answer = await fetch(`${tale.shop.wechatPay.controlUrl}/faults`);
  return ((await answer.json()) as { readonly faults: readonly { readonly id: string }[] }).faults;
}

interface PaidThere {
  readonly out_trade_no: string;
  readonly trade_state: string;
  readonly paid: string | null;
}

/** A payment of a day, far from midnight: near it the neighbour's bill might have it. */
async function paymentOf(tale: Tale, date: string): Promise<string | undefined> {
  const state = await (await fetch(`${tale.shop.wechatPay.controlUrl}/state`)).json();
  const { orders } = state as { readonly orders: readonly PaidThere[] };
  const clear = (paid: string) => paid.startsWith(date) && !['00', '23'].includes(paid.slice(11, 13));
  const found = orders.filter(
    ({ trade_state, paid }) => trade_state === 'SUCCESS' && paid !== null && clear(paid),
  );
  return tale.one(found)?.out_trade_no;
}

/** The next morning, now and then with a bill in which one row does not say what happened. */
async function morning(tale: Tale): Promise<string> {
  const date = today(tale);
  await bills(tale);
  await goToMorning(tale);
  const calm = (await plantedFaults(tale)).length === 0 && (await daysBefore(tale, date));
  const number = calm && tale.chance(0.5) ? await paymentOf(tale, date) : undefined;
  const plant = tale.one(PLANTS);
  if (number === undefined || plant === undefined) return `${date}: ${await bills(tale)}`;
  const { difference, kind } = plant;
  const fault = { kind: 'billDifference', endpoint: 'bills.trade', difference, number };
  const { id } = (await postJson(`${tale.shop.wechatPay.controlUrl}/faults`, fault)) as {
    readonly id: string;
  };
  // What nobody here has heard of yet, nobody misses.
  const heardOf = (await tale.shop.deps.store.findAttempt(number))?.state === 'succeeded';
  const end = await bills(tale);
  const struck = (await plantedFaults(tale)).every((one) => one.id !== id);
  await fetch(`${tale.shop.wechatPay.controlUrl}/faults/${id}`, { method: 'DELETE' });
  const day = await tale.shop.deps.store.findBillDay(date);
  const certain =
    struck &&
    (heardOf || kind !== 'onlyOurs') &&
    day !== null &&
    billDayMachine.isFinal(day.state) &&
    end.startsWith('1 days done');
  if (struck) tale.ledger.differences.push({ date, number, kind, certain });
  if (struck) tale.count(`fault bill:${difference}`);
  return `${date} with ${difference} of ${number}${struck ? '' : ', which nobody saw'}: ${end}`;
}

/** Whether the day is the next to be matched, and the ones before it are done. */
async function daysBefore(tale: Tale, date: string): Promise<boolean> {
  const { store } = tale.shop.deps;
  if ((await store.findBillDay(date)) !== null) return false;
  const days = await store.listBillDays({ from: daysAfter(date, -80), to: date });
  return (
    days.at(-1)?.date === daysAfter(date, -1) && days.every(({ state }) => billDayMachine.isFinal(state))
  );
}

/** Somebody looks at what differs: asks, ignores it with a reason, or has the bill fetched again. */
async function lookAtDay(tale: Tale): Promise<string | null> {
  const planted = tale.one(tale.ledger.differences);
  if (planted === undefined) return null;
  const { date } = planted;
  const who = someoneFor(tale, 'bills');
  const open = await tale.shop.deps.store.listDifferences({ date, status: 'open', limit: 10 });
  const difference = tale.one(open);
  if (difference === undefined || tale.chance(0.3)) {
    const said = await atDesk(tale, { who, method: 'bills.refetch', params: { date } });
    return `${date} again: ${said.text}, ${await bills(tale)}`;
  }
  const { differenceId } = difference;
  const action = tale.one(['query', 'ignore'] as const) ?? 'query';
  const params = { differenceId, action, reason: '演练：账单有误' };
  return `${differenceId} ${action}: ${(await atDesk(tale, { who, method: 'bills.resolve', params })).text}`;
}

/** Lets the day of the last step be matched too, and every one before. Answers whether all came to an end. */
export async function finishDays(tale: Tale): Promise<boolean> {
  await tale.control('settings', { bill_ready: '09:30' });
  await goToMorning(tale);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    await runBills(tale.shop.deps, { mayBegin: () => true, inBudget: () => true });
    if (await allDone(tale)) return true;
    await tale.shop.wechatPay.clock.advance(40 * MINUTE_MS);
  }
  return false;
}

/** The books against the bills. */
export const MORNINGS: Steps = {
  morning: { weight: 2, play: morning },
  lookAtDay: { weight: 2, play: lookAtDay },
};
