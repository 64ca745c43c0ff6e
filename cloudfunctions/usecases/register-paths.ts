import { PAGE_PATHS } from '../../miniprogram/contract/routes';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Log } from '../ports/log';
import type { Store } from '../ports/store';
import type { Wechat } from '../ports/wechat';

/** What registering needs. */
export interface RegisterDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly wechat: Wechat;
}

/** WeChat fills in the number the order has at WeChat Pay; the order's page finds its order by that too. */
const ORDER_PATH = `${PAGE_PATHS.orderDetail}?outTradeNo=\${商品订单号}`;
/** WeChat adds the numbers of the payment by itself. */
const MESSAGE_PATH = PAGE_PATHS.orderDetail;

/** WeChat keeps them; once a week puts right what somebody changed on its pages. */
const AGAIN_AFTER_MS = 7 * 24 * 60 * 60_000;
/** After a refusal, which is a matter of agreements and settings that a person has to mend. */
const AFTER_REFUSAL_MS = 60 * 60_000;

/**
 * Tells WeChat where the orders of its order centre and its shipping messages lead. Does so once a week, and at once
 * when the paths have changed. Safe to repeat.
 */
export async function registerPaths({ store, clock, ids, log, wechat }: RegisterDeps): Promise<void> {
  const holder = 'paths';
  const name = `paths:${ids.derived(ORDER_PATH, MESSAGE_PATH)}`;
  const nowMs = clock.nowMs();
  if (!(await store.claimJob({ name, holder, nowMs, leaseMs: AGAIN_AFTER_MS }))) return;
  const ends = [await wechat.setOrderPath(ORDER_PATH), await wechat.setMessagePath(MESSAGE_PATH)];
  const missed = ends.filter(({ kind }) => kind !== 'accepted');
  if (missed.length === 0) return;
  for (const end of missed) log.warn('paths.missed', { end: end.kind === 'refused' ? end.code : end.kind });
  await store.releaseJob({ name, holder });
  await store.claimJob({ name, holder, nowMs, leaseMs: AFTER_REFUSAL_MS });
}
