import cloud from 'wx-server-sdk';
import type { WechatOutcome } from '../../ports/wechat';

/** The SDK's own words for one interface: a chain of names, then a call. */
type Interface = (data: object) => Promise<object>;

/** Calls one interface by its cloud name, e.g. `wxa.sec.order.uploadShippingInfo`. Never throws. */
export type Openapi = (name: string, data: object) => Promise<WechatOutcome<object>>;

/** Below the functions' own timeout, so that a lost reply is seen as such. */
const TIMEOUT_MS = 8_000;

/** WeChat ends its error texts with the id of the call. */
const REQUEST_ID = /\brid: ([0-9a-f-]+)/;

/**
 * WeChat's own codes are above zero. Those of the SDK and its gateway are below, and -1 is both WeChat's "busy" and what
 * the SDK says when it does not know: nothing may be concluded from any of them.
 */
function isWechatCode(code: unknown): code is number {
  return typeof code === 'number' && code > 0;
}

function failed(error: unknown): WechatOutcome<never> {
  const { errCode, errMsg, message } = Object(error) as Readonly<Record<string, unknown>>;
  const text = String(errMsg ?? message ?? error);
  const requestId = REQUEST_ID.exec(text)?.[1] ?? '';
  return isWechatCode(errCode)
    ? { kind: 'refused', code: errCode, text, requestId }
    : { kind: 'unknown', detail: text, requestId };
}

/** The SDK makes a name of every property it is asked for, so a missing one is found out by WeChat only. */
function interfaceOf(root: object, name: string): Interface {
  let found: object = root;
  for (const part of name.split('.')) found = Reflect.get(found, part) as object;
  return found as Interface;
}

/**
 * WeChat's interfaces through the cloud's gateway: no access token, no secret. Takes endpoint and credentials from the
 * environment, as the database SDK does.
 */
export function connectOpenapi(environmentId: string): Openapi {
  // The published types of the SDK know neither `timeout` nor the options of `openapi`.
  const options = { env: environmentId, timeout: TIMEOUT_MS } as object;
  cloud.init(options);
  // Names stay as WeChat writes them, so that what is sent is what its pages show.
  const openapi = cloud.openapi as unknown as (options: { readonly convertCase: false }) => object;
  const root = openapi({ convertCase: false });
  return async (name, data) => {
    try {
      return { kind: 'accepted', value: await interfaceOf(root, name)(data), requestId: '' };
    } catch (error) {
      return failed(error);
    }
  };
}
