import { isUtf8 } from 'node:buffer';
import { INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';

export type JsonBody =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: ApiRefusal };

/** Reads a JSON body. The wording of these refusals is ours: no capture of the live one is known. */
export function readJsonBody(request: ApiRequest): JsonBody {
  const illegal = (message: string): JsonBody => ({
    kind: 'refused',
    refusal: refused(400, 'PARAM_ERROR', message, { internalCode: INTERNAL_CODE.illegalParameter }),
  });
  if (!/^application\/json\b/i.test(request.header('content-type') ?? '')) {
    return illegal('Http头Content-Type必须为application/json');
  }
  if (!isUtf8(request.bytes)) return illegal('请求体不是合法的UTF-8编码');
  try {
    return { kind: 'json', value: JSON.parse(request.body) as unknown };
  } catch {
    return illegal('请求体不是合法的JSON');
  }
}

/** The mchid of body or query must be the one the request was signed for. */
export function checkSameMerchant(given: unknown, signedFor: string): ApiRefusal | undefined {
  if (typeof given !== 'string' || given === '' || given === signedFor) return undefined;
  return refused(400, 'PARAM_ERROR', 'http header中的mchid与post payload中的mchid不匹配', {
    internalCode: INTERNAL_CODE.merchantMismatch,
  });
}
