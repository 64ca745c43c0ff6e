import { Hono } from 'hono';
import * as v from 'valibot';
import { ask, UpstreamFailed } from './upstream';
import type { Upstream } from './upstream';

const Faults = v.object({ faults: v.array(v.object({ id: v.string(), kind: v.string() })) });
const Wish = v.strictObject({ losing: v.boolean() });

/** So many that nobody will see the switch turn itself off. */
const UNTIL_TURNED_OFF = 1_000_000;

async function planted(controlUrl: string): Promise<readonly string[]> {
  const answer = v.safeParse(Faults, (await ask(`${controlUrl}/faults`, { method: 'GET' })).body);
  if (!answer.success)
    throw new UpstreamFailed('WeChat Pay answered something else', { cause: answer.issues });
  return answer.output.faults.filter(({ kind }) => kind === 'lose').map(({ id }) => id);
}

/** `/world/losses`: whether payment notifications get lost on their way. Setting it again changes nothing. */
export function createLossRoutes({ controlUrl }: Upstream): Hono {
  const routes = new Hono();
  const losing = async (): Promise<boolean> => (await planted(controlUrl)).length > 0;
  routes.get('/', async (c) => c.json({ losing: await losing() }));
  routes.post('/', async (c) => {
    const wish = v.parse(Wish, await c.req.json());
    const known = await planted(controlUrl);
    const body = { kind: 'lose', endpoint: 'notifications', times: UNTIL_TURNED_OFF };
    if (wish.losing && known.length === 0) await ask(`${controlUrl}/faults`, { body });
    // One that struck out in the meantime is gone already; its 404 is no news.
    if (!wish.losing) for (const id of known) await ask(`${controlUrl}/faults/${id}`, { method: 'DELETE' });
    return c.json({ losing: await losing() });
  });
  return routes;
}
