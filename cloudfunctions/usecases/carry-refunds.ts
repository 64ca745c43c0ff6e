import type { GatewayDeps } from './ask-gateway';
import { sendRefund } from './send-refund';

/** What a tick did about refunds. */
export interface CarriedRefunds {
  /** Steps taken: calls and queries. */
  readonly refundSteps: number;
  readonly failed: number;
}

const PAGE = 50;

/**
 * Takes the step that is due of every refund, the longest waiting first, while there is time. One refund's trouble does
 * not stop the others: it is tried again at the next tick.
 */
export async function carryRefunds(deps: GatewayDeps, inBudget: () => boolean): Promise<CarriedRefunds> {
  const tried = new Set<string>();
  let failed = 0;
  while (inBudget()) {
    const page = await deps.store.listRefundsToDo({ nowMs: deps.clock.nowMs(), limit: PAGE });
    const fresh = page.filter(({ outRefundNo }) => !tried.has(outRefundNo));
    for (const refund of fresh) {
      if (!inBudget()) break;
      tried.add(refund.outRefundNo);
      try {
        await sendRefund(deps, refund);
      } catch (error) {
        failed++;
        deps.log.error('jobs.item', error, { what: refund.outRefundNo });
      }
    }
    // What could not be written down stays at the front of the list; a page of nothing but that ends the tick.
    if (fresh.length === 0) break;
  }
  return { refundSteps: tried.size, failed };
}
