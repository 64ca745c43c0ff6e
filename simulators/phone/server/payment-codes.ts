import { Hono } from 'hono';
import * as v from 'valibot';
import type { Identity } from './identities';
import { ask, UpstreamFailed } from './upstream';
import type { Upstream } from './upstream';

const Code = v.object({
  auth_code: v.string(),
  openid: v.string(),
  expires: v.string(),
  out_trade_no: v.nullable(v.string()),
  trade_state: v.nullable(v.string()),
  waiting_for_password: v.boolean(),
});
const Codes = v.object({ payment_codes: v.array(Code) });
const Clock = v.object({ now_ms: v.number() });
const Order = v.object({ total: v.number() });
const Wish = v.strictObject({ password: v.boolean() });
const Answer = v.strictObject({ outcome: v.picklist(['success', 'cancel', 'fail']) });

type Shown = v.InferOutput<typeof Code>;

/** How it stands with a code on a shopper's screen. `over`: its minute has passed, or nothing more comes of it. */
export type CodeStanding = 'shown' | 'asked' | 'paid' | 'over';

function standingOf(code: Shown, nowMs: number): CodeStanding {
  if (code.waiting_for_password) return 'asked';
  if (code.out_trade_no === null) return Date.parse(code.expires) > nowMs ? 'shown' : 'over';
  return code.trade_state === 'SUCCESS' || code.trade_state === 'REFUND' ? 'paid' : 'over';
}

interface PaymentCodeOptions {
  readonly upstream: Upstream;
  readonly merchantName: string;
  readonly identities: readonly Identity[];
  readonly openidOf: (as: string | undefined) => string;
}

/** `/world/pay/codes`: the code a shopper shows at a counter, and the password it may ask for. */
export function createPaymentCodeRoutes({
  upstream: { controlUrl },
  merchantName,
  identities,
  openidOf,
}: PaymentCodeOptions): Hono {
  const routes = new Hono();
  const read = async <Schema extends v.GenericSchema>(
    schema: Schema,
    path: string,
  ): Promise<v.InferOutput<Schema>> => {
    const parsed = v.safeParse(schema, (await ask(`${controlUrl}${path}`, { method: 'GET' })).body);
    if (parsed.success) return parsed.output;
    throw new UpstreamFailed('WeChat Pay answered something else', { cause: parsed.issues });
  };
  const known = async (): Promise<readonly Shown[]> => (await read(Codes, '/payment-codes')).payment_codes;
  /** The holder's own code; nobody looks at another's. */
  const ownCode = async (text: string, as: string | undefined): Promise<Shown | undefined> =>
    (await known()).find((code) => code.auth_code === text && code.openid === openidOf(as));
  routes.get('/', async (c) => {
    const [codes, { now_ms: nowMs }] = await Promise.all([known(), read(Clock, '/clock')]);
    const inSight = codes.filter((code) => standingOf(code, nowMs) === 'shown');
    const nameOf = (openid: string): string =>
      identities.find((identity) => identity.openid === openid)?.name ?? openid;
    return c.json({ codes: inSight.map((code) => ({ code: code.auth_code, name: nameOf(code.openid) })) });
  });
  routes.post('/', async (c) => {
    const { password } = v.parse(Wish, await c.req.json());
    const behaviour = password ? 'passwordNever' : 'pays';
    const body = { behaviour, openid: openidOf(c.req.header('x-phone-as')) };
    const { auth_code: code } = v.parse(Code, (await ask(`${controlUrl}/payment-codes`, { body })).body);
    return c.json({ code });
  });
  routes.get('/:code', async (c) => {
    const [code, { now_ms: nowMs }] = await Promise.all([
      ownCode(c.req.param('code'), c.req.header('x-phone-as')),
      read(Clock, '/clock'),
    ]);
    if (code === undefined) return c.json({ standing: 'over', merchantName, total: 0 });
    const number = code.out_trade_no;
    const { total } =
      number === null
        ? { total: 0 }
        : await read(Order, `/orders?out_trade_no=${encodeURIComponent(number)}`);
    return c.json({ standing: standingOf(code, nowMs), merchantName, total });
  });
  routes.post('/:code', async (c) => {
    const body = v.parse(Answer, await c.req.json());
    const code = await ownCode(c.req.param('code'), c.req.header('x-phone-as'));
    if (code === undefined) return c.json({ taken: false });
    const { status } = await ask(`${controlUrl}/payment-codes/${code.auth_code}`, { body });
    return c.json({ taken: status === 200 });
  });
  return routes;
}
