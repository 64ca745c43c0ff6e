import { actionOf } from '../core/shop/action';
import type { BillRefusal } from '../../miniprogram/contract/bills';
import { mayDo } from '../../miniprogram/contract/staff';
import { beijingDay, billAskableAtMs, oldestBillDay, startOfDay } from '../core/reconciliation/beijing-day';
import type { BillDay } from '../core/reconciliation/bill-day';
import { begunAgain, newBillDay } from '../core/reconciliation/bill-day';
import type { Actor } from '../core/shop/actor';
import type { BillChange } from '../ports/bill-store';
import type { BillDeps } from './bill-deps';
import { keepBillEvidence } from './bill-deps';

/** The day as it then stands, or why nothing changed. */
export type RefetchResult =
  | { readonly kind: 'done'; readonly day: BillDay }
  | { readonly kind: 'refused'; readonly refusal: BillRefusal };

function decide(date: string, nowMs: number, day: BillDay | null): BillChange<RefetchResult, BillDay> {
  switch (day?.state) {
    case undefined: {
      const write = newBillDay(date, billAskableAtMs(date));
      return { result: { kind: 'done', day: write }, write };
    }
    case 'waiting': {
      const write = { ...day, nextStepAtMs: nowMs };
      return { result: { kind: 'done', day: write }, write };
    }
    case 'fetching': {
      // One that is put off is asked for now; one that is being matched is left to end.
      if (day.trouble === null) return { result: { kind: 'refused', refusal: 'BILL_DAY_BUSY' } };
      const write = { ...day, nextStepAtMs: nowMs };
      return { result: { kind: 'done', day: write }, write };
    }
    case 'matched':
    case 'differences':
    case 'closed':
    case 'unavailable': {
      const write = begunAgain(day, nowMs);
      return { result: { kind: 'done', day: write }, write };
    }
  }
}

/** Has a day's bills asked for and matched anew by the next tick, by an owner or a manager. */
export async function refetchBills(
  deps: Pick<BillDeps, 'store' | 'clock' | 'ids' | 'log'>,
  { actor, date }: { readonly actor: Actor; readonly date: string },
): Promise<RefetchResult> {
  if (!mayDo(actor.role, 'books')) return { kind: 'refused', refusal: 'BILL_NOT_ALLOWED' };
  const nowMs = deps.clock.nowMs();
  if (Number.isNaN(startOfDay(date)) || date >= beijingDay(nowMs))
    return { kind: 'refused', refusal: 'BILL_DAY_INVALID' };
  if (date < oldestBillDay(nowMs)) return { kind: 'refused', refusal: 'BILL_TOO_OLD' };
  const result = await deps.store.changeBillDay(date, (day) => decide(date, nowMs, day));
  if (result.kind === 'done') {
    const subject = { kind: 'bill', id: date } as const;
    const actionId = `bill.refetch-${date}-${nowMs}`;
    await deps.store.recordAction(
      actionOf(actor, { actionId, atMs: nowMs, what: 'bill.refetch', subject, title: date }),
    );
  }
  const end = result.kind === 'done' ? 'begun' : result.refusal;
  const verdict = `asked for anew by ${actor.openid}: ${end}`;
  await keepBillEvidence(deps, date, { requestId: '', bodySha256: null }, verdict);
  deps.log.info('bills.refetch', { date, by: actor.openid, end });
  return result;
}
