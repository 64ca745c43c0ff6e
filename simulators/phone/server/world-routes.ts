import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import { createBillMistakeRoutes } from './bill-mistakes';
import { createCounterCodeRoutes } from './counter-codes';
import { createFileRoutes } from './files';
import type { Identity } from './identities';
import { openidOf } from './identities';
import { createLossRoutes } from './losses';
import type { MessageTemplates } from './message-templates';
import { createWechatRoutes } from './wechat';
import { createPayRoutes } from './pay';
import { createPaymentCodeRoutes } from './payment-codes';
import { ask, UpstreamFailed } from './upstream';
import type { Upstream } from './upstream';

export interface WorldOptions {
  readonly upstream: Upstream;
  readonly identities: readonly Identity[];
  readonly merchantName: string;
  readonly templates: MessageTemplates;
  readonly audit: Audit;
}

/** Checks the money rules over all books: every break in words, and how much was looked at. */
export type Audit = () => Promise<{ readonly problems: readonly string[]; readonly counted: string }>;

const ClockBody = v.strictObject({ advance_seconds: v.pipe(v.number(), v.integer(), v.minValue(1)) });

/** A name that nobody can have. */
class NoIdentity extends Error {
  override readonly name = 'NoIdentity';
}

function failure(error: Error, c: Context): Response {
  if (error instanceof UpstreamFailed)
    return c.json({ error: { code: 'UPSTREAM_FAILED', message: error.message } }, 502);
  if (error instanceof NoIdentity || v.isValiError(error) || error instanceof SyntaxError)
    return c.json({ error: { code: 'BAD_INPUT', message: error.message } }, 400);
  console.error(error);
  return c.json({ error: { code: 'INTERNAL_ERROR', message: error.message } }, 500);
}

/** `/world`: what phone and frame may ask of the simulators, each from the one address they came from. */
export function createWorldRoutes(options: WorldOptions): Hono {
  const { upstream, identities, merchantName, templates, audit } = options;
  const { cloudUrl, controlUrl } = upstream;
  const routes = new Hono();
  const holder = (as: string | undefined): string => {
    const openid = openidOf(as, identities);
    if (openid === undefined) throw new NoIdentity('x-phone-as must be 1 to 32 letters, digits, - or _');
    return openid;
  };
  routes.onError(failure);
  routes.use('*', async (c, next) => {
    // A form on somebody else's page cannot send this header, so it cannot buy here.
    if (c.req.method === 'GET' || c.req.header('x-phone-as') !== undefined) return next();
    return c.json({ error: { code: 'BAD_INPUT', message: 'the header x-phone-as is required' } }, 403);
  });
  routes.post('/call/:name', async (c) => {
    const headers = { 'x-dev-openid': holder(c.req.header('x-phone-as')) };
    const url = `${cloudUrl}/__call/${encodeURIComponent(c.req.param('name'))}`;
    const { status, body } = await ask(url, { headers, body: await c.req.json() });
    if (status === 200) return c.json(body as object);
    return c.json({ error: body as object });
  });
  routes.route(
    '/pay/codes',
    createPaymentCodeRoutes({ upstream, merchantName, identities, openidOf: holder }),
  );
  routes.route('/pay/counter', createCounterCodeRoutes({ upstream, merchantName, openidOf: holder }));
  routes.route('/pay', createPayRoutes({ upstream, merchantName, openidOf: holder }));
  routes.route('/files', createFileRoutes({ cloudUrl, openidOf: holder }));
  routes.route('/losses', createLossRoutes(upstream));
  routes.route('/bill-mistakes', createBillMistakeRoutes(upstream));
  routes.route('/wechat', createWechatRoutes({ cloudUrl, templates, openidOf: holder }));
  routes.get('/audit', async (c) => c.json(await audit()));
  routes.get('/notifications', async (c) =>
    c.json((await ask(`${controlUrl}/notifications`, { method: 'GET' })).body as object),
  );
  routes.get('/clock', async (c) =>
    c.json((await ask(`${controlUrl}/clock`, { method: 'GET' })).body as object),
  );
  routes.post('/clock', async (c) => {
    const body = v.parse(ClockBody, await c.req.json());
    const moved = await ask(`${controlUrl}/clock`, { body });
    // What is due after the move should not have to wait for the minute.
    await ask(`${cloudUrl}/__cloud/timers/jobs`);
    return c.json(moved.body as object);
  });
  return routes;
}
