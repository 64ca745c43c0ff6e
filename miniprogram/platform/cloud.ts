import { logError, supportCode } from './log';
import { isOnline } from './network';

/**
 * How a call ends. `refused` changed nothing. `unknown` is not a failure: the server may have acted, so a page asks
 * again or shows what the server says next, and never tells the shopper that it failed.
 */
export type CallEnd<Value, Code extends string = string, Detail = never> =
  | { readonly kind: 'accepted'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: Code; readonly message: string; readonly detail?: Detail }
  | { readonly kind: 'unknown'; readonly cause: UnknownCause; readonly message: string };

export type UnknownCause = 'offline' | 'timeout' | 'broken';

/** The functions a phone may call. */
export type CloudFunction = 'shop' | 'desk';

/** Longer than a cold start with its database; shorter than a shopper's patience. */
const TIMEOUT_MS = 15_000;

const UNKNOWN_WORDS: Record<UnknownCause, string> = {
  offline: '网络连接不可用，请检查网络后重试',
  timeout: '网络有点慢，请稍后重试',
  broken: '服务暂时不可用，请稍后重试',
};

/** Connects to the cloud environment that belongs to the mini program. Once, when the app starts. */
export function startCloud(): void {
  wx.cloud.init({ traceUser: true });
}

function causeOf(errMsg: string): UnknownCause {
  if (/time-?d?\s?out/i.test(errMsg)) return 'timeout';
  return !isOnline() || /request:fail|network|ERR_(INTERNET|NETWORK|NAME)/i.test(errMsg)
    ? 'offline'
    : 'broken';
}

function unknown(cause: UnknownCause): CallEnd<never, never> {
  return { kind: 'unknown', cause, message: UNKNOWN_WORDS[cause] };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function endOf(result: unknown): CallEnd<unknown, string, unknown> {
  if (isRecord(result) && result['ok'] === true && 'value' in result)
    return { kind: 'accepted', value: result['value'] };
  const refusal = isRecord(result) && result['ok'] === false ? result['refusal'] : null;
  if (isRecord(refusal) && typeof refusal['code'] === 'string' && typeof refusal['message'] === 'string')
    return {
      kind: 'refused',
      code: refusal['code'],
      message: refusal['message'],
      ...('detail' in refusal && { detail: refusal['detail'] }),
    };
  return unknown('broken');
}

async function send(
  name: CloudFunction,
  method: string,
  params: unknown,
): Promise<CallEnd<unknown, string, unknown>> {
  try {
    const { result } = await wx.cloud.callFunction({
      name,
      data: { method, params, supportCode: supportCode() },
    });
    return endOf(result);
  } catch (error) {
    const errMsg = isRecord(error) && typeof error['errMsg'] === 'string' ? error['errMsg'] : String(error);
    const cause = causeOf(errMsg);
    logError('cloud.unknown', { name, method, cause, errMsg });
    return unknown(cause);
  }
}

function giveUpAfter(timeoutMs: number): { readonly end: Promise<CallEnd<never, never>>; stop(): void } {
  let timer: ReturnType<typeof setTimeout>;
  const end = new Promise<CallEnd<never, never>>((resolve) => {
    timer = setTimeout(() => resolve(unknown('timeout')), timeoutMs);
  });
  return { end, stop: () => clearTimeout(timer) };
}

/** Calls one method of a cloud function. Never rejects; see {@link CallEnd}. The value is what the contract says of the method. */
export async function callCloud(
  name: CloudFunction,
  method: string,
  params: unknown,
): Promise<CallEnd<unknown, string, unknown>> {
  const limit = giveUpAfter(TIMEOUT_MS);
  try {
    return await Promise.race([send(name, method, params), limit.end]);
  } finally {
    limit.stop();
  }
}
