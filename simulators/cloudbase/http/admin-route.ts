import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { Cloud } from '../cloud';
import { DatabaseError, invalidParam, unsupported } from '../database/database-error';
import { parseWireRequest, runWireAction } from '../database/wire-actions';
import { FunctionError } from '../functions/invocation';
import type { FormFields } from '../openapi/multipart';
import { boundaryOf, formFields } from '../openapi/multipart';
import { openapiCallOf, openapiReply } from '../openapi/open-api-call';
import { isStorageAction, runStorageAction } from '../storage/storage-actions';
import { StorageError } from '../storage/storage-error';
import { parseJson, readBody, sendJson } from './http-exchange';

/** A batch of the largest documents still has to arrive, to be refused by the database itself. */
const MAX_ADMIN_BYTES = 64 * 1024 * 1024;

const InvokeFunction = v.looseObject({ function_name: v.string(), request_data: v.optional(v.string()) });

/** What the SDK signs with inside of a function. */
const BY_A_FUNCTION = /\bCredential=local\//;

/**
 * `POST /admin`: the SDK's database, storage and function calls. Always 200; errors are `{ requestId, code, message }`.
 * Only what comes with a function's credentials is the administrator; of a phone the rule of every collection refuses
 * everything, so that there is no other way in.
 */
export async function handleAdmin(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const raw = await readBody(request, MAX_ADMIN_BYTES);
  if (!BY_A_FUNCTION.test(request.headers.authorization ?? '')) {
    const message = '[FailedOperation.PermissionDenied] the rule of the collection lets phones do nothing';
    return sendJson(response, 200, { requestId: randomUUID(), code: 'DATABASE_PERMISSION_DENIED', message });
  }
  const boundary = boundaryOf(request.headers['content-type']);
  if (boundary !== null) return handleOpenapi(cloud, formFields(raw, boundary), response);
  const body = parseJson(raw);
  const requestId = randomUUID();
  let loseReply = false;
  let reply: object;
  try {
    const wire = parseWireRequest(body);
    if (wire.action === 'functions.invokeFunction') {
      reply = { data: { response_data: JSON.stringify(await invokeFunction(cloud, body)) } };
    } else {
      const verdict = cloud.faults.verdict({ action: wire.action, collection: wire.collectionName ?? '' });
      loseReply = verdict.loseReply;
      if (verdict.delayMs > 0) await delay(verdict.delayMs);
      if (verdict.error !== null) {
        if (wire.transactionId) cloud.database.abortIfOpen(wire.transactionId);
        throw verdict.error;
      }
      reply = isStorageAction(wire.action)
        ? await runStorageAction(cloud.storage, wire.action, body)
        : await runWireAction(wire, {
            database: cloud.database,
            now: () => Date.now() + cloud.clockOffsetMs,
          });
    }
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    if (cause.code === 'EMULATOR_UNSUPPORTED') {
      cloud.log({ source: 'cloudbase', level: 'error', text: cause.message });
    }
    reply = { code: cause.code, message: cause.message };
  }
  if (loseReply) response.socket?.destroy();
  else sendJson(response, 200, { requestId, ...reply });
}

/** `wx.openApi`: what `cloud.openapi` of the SDK sends. Answers bytes when WeChat answered, else JSON as ever. */
async function handleOpenapi(cloud: Cloud, fields: FormFields, response: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  try {
    const action = fields.get('action')?.toString('utf8');
    if (action !== 'wx.openApi' || cloud.openapi === null)
      throw unsupported(`the action ${action ?? ''} as a form`);
    const { cloudName, data } = openapiCallOf(fields);
    const end = await cloud.openapi.call(cloudName, data);
    if (end.kind === 'lost') return void response.socket?.destroy();
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.end(openapiReply(end.answer));
  } catch (cause) {
    if (!isRefusal(cause)) throw cause;
    cloud.log({ source: 'cloudbase', level: 'error', text: cause.message });
    sendJson(response, 200, { requestId, code: cause.code, message: cause.message });
  }
}

function isRefusal(cause: unknown): cause is DatabaseError | FunctionError | StorageError {
  return cause instanceof DatabaseError || cause instanceof FunctionError || cause instanceof StorageError;
}

async function invokeFunction(cloud: Cloud, body: unknown): Promise<unknown> {
  const parsed = v.safeParse(InvokeFunction, body);
  if (!parsed.success) throw invalidParam('function_name is required');
  const { function_name: functionName, request_data: data } = parsed.output;
  // The shopper's identity does not travel on: a function called by a function knows no openid.
  return cloud.runner.invoke({
    functionName,
    event: data === undefined || data === '' ? {} : JSON.parse(data),
    source: 'scf',
  });
}
