import { invalidParam } from '../database/database-error';
import { parseJson } from '../http/http-exchange';
import type { FormFields } from './multipart';
import { bytesField, readMessage } from './protobuf';

/** A call as the SDK's `cloud.openapi` sends it: the name of an interface and its arguments. */
export type OpenapiCall = { readonly cloudName: string; readonly data: Readonly<Record<string, unknown>> };

/** `CommApiData.openapiData`, `OpenApiData.pairs`, `KeyValuePair.key` and `.value` in the SDK's own definitions. */
const OPENAPI_DATA = 2;
const PAIRS = 1;
const [KEY, VALUE] = [1, 2];
/** `CommOpenApiResp.respData` and `.contentType`. */
const [RESP_DATA, CONTENT_TYPE] = [1, 2];

function inner(message: Buffer, id: number): readonly Buffer[] {
  return readMessage(message).flatMap((field) =>
    field.id === id && field.bytes !== null ? [field.bytes] : [],
  );
}

function pair(message: Buffer): readonly [string, unknown] {
  const [key] = inner(message, KEY);
  const [value] = inner(message, VALUE);
  return [key?.toString('utf8') ?? '', parseJson(value ?? Buffer.from('null'))];
}

/** Reads `wx.openApi` from its form. @throws DatabaseError INVALID_PARAM when it is something else. */
export function openapiCallOf(fields: FormFields): OpenapiCall {
  const cloudName = fields.get('apiName')?.toString('utf8') ?? '';
  const request = fields.get('requestData');
  if (cloudName === '' || request === undefined) throw invalidParam('apiName and requestData are required');
  try {
    const pairs = inner(request, OPENAPI_DATA).flatMap((data) => inner(data, PAIRS).map(pair));
    return { cloudName, data: Object.fromEntries(pairs) };
  } catch (cause) {
    throw invalidParam(`requestData: ${String(cause)}`);
  }
}

/** The answer in the form the SDK opens. */
export function openapiReply(answer: object): Buffer {
  return Buffer.concat([
    bytesField(RESP_DATA, Buffer.from(JSON.stringify(answer))),
    bytesField(CONTENT_TYPE, Buffer.from('application/json')),
  ]);
}
