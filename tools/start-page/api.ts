import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import type { Reply } from '../../miniprogram/contract/call';
import {
  callShop,
  losesNotifications,
  notifications,
  payInSheet,
  runJobs,
  setLosesNotifications,
  UpstreamFailed,
  worldClock,
} from './upstream';
import type { Upstream } from './upstream';

/** A shopper's name in the address; the openid is made from it. */
const shopper = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Za-z_-]{1,32}$/),
  v.transform((name) => `o-${name}`),
);

const CallBody = v.strictObject({ as: shopper, method: v.string(), params: v.unknown() });
const PayBody = v.strictObject({
  as: shopper,
  prepayId: v.pipe(v.string(), v.nonEmpty()),
  outcome: v.picklist(['success', 'cancel']),
});
/** A day at once is more than the page's buttons ask for. */
const MAX_ADVANCE_SECONDS = 86_400;
const ClockBody = v.strictObject({
  advanceSeconds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_ADVANCE_SECONDS)),
});
const FaultsBody = v.strictObject({ losesNotifications: v.boolean() });

/** The page shows a few; the control plane has them all. */
const NOTIFICATIONS_SHOWN = 8;

function answer(c: Context, value: unknown): Response {
  const reply: Reply<unknown> = { ok: true, value };
  return c.json(reply);
}

function refuse(c: Context, status: 400 | 404 | 415 | 500 | 502, code: string, message: string): Response {
  const reply: Reply<never> = { ok: false, refusal: { code, message } };
  return c.json(reply, status);
}

async function bodyOf<Schema extends v.GenericSchema>(
  c: Context,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  return v.parse(schema, JSON.parse(await c.req.text()));
}

function failure(error: Error, c: Context): Response {
  if (error instanceof UpstreamFailed) return refuse(c, 502, 'UPSTREAM_FAILED', error.message);
  if (v.isValiError(error) || error instanceof SyntaxError)
    return refuse(c, 400, 'INVALID_REQUEST', '页面发出的请求有误，请刷新页面后再试');
  console.error(error);
  return refuse(c, 500, 'INTERNAL_ERROR', '页面服务出错了，请看启动窗口里的日志');
}

/** What the page may ask of the world, each answered as a `Reply`; nothing else is passed on. */
export function createApi(upstream: Upstream): Hono {
  const api = new Hono();
  api.onError(failure);
  api.notFound((c) => refuse(c, 404, 'NOT_FOUND', '没有这个接口'));
  api.use('*', async (c, next) => {
    // A form or an image on somebody else's page cannot send this type, so it cannot buy here.
    const isJson = c.req.header('content-type')?.startsWith('application/json') === true;
    if (c.req.method !== 'GET' && !isJson) return refuse(c, 415, 'JSON_REQUIRED', '请求必须是 JSON');
    return next();
  });
  api.get('/world', async (c) => {
    const [clock, loses] = await Promise.all([worldClock(upstream), losesNotifications(upstream)]);
    return answer(c, { ...upstream, clock, losesNotifications: loses });
  });
  api.post('/call', async (c) => {
    const { as, method, params } = await bodyOf(c, CallBody);
    return c.json((await callShop(upstream, as, { method, params })) as Reply<unknown>);
  });
  api.post('/pay', async (c) => {
    const { as, prepayId, outcome } = await bodyOf(c, PayBody);
    return c.json(await payInSheet(upstream, { openid: as, prepayId, outcome }));
  });
  api.post('/clock', async (c) => {
    const { advanceSeconds } = await bodyOf(c, ClockBody);
    return answer(c, await worldClock(upstream, advanceSeconds));
  });
  api.post('/faults', async (c) => {
    const wish = await bodyOf(c, FaultsBody);
    await setLosesNotifications(upstream, wish.losesNotifications);
    return answer(c, wish);
  });
  api.get('/notifications', async (c) => {
    const id = c.req.query('id');
    const known = await notifications(upstream);
    const wanted = id === undefined ? known : known.filter((one) => one.id === id);
    return answer(c, wanted.slice(0, NOTIFICATIONS_SHOWN));
  });
  api.post('/jobs', async (c) => answer(c, await runJobs(upstream)));
  return api;
}
