import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { Cloud } from '../cloud';
import { cloudStats } from '../cloud-stats';
import type { FaultRule } from '../faults';
import { FunctionError } from '../functions/invocation';
import { HttpRefusal, parseJson, readBody, sendJson } from './http-exchange';

const MAX_CONTROL_BYTES = 64 * 1024;
const ClockBody = v.strictObject({ offset_ms: v.pipe(v.number(), v.integer()) });
const SeedBody = v.strictObject({ seed: v.pipe(v.number(), v.integer()) });

/** `/__cloud/*`: state, clock, faults, timers and dying functions, for tests and for the frame around the phone. */
export async function handleControl(
  cloud: Cloud,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseJson(await readBody(request, MAX_CONTROL_BYTES));
  const [noun, name] = path.split('/').filter((part) => part !== '');
  const method = request.method ?? 'GET';
  try {
    if (noun === 'state' && method === 'GET') return sendJson(response, 200, cloudStats(cloud));
    if (noun === 'clock') return sendJson(response, 200, clock(cloud, method, body));
    if (noun === 'faults') return sendJson(response, 200, faults(cloud, method, name, body));
    if (noun === 'functions' && name !== undefined && method === 'DELETE') {
      return sendJson(response, 200, { killed: await cloud.runner.kill(decodeURIComponent(name)) });
    }
    if (noun === 'timers' && name !== undefined && method === 'POST') {
      return sendJson(response, 200, { result: await cloud.timers.fire(decodeURIComponent(name)) });
    }
  } catch (cause) {
    if (v.isValiError(cause)) throw new HttpRefusal(400, 'INVALID_PARAM', cause.message);
    if (!(cause instanceof FunctionError)) throw cause;
    const status = cause.code === 'FUNCTION_NOT_FOUND' ? 404 : 500;
    return sendJson(response, status, { code: cause.code, message: cause.message });
  }
  throw new HttpRefusal(404, 'INVALID_PATH', `nothing answers ${method} /__cloud/${path}`);
}

function clock(cloud: Cloud, method: string, body: unknown): object {
  if (method === 'POST') cloud.clockOffsetMs = v.parse(ClockBody, body).offset_ms;
  else if (method !== 'GET') throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', method);
  return { offset_ms: cloud.clockOffsetMs, now: new Date(Date.now() + cloud.clockOffsetMs).toISOString() };
}

function faults(cloud: Cloud, method: string, id: string | undefined, body: unknown): object {
  switch (method) {
    case 'GET':
      return { faults: cloud.faults.list() };
    case 'POST':
      if (id === 'seed') {
        cloud.faults.seed(v.parse(SeedBody, body).seed);
        return {};
      }
      return { id: cloud.faults.add(body as FaultRule) };
    case 'DELETE':
      cloud.faults.clear(id);
      return { faults: cloud.faults.list() };
    default:
      throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', method);
  }
}
