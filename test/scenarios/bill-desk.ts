import { expect } from '@jest/globals';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import { beijingDay, daysAfter } from '../../cloudfunctions/core/reconciliation/beijing-day';
import type { BillDay } from '../../cloudfunctions/core/reconciliation/bill-day';
import type { BillDifference } from '../../cloudfunctions/core/reconciliation/difference';
import type { BillDeps } from '../../cloudfunctions/usecases/bill-deps';
import type { BillsReport } from '../../cloudfunctions/usecases/run-bills';
import { runBills } from '../../cloudfunctions/usecases/run-bills';
import { postJson } from '../../tools/world/shopper';
import type { InProcessShop } from './in-process-shop';
import { openInProcessShop } from './in-process-shop';
import type { RefundDesk } from './refund-desk';
import { openRefundDesk } from './refund-desk';

/** Works a shop's bills: moves the clock, lets the timer fire, and looks at what stands in the books. */
export function openBillDesk(shop: InProcessShop) {
  const { wechatPay, deps } = shop;
  const control = (path: string, body: object): Promise<unknown> =>
    postJson(`${wechatPay.controlUrl}/${path}`, body);
  const today = (): string => beijingDay(wechatPay.clock.nowMs());
  const desk = {
    today,
    control,
    /** Moves to a time of day in Beijing, so many days on. */
    goTo: (days: number, time: string) =>
      control('clock', { now: `${daysAfter(today(), days)}T${time}+08:00` }),
    /** One tick of the timer; `changes` may be those of a process that dies or has no time. */
    tick: (changes: Partial<BillDeps> = {}, inBudget: () => boolean = () => true): Promise<BillsReport> =>
      runBills({ ...deps, ...changes }, { mayBegin: () => true, inBudget }),
    day: async (date: string): Promise<BillDay> => {
      const day = await deps.store.findBillDay(date);
      if (day === null) throw new Error(`nobody has planned ${date}`);
      return day;
    },
    differences: async (
      date: string,
      status: BillDifference['status'] = 'open',
    ): Promise<readonly BillDifference[]> => deps.store.listDifferences({ date, status, limit: 100 }),
    plant: (endpoint: string, fault: object) => control('faults', { endpoint, ...fault }),
    clearFaults: () => fetch(`${wechatPay.controlUrl}/faults`, { method: 'DELETE' }),
  };
  return desk;
}

/** See {@link openBillDesk}. */
export type BillDesk = ReturnType<typeof openBillDesk>;

/** A shop, its bills and its refunds, at nine in the morning, with WeChat Pay's bills made at half past nine. */
export interface BillWorld {
  readonly shop: InProcessShop;
  readonly desk: BillDesk;
  readonly refunds: RefundDesk;
}

/** Opens it with a seed of its own. */
export async function openBillWorld(seed: number): Promise<BillWorld> {
  const shop = await openInProcessShop(seed);
  const desk = openBillDesk(shop);
  await desk.control('settings', { refund_delay_seconds: 30, bill_ready: '09:30' });
  await desk.goTo(1, '09:00:00');
  return { shop, desk, refunds: openRefundDesk(shop) };
}

/** Takes the planted faults back; then the books agree with themselves and no function has stumbled. */
export async function expectCleanBooks({ shop, desk }: BillWorld): Promise<void> {
  await desk.clearFaults();
  expect({ problems: auditBooks(await shop.deps.store.readBooks()), errors: shop.errors }).toEqual({
    problems: [],
    errors: [],
  });
}
