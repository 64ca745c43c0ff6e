import { Hono } from 'hono';
import * as v from 'valibot';
import { readAnswer, shownFor } from './pay';
import { ask } from './upstream';
import type { Upstream } from './upstream';

const Order = v.object({
  total: v.number(),
  product: v.string(),
  trade_state: v.string(),
  code_urls: v.array(v.string()),
});
const State = v.object({ orders: v.array(Order) });
const Paid = v.object({ trade_state: v.string() });
const Refused = v.object({ error: v.object({ code: v.string() }) });
const Wish = v.strictObject({
  code: v.pipe(v.string(), v.nonEmpty()),
  outcome: v.picklist(['success', 'cancel', 'fail']),
});

/** What WeChat shows for a code of an order in each state in which nobody can pay it. */
const OVER: Readonly<Record<string, string>> = { SUCCESS: 'ALREADY_PAID', REFUND: 'ALREADY_PAID' };
const NO_CODE = '二维码已失效，请让商家重新出示';

interface CounterCodeOptions {
  readonly upstream: Upstream;
  readonly merchantName: string;
  readonly openidOf: (as: string | undefined) => string;
}

/** `/world/pay/counter`: codes that a counter shows (Native), for whoever points a phone at one and pays. */
export function createCounterCodeRoutes({ upstream, merchantName, openidOf }: CounterCodeOptions): Hono {
  const { controlUrl } = upstream;
  const routes = new Hono();
  const orderOf = async (code: string): Promise<v.InferOutput<typeof Order> | null> => {
    const answer = await ask(`${controlUrl}/orders?code_url=${encodeURIComponent(code)}`, { method: 'GET' });
    return answer.status === 404 ? null : readAnswer(Order, Promise.resolve(answer));
  };
  routes.get('/', async (c) => {
    const { orders } = await readAnswer(State, ask(`${controlUrl}/state`, { method: 'GET' }));
    const waiting = orders.filter((one) => one.product === 'native' && one.trade_state === 'NOTPAY');
    const codes = waiting.flatMap(({ code_urls: urls, total }) => {
      const code = urls.at(-1);
      return code === undefined ? [] : [{ code, total }];
    });
    return c.json({ codes: codes.toReversed() });
  });
  routes.get('/order', async (c) => {
    const order = await orderOf(c.req.query('code') ?? '');
    if (order === null) return c.json({ kind: 'refused', shown: NO_CODE });
    if (order.trade_state !== 'NOTPAY')
      return c.json({ kind: 'refused', shown: shownFor(OVER[order.trade_state] ?? 'ORDER_CLOSED') });
    return c.json({ kind: 'open', merchantName, total: order.total });
  });
  routes.post('/', async (c) => {
    const { code, outcome } = v.parse(Wish, await c.req.json());
    const body = { code_url: code, openid: openidOf(c.req.header('x-phone-as')), outcome };
    const answer = await ask(`${controlUrl}/payments`, { body });
    if (answer.status === 404) return c.json({ kind: 'refused', shown: NO_CODE });
    const refused = v.safeParse(Refused, answer.body);
    if (refused.success) return c.json({ kind: 'refused', shown: shownFor(refused.output.error.code) });
    await readAnswer(Paid, Promise.resolve(answer));
    return c.json({ kind: 'ended' });
  });
  return routes;
}
