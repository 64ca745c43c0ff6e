import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import { FAULT_TARGETS, FaultRequest } from '../faults/fault';
import { CODE_BEHAVIOURS } from '../orders/payment-code';
import { answerDuePasswords } from '../orders/waiting-shoppers';
import type { TimeTravel } from '../time-travel';
import type { World } from '../world';
import { addClockRoutes } from './clock-routes';
import { answerError, readControlBody } from './control-error';
import type { ControlError } from './control-error';
import { addOrderRoutes, ORDER_ROUTES } from './order-routes';
import { addMoneyRoutes, MONEY_ROUTES } from './money-routes';
import { payAsShopper, PaymentRequest } from './pay-as-shopper';
import { addPaymentCodeRoutes } from './payment-code-routes';
import { addSettingsRoutes } from './settings-routes';
import { showNotifications, showState } from './show-state';
import { isAppCall, verifyAppSign } from './verify-app-sign';
import { verifyPaySign } from './verify-pay-sign';

/** What the control plane needs beside the world itself. */
export interface ControlDeps {
  readonly world: World;
  readonly travel: TimeTravel;
  /** Issues a new platform certificate and rewrites merchant.json. */
  readonly rotateCertificate: () => Promise<void>;
  readonly reset: () => void;
}

const ROUTES = {
  'POST /__sim/payments':
    'pay as the shopper would: {prepay_id | code_url | h5_url | out_trade_no, openid?, outcome?: success|cancel|fail}',
  'POST /__sim/pay-sign/verify':
    'check wx.requestPayment parameters: {appId, timeStamp, nonceStr, package, signType, paySign}, or those of an app: {appId, partnerId, prepayId, packageValue, nonceStr, timeStamp, sign}',
  'GET /__sim/payment-codes': 'the payment codes shown so far, and who is asked for a password',
  'POST /__sim/payment-codes': `a shopper shows a payment code: {behaviour?: ${CODE_BEHAVIOURS.join('|')}, openid?, answers_after_seconds?}`,
  'POST /__sim/payment-codes/:code': 'answer the password question: {outcome?: success|cancel|fail}',
  ...ORDER_ROUTES,
  ...MONEY_ROUTES,
  'GET /__sim/clock': 'the simulated time',
  'POST /__sim/clock': 'move it forward: {advance_seconds} or {now: RFC 3339 or milliseconds}',
  'GET /__sim/faults': 'the faults waiting to strike, and where one can',
  'POST /__sim/faults': 'plant one: {kind, endpoint, times?, rate?, …}',
  'DELETE /__sim/faults': 'remove all of them',
  'DELETE /__sim/faults/:id': 'remove one',
  'GET /__sim/notifications': 'every notification and every send',
  'POST /__sim/notifications/deliver':
    'send now and wait for the answers: {} what is due, {all: true} all pending, {id} one',
  'POST /__sim/certificates/rotate': 'issue a new platform certificate; the old ones end within a day',
  'GET /__sim/settings': 'the switches',
  'POST /__sim/settings':
    'turn them: {notifications?: ladder|atOnce, sign_errors?, signing_keys?: both|publicKey|platformCertificate, merchant_state?, rate_limits?: off|published|{name: requests}, refund_delay_seconds?: n|seeded, bill_ready?: HH:mm|seeded, variations?: {name: value} to pin, {} to unpin}',
  'GET /__sim/state': 'seed, clock, keys, orders, refunds, balances, faults',
  'POST /__sim/reset':
    'forget orders, refunds, money, notifications, faults and pins; the clock returns to real time; keys stay',
} as const;

/** The control plane, to be mounted at `/__sim`. */
export function createControlRoutes(deps: ControlDeps): Hono {
  const routes = new Hono();
  const { world } = deps;
  routes.use(async (_c, next) => {
    answerDuePasswords(world);
    await next();
  });
  routes.get('/', (c) => c.json({ routes: ROUTES }));
  routes.get('/state', (c) => c.json(showState(world)));
  routes.post('/payments', async (c) => {
    const body = await readControlBody(c, PaymentRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const result = payAsShopper(body.value, world);
    return result.kind === 'error' ? answerError(c, result.error) : c.json(result.value);
  });
  routes.post('/pay-sign/verify', async (c) => {
    const body = await readControlBody(c, v.record(v.string(), v.unknown()));
    if (body.kind === 'error') return answerError(c, body.error);
    const check = isAppCall(body.value) ? verifyAppSign : verifyPaySign;
    return c.json(check(body.value, world));
  });
  routes.post('/certificates/rotate', async (c) => {
    await deps.rotateCertificate();
    return c.json({ platform_serial_no: world.keys.currentPlatformCertificate().serial });
  });
  routes.post('/reset', (c) => {
    deps.reset();
    return c.json(showState(world));
  });
  addOrderRoutes(routes, world);
  addMoneyRoutes(routes, world);
  addClockRoutes(routes, world, deps.travel);
  addFaultRoutes(routes, world);
  addNotificationRoutes(routes, world);
  addPaymentCodeRoutes(routes, world);
  addSettingsRoutes(routes, world);
  routes.all('*', (c) => answerError(c, unknownRoute(c)));
  return routes;
}

function unknownRoute(c: Context): ControlError {
  const where = `${c.req.method} ${c.req.path}`;
  return {
    status: 404,
    code: 'NO_SUCH_ROUTE',
    what: 'no such control route',
    where,
    todo: 'GET /__sim lists them',
  };
}

function addFaultRoutes(routes: Hono, world: World): void {
  const show = (): object => ({
    targets: FAULT_TARGETS,
    faults: world.faults.list().map(({ id, spec, timesLeft }) => ({ id, ...spec, times: timesLeft })),
  });
  routes.get('/faults', (c) => c.json(show()));
  routes.post('/faults', async (c) => {
    const body = await readControlBody(c, FaultRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const { id, spec } = world.faults.plant(body.value);
    return c.json({ id, ...spec }, 201);
  });
  routes.delete('/faults', (c) => {
    world.faults.clear();
    return c.json(show());
  });
  routes.delete('/faults/:id', (c) => {
    const id = c.req.param('id');
    if (world.faults.remove(id)) return c.json(show());
    const todo = 'GET /__sim/faults lists those that have not struck out';
    return answerError(c, {
      status: 404,
      code: 'NO_SUCH_FAULT',
      what: `no fault is called ${id}`,
      where: 'id',
      todo,
    });
  });
}

const DeliverRequest = v.strictObject({ id: v.optional(v.string()), all: v.optional(v.boolean()) });

function addNotificationRoutes(routes: Hono, world: World): void {
  routes.get('/notifications', (c) => c.json(showNotifications(world)));
  routes.post('/notifications/deliver', async (c) => {
    const body = await readControlBody(c, DeliverRequest);
    if (body.kind === 'error') return answerError(c, body.error);
    const { id, all } = body.value;
    if (id !== undefined && world.ledger.notification(id) === undefined) {
      const todo = 'GET /__sim/notifications lists them';
      const what = `no notification is called ${id}`;
      return answerError(c, { status: 404, code: 'NO_SUCH_NOTIFICATION', what, where: 'id', todo });
    }
    await (id !== undefined || all === true ? world.sender.deliverNow(id) : world.sender.sendDue());
    return c.json(showNotifications(world));
  });
}
