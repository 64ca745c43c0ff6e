import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud';
import { isFields } from '../database/document';
import { FunctionError } from '../functions/invocation';
import { HttpRefusal, parseJson, readBody, sendJson } from './http-exchange';

/** The limit of a synchronous event. */
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** `POST /__call/<function>`: what `wx.cloud.callFunction` does for the openid in `x-dev-openid`. */
export async function handleCall(
  cloud: Cloud,
  functionName: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const openid = request.headers['x-dev-openid'];
  const event = parseJson(await readBody(request, MAX_EVENT_BYTES));
  if (typeof openid !== 'string' || openid === '') {
    throw new HttpRefusal(400, 'INVALID_PARAM', 'the header x-dev-openid is required');
  }
  if (!isFields(event)) throw new HttpRefusal(400, 'INVALID_PARAM', 'the event must be a JSON object');
  try {
    const result = await cloud.runner.invoke({
      functionName,
      openid,
      source: 'wx_client',
      event: { ...event, userInfo: { appId: cloud.appid, openId: openid } },
    });
    sendJson(response, 200, { result });
  } catch (cause) {
    if (!(cause instanceof FunctionError)) throw cause;
    sendJson(response, 200, { error: { code: cause.code, message: cause.message } });
  }
}
