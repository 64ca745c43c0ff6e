import * as v from 'valibot';
import type { Reply } from '../../../miniprogram/contract/call';
import { callerOf } from '../../main/caller';
import { wireShop } from '../../main/wire';
import { wireWechat } from '../../main/wire-wechat';
import { refreshKeys } from '../../usecases/refresh-keys';
import { registerPaths } from '../../usecases/register-paths';
import type { BillsReport } from '../../usecases/run-bills';
import { runBills } from '../../usecases/run-bills';
import type { JobsReport } from '../../usecases/run-jobs';
import { runJobs } from '../../usecases/run-jobs';

const deps = { ...wireShop('jobs'), wechat: wireWechat() };

const timerEvent = v.object({ Type: v.literal('Timer') });

/** What one tick did. */
interface TickReport extends JobsReport {
  readonly bills: BillsReport;
}

/** Of the function's 60 seconds. After this much no file is begun: bills wait for a minute with less to do. */
const BILLS_BEGIN_MS = 25_000;
/** After this much matching stops where it is, and goes on in the next minute. */
const BILLS_UNTIL_MS = 45_000;

/** Called by the timer alone. Any client can invoke a function with any event, so the source decides, not the event. */
export async function main(event: unknown, context: unknown): Promise<Reply<TickReport, 'NOT_ALLOWED'>> {
  if (callerOf(context).kind !== 'timer' || !v.is(timerEvent, event)) {
    return { ok: false, refusal: { code: 'NOT_ALLOWED', message: '只能由定时器触发' } };
  }
  const startedMs = performance.now();
  await refreshKeys(deps);
  const jobs = await runJobs(deps);
  await registerPaths(deps);
  const within = (ms: number) => () => performance.now() - startedMs < ms;
  const bills = await runBills(deps, { mayBegin: within(BILLS_BEGIN_MS), inBudget: within(BILLS_UNTIL_MS) });
  return { ok: true, value: { ...jobs, bills } };
}
