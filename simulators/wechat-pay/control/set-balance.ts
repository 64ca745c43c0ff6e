import * as v from 'valibot';
import { PURSES } from '../funds/accounts';
import type { World } from '../world';
import type { ControlResult } from './control-error';
import { showBalances } from './show-money';

const fen = v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0)));

/** What each purse of a merchant is to hold, in fen. */
export const BalanceRequest = v.strictObject({
  mchid: v.optional(v.string()),
  unsettled: fen,
  available: fen,
  operation: fen,
  fees: fen,
});

export type BalanceRequest = v.InferOutput<typeof BalanceRequest>;

/** Puts money in or takes it out, as a line of the account. */
export function setBalance(request: BalanceRequest, world: World): ControlResult<object> {
  const { keys, ledger, clock } = world;
  const { mchid = keys.mchid, ...wanted } = request;
  if (mchid !== keys.mchid && mchid !== keys.subMchid) {
    const todo = `give ${keys.mchid}, or ${keys.subMchid} for its sub merchant`;
    const error = {
      status: 404,
      code: 'NO_SUCH_MERCHANT',
      what: 'nobody has it',
      where: 'mchid',
      todo,
    } as const;
    return { kind: 'error', error };
  }
  for (const purse of PURSES) {
    const balanceFen = wanted[purse];
    if (balanceFen === undefined) continue;
    ledger.record({ kind: 'balanceSet', mchid, purse, balanceFen, atMs: clock.nowMs() });
  }
  return { kind: 'value', value: showBalances(mchid, world) };
}
