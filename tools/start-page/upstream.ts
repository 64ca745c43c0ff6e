import * as v from 'valibot';
import type { Reply } from '../../miniprogram/contract/call';

/** Where the world behind the page answers. */
export interface Upstream {
  readonly wechatPayUrl: string;
  /** The control plane of the WeChat Pay simulator. */
  readonly controlUrl: string;
  readonly cloudUrl: string;
  readonly notifyUrl: string;
}

/** The world did not answer, or not in a way the page knows: what happened is unknown, and asking again is safe. */
export class UpstreamFailed extends Error {
  override readonly name = 'UpstreamFailed';
}

/** A little longer than the slowest function may take. */
const UPSTREAM_TIMEOUT_MS = 65_000;

interface Exchange {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function exchange(url: string, { method = 'POST', headers, body }: Exchange) {
  try {
    const response = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(UPSTREAM_TIMEOUT_MS),
    });
    const answer: unknown = await response.json();
    return { ok: response.ok, answer };
  } catch (cause) {
    throw new UpstreamFailed('本机的服务没有答复，请确认启动窗口仍在运行，然后重试', { cause });
  }
}

async function fetched<Schema extends v.GenericSchema>(
  schema: Schema,
  url: string,
  options: Exchange,
): Promise<v.InferOutput<Schema>> {
  const { ok, answer } = await exchange(url, options);
  const parsed = v.safeParse(schema, answer);
  if (ok && parsed.success) return parsed.output;
  throw new UpstreamFailed('本机的服务答复有误，请看启动窗口里的日志，然后重试', { cause: answer });
}

const CallAnswer = v.object({ result: v.unknown() });

/** Calls the `shop` function as a shopper's phone does; the reply is the function's own. */
export async function callShop(
  { cloudUrl }: Upstream,
  openid: string,
  call: { readonly method: string; readonly params: unknown },
): Promise<unknown> {
  const headers = { 'x-dev-openid': openid };
  const { result } = await fetched(CallAnswer, `${cloudUrl}/__call/shop`, { headers, body: call });
  if (result === undefined) throw new UpstreamFailed('云函数没有答复，请重试');
  return result;
}

const JobsAnswer = v.object({
  result: v.object({
    ok: v.literal(true),
    value: v.object({ claimed: v.boolean(), healed: v.number(), expired: v.number() }),
  }),
});

/** What one tick of the timer did; `claimed` is false where another tick was at it. */
export type JobsReport = v.InferOutput<typeof JobsAnswer>['result']['value'];

/** Fires the minute's work now. */
export async function runJobs({ cloudUrl }: Upstream): Promise<JobsReport> {
  return (await fetched(JobsAnswer, `${cloudUrl}/__cloud/timers/jobs`, {})).result.value;
}

const PaymentAnswer = v.object({
  out_trade_no: v.string(),
  notification_id: v.nullable(v.string()),
  err_msg: v.string(),
});
const PaymentRefusal = v.object({ error: v.object({ code: v.string() }) });

/** What the payment sheet says when WeChat Pay does not take the payment. */
const PAYMENT_WORDS: Readonly<Record<string, string>> = {
  ALREADY_PAID: '这笔订单已经支付过了',
  ORDER_CLOSED: '这笔订单已关闭，请重新下单',
  TIME_EXPIRED: '已超过支付期限，请重新下单',
  PREPAY_EXPIRED: '支付会话已过期，请重新发起支付',
  PAYER_MISMATCH: '下单账号与支付账号不一致',
  ORDER_NOT_FOUND: '微信支付没有这笔订单，请重新发起支付',
};

/** How a payment sheet ended: `cancelled` is true where the shopper walked away. */
export interface SheetResult {
  readonly outTradeNo: string;
  readonly notificationId: string | null;
  readonly cancelled: boolean;
}

/** Does in the payment sheet what the shopper does. */
export async function payInSheet(
  { controlUrl }: Upstream,
  sheet: { readonly openid: string; readonly prepayId: string; readonly outcome: 'success' | 'cancel' },
): Promise<Reply<SheetResult>> {
  const { openid, prepayId, outcome } = sheet;
  const body = { prepay_id: prepayId, openid, outcome };
  const { answer } = await exchange(`${controlUrl}/payments`, { body });
  const refused = v.safeParse(PaymentRefusal, answer);
  if (refused.success) {
    const { code } = refused.output.error;
    return {
      ok: false,
      refusal: { code, message: PAYMENT_WORDS[code] ?? '微信支付没有接受这次支付，请重试' },
    };
  }
  const paid = v.safeParse(PaymentAnswer, answer);
  if (!paid.success) throw new UpstreamFailed('微信支付的答复有误，请重试', { cause: answer });
  const { out_trade_no: outTradeNo, notification_id: notificationId } = paid.output;
  return { ok: true, value: { outTradeNo, notificationId, cancelled: outcome === 'cancel' } };
}

const ClockAnswer = v.object({ now_ms: v.number(), offset_seconds: v.number() });

/** The world's time. */
export interface WorldClock {
  readonly nowMs: number;
  readonly aheadSeconds: number;
}

/** Reads the clock, or moves it forward first. */
export async function worldClock({ controlUrl }: Upstream, advanceSeconds?: number): Promise<WorldClock> {
  const options: Exchange =
    advanceSeconds === undefined ? { method: 'GET' } : { body: { advance_seconds: advanceSeconds } };
  const { now_ms: nowMs, offset_seconds } = await fetched(ClockAnswer, `${controlUrl}/clock`, options);
  return { nowMs, aheadSeconds: Math.round(offset_seconds) };
}

const FaultsAnswer = v.object({
  faults: v.array(v.object({ id: v.string(), kind: v.string() })),
});

/** So many that nobody will see the switch turn itself off. */
const UNTIL_TURNED_OFF = 1_000_000;

async function plantedLosses({ controlUrl }: Upstream): Promise<readonly string[]> {
  const { faults } = await fetched(FaultsAnswer, `${controlUrl}/faults`, { method: 'GET' });
  return faults.filter(({ kind }) => kind === 'lose').map(({ id }) => id);
}

/** Whether payment notifications are being lost. */
export async function losesNotifications(upstream: Upstream): Promise<boolean> {
  return (await plantedLosses(upstream)).length > 0;
}

/** Turns the loss of payment notifications on or off. Repeating it changes nothing. */
export async function setLosesNotifications(upstream: Upstream, loses: boolean): Promise<void> {
  const { controlUrl } = upstream;
  const planted = await plantedLosses(upstream);
  if (loses && planted.length === 0) {
    const body = { kind: 'lose', endpoint: 'notifications', times: UNTIL_TURNED_OFF };
    await fetched(v.object({ id: v.string() }), `${controlUrl}/faults`, { body });
  }
  // A fault that struck out in the meantime is gone already; its 404 is no news.
  if (!loses) for (const id of planted) await exchange(`${controlUrl}/faults/${id}`, { method: 'DELETE' });
}

const NotificationsAnswer = v.object({
  notifications: v.array(
    v.object({
      id: v.string(),
      out_trade_no: v.string(),
      state: v.picklist(['pending', 'received', 'exhausted', 'lost', 'notContacted']),
      created: v.string(),
      next_try: v.nullable(v.string()),
      sends: v.array(v.object({ at: v.string(), status: v.nullable(v.number()) })),
    }),
  ),
});

/** A payment notification on its way to the shop. */
export interface NotificationView {
  readonly id: string;
  readonly outTradeNo: string;
  readonly state: 'pending' | 'received' | 'exhausted' | 'lost' | 'notContacted';
  readonly createdAt: string;
  readonly nextTryAt: string | null;
  /** What the shop answered each time; null where it could not be reached. */
  readonly sends: readonly { readonly at: string; readonly status: number | null }[];
}

/** Every notification WeChat Pay still knows, newest first. */
export async function notifications({ controlUrl }: Upstream): Promise<readonly NotificationView[]> {
  const answer = await fetched(NotificationsAnswer, `${controlUrl}/notifications`, { method: 'GET' });
  return answer.notifications
    .map(({ id, out_trade_no, state, created, next_try, sends }) => ({
      id,
      outTradeNo: out_trade_no,
      state,
      createdAt: created,
      nextTryAt: next_try,
      sends,
    }))
    .toReversed();
}
