/** Colours of a state: what is done, what goes on, what went wrong, what is over. */
export type Tone = 'good' | 'busy' | 'bad' | 'over';

const TONES: Readonly<Record<string, Tone>> = {
  SUCCESS: 'good',
  NOTPAY: 'busy',
  USERPAYING: 'busy',
  REFUND: 'over',
  CLOSED: 'over',
  REVOKED: 'over',
  PAYERROR: 'bad',
  PROCESSING: 'busy',
  ABNORMAL: 'bad',
  received: 'good',
  pending: 'busy',
  exhausted: 'bad',
  lost: 'bad',
  notContacted: 'over',
  billReady: 'good',
  billComing: 'busy',
};

const WORDS: Readonly<Record<string, string>> = {
  NOTPAY: '未支付',
  USERPAYING: '等待密码',
  REFUND: '转入退款',
  CLOSED: '已关闭',
  REVOKED: '已撤销',
  PAYERROR: '支付失败',
  SUCCESS: '成功',
  PROCESSING: '处理中',
  ABNORMAL: '异常',
  received: '已收到',
  pending: '待投递',
  exhausted: '次数用尽',
  lost: '已丢失',
  notContacted: '未联系（非本机地址）',
  billReady: '可下载',
  billComing: '尚未生成',
};

/** What a notification is about. */
export const EVENTS: Readonly<Record<string, string>> = {
  'TRANSACTION.SUCCESS': '支付成功',
  'REFUND.SUCCESS': '退款成功',
  'REFUND.ABNORMAL': '退款异常',
  'REFUND.CLOSED': '退款关闭',
  'SECURITY_ECHO.SUCCESS': '自测回调',
};

/** What comes of scanning a payment code. */
export const BEHAVIOURS: Readonly<Record<string, string>> = {
  pays: '直接支付成功',
  passwordPays: '输入密码后支付',
  passwordCancels: '在密码处取消',
  passwordNever: '一直不输入密码',
  noMoney: '余额不足',
  otherWallet: '别家钱包的码',
  expired: '已过期的码',
};

/** Why a notification was not answered; the rest is told by the network. */
const FAILURES: readonly (readonly [RegExp, string])[] = [
  [/only loopback/, '没有发出'],
  [/dropped before sending/, '连接断开，没有发出'],
  [/answer was dropped/, '应答丢失'],
  [/no answer within/, '5 秒内没有应答'],
  [/ECONNREFUSED/, '地址没有人监听'],
  [/ECONNRESET|socket hang up/, '对方断开了连接'],
];

/** In the words of the network where it is none of those known. */
export function failureWord(reason: string): string {
  return FAILURES.find(([known]) => known.test(reason))?.[1] ?? reason;
}

export const toneOf = (state: string): Tone => TONES[state] ?? 'busy';
export const wordOf = (state: string): string => WORDS[state] ?? state;

const FEN_PER_YUAN = 100;

/** Whole fen as yuan, drawn from the digits: no fraction is ever computed. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  const cut = digits.length - String(FEN_PER_YUAN).length + 1;
  return `${fen < 0 ? '-' : ''}¥${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/** An amount in yuan as it is typed, in fen; undefined when it is none. Read from the digits, as above. */
export function fenOf(typed: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(typed.trim()) ?? [];
  return whole === undefined ? undefined : Number(whole + part.padEnd(2, '0'));
}

/** `2026-11-21T16:20:31+08:00` as `11-21 16:20:31`. */
export const shortTime = (rfc3339: string): string => rfc3339.slice(5, 19).replace('T', ' ');

/** `2026-11-21T16:20:31+08:00` as `2026-11-21 16:20:31`. */
export const longTime = (rfc3339: string): string => rfc3339.slice(0, 19).replace('T', ' ');

export const secondsUntil = (rfc3339: string, nowMs: number): number =>
  Math.round((Date.parse(rfc3339) - nowMs) / 1000);

/** How long until a moment of the simulated clock. */
export function until(rfc3339: string, nowMs: number): string {
  const seconds = secondsUntil(rfc3339, nowMs);
  if (seconds <= 0) return '即将';
  if (seconds < 60) return `${seconds} 秒后`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} 分钟后`;
  if (seconds < 86_400) return `${Math.round(seconds / 3_600)} 小时后`;
  return `${Math.round(seconds / 86_400)} 天后`;
}

const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;
/** Bills are ready from nine; the documents say ten. */
const BILL_HOUR_MS = 10 * 3_600_000;

/** Ten o'clock of the next Beijing day. */
export function nextMorningMs(nowMs: number): number {
  const today = Math.floor((nowMs + BEIJING_MS) / DAY_MS) * DAY_MS - BEIJING_MS;
  return today + DAY_MS + BILL_HOUR_MS;
}
