import * as v from 'valibot';
import type { Reply } from '../../../miniprogram/contract/call';
import { callerOf } from '../../main/caller';
import { wireShop } from '../../main/wire';
import { wireWechat } from '../../main/wire-wechat';
import { refreshKeys } from '../../usecases/refresh-keys';
import { registerPaths } from '../../usecases/register-paths';
import type { JobsReport } from '../../usecases/run-jobs';
import { runJobs } from '../../usecases/run-jobs';

const deps = { ...wireShop('jobs'), wechat: wireWechat() };

const timerEvent = v.object({ Type: v.literal('Timer') });

/** Called by the timer alone. Any client can invoke a function with any event, so the source decides, not the event. */
export async function main(event: unknown, context: unknown): Promise<Reply<JobsReport, 'NOT_ALLOWED'>> {
  if (callerOf(context).kind !== 'timer' || !v.is(timerEvent, event)) {
    return { ok: false, refusal: { code: 'NOT_ALLOWED', message: '只能由定时器触发' } };
  }
  await refreshKeys(deps);
  const value = await runJobs(deps);
  await registerPaths(deps);
  return { ok: true, value };
}
