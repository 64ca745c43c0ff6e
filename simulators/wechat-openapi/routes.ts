import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import type { CallEnd, Fields } from './answer';
import type { OrderRecord } from './book';
import { FaultRule } from './faults';
import { ENDPOINTS } from './endpoints/endpoints';
import { confirm, STATE, stateOf } from './life';
import type { World } from './world';

interface RouteDeps {
  readonly world: World;
  readonly act: (endpoint: string, data: unknown) => Promise<CallEnd>;
  readonly passTime: () => Promise<void>;
}

const CONTROL = {
  'GET /__sim/state': 'orders, events, messages, what may still be sent, paths, faults, settings',
  'POST /__sim/receipts': 'confirm the receipt as the shopper would: {transaction_id, openid?}',
  'POST /__sim/subscriptions': 'say yes to messages as the shopper would: {openid, template_ids, times?}',
  'POST /__sim/tick': 'do what time has brought about, and wait for the events of it',
  'POST /__sim/settings':
    'turn switches: {appear_after_seconds?, settle_after_seconds?, repeat?: nothingChanged|alreadyShipped, max_parcels?}',
  'GET /__sim/faults': 'the faults waiting to strike',
  'POST /__sim/faults':
    'plant one: {kind: replyLost|notReached|errcode|delay|loseEvent|repeatEvent, endpoint?, times?, errcode?, delay_ms?}',
  'DELETE /__sim/faults': 'remove all of them',
  'POST /__sim/reset': 'forget everything',
} as const;

const Receipt = v.strictObject({ transaction_id: v.string(), openid: v.optional(v.string()) });
const Subscription = v.strictObject({
  openid: v.string(),
  template_ids: v.array(v.string()),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 1),
});
const seconds = v.pipe(v.number(), v.minValue(0));
const Switches = v.strictObject({
  appear_after_seconds: v.optional(seconds),
  settle_after_seconds: v.optional(seconds),
  repeat: v.optional(v.picklist(['nothingChanged', 'alreadyShipped'])),
  max_parcels: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

const Json = v.pipe(v.string(), v.parseJson());

/** A body as JSON; null where it is none, which no schema and no interface takes. */
function parsed(text: string): unknown {
  const json = v.safeParse(Json, text);
  return json.success ? json.output : null;
}

async function read<Schema extends v.GenericSchema>(c: Context, schema: Schema) {
  const text = await c.req.text();
  return v.safeParse(schema, text.trim() === '' ? {} : parsed(text));
}

function bad(c: Context, issues: readonly { readonly message: string }[]): Response {
  return c.json({ error: { code: 'BAD_INPUT', what: issues.map(({ message }) => message).join('; ') } }, 400);
}

async function show(order: OrderRecord, world: World): Promise<Fields> {
  const payment = await world.payment({ transaction_id: order.transactionId });
  return { ...order, orderState: payment === null ? null : stateOf(order, payment, world) };
}

async function showState(world: World): Promise<object> {
  const { book, settings, faults, events } = world;
  const [allowed, messages, paths] = [book.allowances(), book.messages(), book.paths()];
  const orders = await Promise.all(book.orders().map((order) => show(order, world)));
  return { orders, events: events.sent(), messages, allowed, paths, settings, faults: faults.list() };
}

function addShopper(app: Hono, { world }: RouteDeps): void {
  app.post('/__sim/receipts', async (c) => {
    const body = await read(c, Receipt);
    if (!body.success) return bad(c, body.issues);
    const { transaction_id: id, openid } = body.output;
    const payment = await world.payment({ transaction_id: id });
    const order = world.book.order(id);
    if (payment === null || stateOf(order, payment, world) !== STATE.shipped)
      return c.json({ error: { code: 'NOT_SHIPPED', what: 'there is nothing to confirm' } }, 409);
    // The component opens for the payer only.
    if (openid !== undefined && openid !== payment.openid)
      return c.json({ error: { code: 'PAYER_MISMATCH', what: 'somebody else paid' } }, 409);
    confirm(order, payment, { who: 'shopper', atMs: world.nowMs() }, world);
    await world.events.idle();
    return c.json({ confirmed: true });
  });
  app.post('/__sim/subscriptions', async (c) => {
    const body = await read(c, Subscription);
    if (!body.success) return bad(c, body.issues);
    const { openid, template_ids: ids, times } = body.output;
    for (const id of ids) world.book.allow(openid, id, world.book.allowed(openid, id) + times);
    return c.json({ allowed: ids.map((id) => ({ template_id: id, left: world.book.allowed(openid, id) })) });
  });
}

function addSwitches(app: Hono, { world, passTime }: RouteDeps): void {
  app.get('/__sim', (c) => c.json({ routes: CONTROL, interfaces: Object.keys(ENDPOINTS) }));
  app.get('/__sim/state', async (c) => c.json(await showState(world)));
  app.post('/__sim/tick', async (c) => {
    await passTime();
    return c.json({ ticked: true });
  });
  app.post('/__sim/settings', async (c) => {
    const body = await read(c, Switches);
    if (!body.success) return bad(c, body.issues);
    const given = body.output;
    const { settings } = world;
    if (given.appear_after_seconds !== undefined) settings.appearAfterMs = given.appear_after_seconds * 1000;
    if (given.settle_after_seconds !== undefined) settings.settleAfterMs = given.settle_after_seconds * 1000;
    settings.repeat = given.repeat ?? settings.repeat;
    settings.maxParcels = given.max_parcels ?? settings.maxParcels;
    return c.json(settings);
  });
  app.get('/__sim/faults', (c) => c.json({ faults: world.faults.list() }));
  app.post('/__sim/faults', async (c) => {
    const body = await read(c, FaultRule);
    return body.success ? c.json({ id: world.faults.plant(body.output) }) : bad(c, body.issues);
  });
  app.delete('/__sim/faults', (c) => {
    world.faults.clear();
    return c.json({ faults: [] });
  });
  app.post('/__sim/reset', (c) => {
    world.book.clear();
    world.faults.clear();
    return c.json({ reset: true });
  });
}

/** The interfaces by path, as a server with an access token calls them, and the control plane. */
export function createRoutes(deps: RouteDeps): Hono {
  const app = new Hono();
  addShopper(app, deps);
  addSwitches(app, deps);
  app.post('*', async (c) => {
    if ((c.req.query('access_token') ?? '') === '')
      return c.json({ errcode: 41001, errmsg: 'access_token missing' });
    const data = parsed(await c.req.text());
    const end = await deps.act(c.req.path, data);
    return end.kind === 'answered' ? c.json(end.answer) : c.body(null, 502);
  });
  return app;
}
