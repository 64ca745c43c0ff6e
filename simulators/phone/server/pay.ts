import { Hono } from 'hono';
import * as v from 'valibot';
import { ask, UpstreamFailed } from './upstream';
import type { Upstream } from './upstream';

/** What the phone is told before it opens the sheet. */
export type Opening =
  | { readonly kind: 'open'; readonly merchantName: string; readonly total: number }
  | { readonly kind: 'refused'; readonly reason: string; readonly shown: string };

const Parameters = v.object({
  timeStamp: v.string(),
  nonceStr: v.string(),
  package: v.string(),
  signType: v.string(),
  paySign: v.string(),
});
const Verdict = v.object({ ok: v.boolean(), reason: v.nullable(v.string()), shown: v.nullable(v.string()) });
const State = v.object({ appid: v.string() });
const Order = v.object({ total: v.number(), openid: v.nullable(v.string()) });
const Payment = v.object({
  prepayId: v.pipe(v.string(), v.nonEmpty()),
  outcome: v.picklist(['success', 'cancel', 'fail']),
});
const Paid = v.object({ err_msg: v.string(), notification_id: v.nullable(v.string()) });
const Refused = v.object({ error: v.object({ code: v.string() }) });

/** What WeChat shows the shopper when it does not take the payment. */
const REFUSALS: Readonly<Record<string, string>> = {
  ALREADY_PAID: '该订单已支付',
  ORDER_CLOSED: '该订单已关闭',
  TIME_EXPIRED: '订单已超过商户设置的最晚支付成功时间，请重新发起支付',
  PREPAY_EXPIRED: '支付会话已过期，请重新发起支付',
  PAYER_MISMATCH: '下单账号与支付账号不一致，请核实后再支付',
  ORDER_NOT_FOUND: '支付验证签名失败',
};

/** What WeChat shows for a code of WeChat Pay's. */
export function shownFor(code: string): string {
  return REFUSALS[code] ?? '微信支付没有接受这次支付，请重试';
}

/** Reads what WeChat Pay's control plane answered. @throws UpstreamFailed when it is something else. */
export async function readAnswer<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: Promise<{ readonly body: unknown }>,
): Promise<v.InferOutput<Schema>> {
  const parsed = v.safeParse(schema, (await answer).body);
  if (parsed.success) return parsed.output;
  throw new UpstreamFailed('WeChat Pay answered something else', { cause: parsed.issues });
}

/** Checks the parameters with the merchant's certificate, as the real client has WeChat Pay do. */
async function opening(
  { controlUrl }: Upstream,
  given: v.InferOutput<typeof Parameters>,
  holder: { readonly openid: string; readonly merchantName: string },
): Promise<Opening> {
  const { appid } = await readAnswer(State, ask(`${controlUrl}/state`, { method: 'GET' }));
  const body = { appId: appid, ...given };
  const { ok, reason, shown } = await readAnswer(Verdict, ask(`${controlUrl}/pay-sign/verify`, { body }));
  if (!ok) return { kind: 'refused', reason: reason ?? '', shown: shown ?? '支付验证签名失败' };
  const prepayId = given.package.slice('prepay_id='.length);
  const byPrepayId = `${controlUrl}/orders?prepay_id=${encodeURIComponent(prepayId)}`;
  const order = await readAnswer(Order, ask(byPrepayId, { method: 'GET' }));
  if (order.openid !== holder.openid)
    return {
      kind: 'refused',
      reason: 'the order was placed for another openid',
      shown: REFUSALS['PAYER_MISMATCH'] ?? '',
    };
  return { kind: 'open', merchantName: holder.merchantName, total: order.total };
}

interface PayOptions {
  readonly upstream: Upstream;
  readonly merchantName: string;
  readonly openidOf: (as: string | undefined) => string;
}

/** `/world/pay`: the payment sheet's way to WeChat Pay. */
export function createPayRoutes({ upstream, merchantName, openidOf }: PayOptions): Hono {
  const routes = new Hono();
  routes.post('/open', async (c) => {
    const given = v.parse(Parameters, await c.req.json());
    const openid = openidOf(c.req.header('x-phone-as'));
    return c.json(await opening(upstream, given, { openid, merchantName }));
  });
  routes.post('/', async (c) => {
    const { prepayId, outcome } = v.parse(Payment, await c.req.json());
    const body = { prepay_id: prepayId, openid: openidOf(c.req.header('x-phone-as')), outcome };
    const answer = await ask(`${upstream.controlUrl}/payments`, { body });
    const refused = v.safeParse(Refused, answer.body);
    if (refused.success) {
      return c.json({ kind: 'refused', shown: shownFor(refused.output.error.code) });
    }
    const { err_msg: errMsg, notification_id: notificationId } = await readAnswer(
      Paid,
      Promise.resolve(answer),
    );
    return c.json({ kind: 'ended', errMsg, notificationId });
  });
  return routes;
}
