import { Hono } from 'hono';
import { ask, UpstreamFailed } from './upstream';
import type { Upstream } from './upstream';

/** One row of the next trade bill is missing; its sums and its hash agree with what is left. */
const MISTAKE = { kind: 'billDifference', endpoint: 'bills.trade', difference: 'missingRow', times: 1 };

/** `/world/bill-mistakes`: lets WeChat Pay make one mistake in the next trade bill that is fetched. */
export function createBillMistakeRoutes({ controlUrl }: Upstream): Hono {
  const routes = new Hono();
  routes.post('/', async (c) => {
    const { status } = await ask(`${controlUrl}/faults`, { body: MISTAKE });
    if (status >= 400) throw new UpstreamFailed(`WeChat Pay answered ${status}`);
    return c.json({ planted: true });
  });
  return routes;
}
