import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import type { Cloud } from '../cloud';
import { DatabaseError, invalidParam } from '../database/database-error';
import { parseWireRequest, runWireAction } from '../database/wire-actions';
import { FunctionError } from '../functions/invocation';
import { isStorageAction, runStorageAction } from '../storage/storage-actions';
import { StorageError } from '../storage/storage-error';
import { parseJson, readBody, sendJson } from './http-exchange';

/** A batch of the largest documents still has to arrive, to be refused by the database itself. */
const MAX_ADMIN_BYTES = 64 * 1024 * 1024;

const InvokeFunction = v.looseObject({ function_name: v.string(), request_data: v.optional(v.string()) });

/** `POST /admin`: the SDK's database, storage and function calls. Always 200; errors are `{ requestId, code, message }`. */
export async function handleAdmin(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseJson(await readBody(request, MAX_ADMIN_BYTES));
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
