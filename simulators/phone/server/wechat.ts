import { Hono } from 'hono';
import * as v from 'valibot';
import type { MessageTemplates } from './message-templates';
import { ask } from './upstream';

const Receipt = v.object({ transaction_id: v.string() });
const Yes = v.object({ template_ids: v.array(v.string()) });
const Refused = v.object({ error: v.object({ what: v.string() }) });

/** What WeChat made of a tap on one of its own pages; `absent` where nobody plays WeChat behind the cloud. */
export type WechatVerdict =
  { readonly kind: 'done' | 'absent' } | { readonly kind: 'refused'; readonly what: string };

interface WechatOptions {
  readonly cloudUrl: string;
  readonly templates: MessageTemplates;
  readonly openidOf: (as: string | undefined) => string;
}

async function tell(url: string, body: object): Promise<WechatVerdict> {
  const answer = await ask(url, { body });
  if (answer.status === 404) return { kind: 'absent' };
  const refused = v.safeParse(Refused, answer.body);
  return refused.success ? { kind: 'refused', what: refused.output.error.what } : { kind: 'done' };
}

/** `/world/wechat`: what the holder does on WeChat's own pages, told to whoever plays WeChat. */
export function createWechatRoutes({ cloudUrl, templates, openidOf }: WechatOptions): Hono {
  const routes = new Hono();
  routes.get('/templates', (c) => c.json(templates));
  const control = `${cloudUrl}/__wechat/__sim`;
  routes.post('/receipts', async (c) => {
    const body = v.parse(Receipt, await c.req.json());
    const openid = openidOf(c.req.header('x-phone-as'));
    return c.json(await tell(`${control}/receipts`, { ...body, openid }));
  });
  routes.post('/subscriptions', async (c) => {
    const body = v.parse(Yes, await c.req.json());
    const openid = openidOf(c.req.header('x-phone-as'));
    return c.json(await tell(`${control}/subscriptions`, { ...body, openid }));
  });
  return routes;
}
