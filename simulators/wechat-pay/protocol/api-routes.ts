import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Endpoint } from '../endpoints/endpoint';
import { ENDPOINTS } from '../endpoints/endpoints';
import { faultOf } from '../faults/fault';
import type { FaultSpec } from '../faults/fault';
import { signatureFlaw } from '../faults/fault-registry';
import { pause } from '../faults/pause';
import { withAmount } from '../notifications/compose-notification';
import { answerDuePasswords } from '../orders/waiting-shoppers';
import type { RefundWire, TransactionWire } from '../wire';
import type { World } from '../world';
import { refused } from './answer';
import type { ApiAnswer } from './answer';
import type { ApiRequest } from './api-request';
import { checkAtGate } from './gate';
import { chooseKey, writeReply } from './reply';
import type { Reply } from './reply';
import { withinLimits } from './within-limits';

export type Env = { Bindings: HttpBindings };

/** Far above any request of the API, far below what would hurt. */
const MAX_BODY_BYTES = 1024 * 1024;

export interface ApiRoutesDeps {
  readonly world: World;
  readonly stopping: AbortSignal;
}

/** The API itself. An unknown path is 404 and a wrong method 405, both without a body. */
export function createApiRoutes(deps: ApiRoutesDeps): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.body(null, 413) }));
  for (const endpoint of ENDPOINTS) {
    routes.on(endpoint.method, endpoint.path, async (c) => {
      const request = await readRequest(c);
      const reply = await serve(endpoint, request, deps);
      deps.world.log(`${request.method} ${c.req.path} ${reply?.status ?? 'dropped'}`);
      if (reply !== undefined) return toResponse(reply);
      c.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    });
  }
  for (const path of new Set(ENDPOINTS.map((endpoint) => endpoint.path))) {
    routes.all(path, (c) => c.body(null, 405));
  }
  routes.all('*', (c) => c.body(null, 404));
  return routes;
}

async function readRequest(c: Context<Env>): Promise<ApiRequest> {
  const bytes = Buffer.from(await c.req.arrayBuffer());
  return {
    method: c.req.method,
    target: c.env.incoming.url ?? '',
    origin: new URL(c.req.url).origin,
    header: (name) => c.req.header(name),
    bytes,
    body: bytes.toString('utf8'),
    param: (name) => c.req.param(name) ?? '',
    query: (name) => c.req.query(name),
    queries: () => c.req.query(),
  };
}

/** Gate, endpoint, signature, and whatever faults strike on the way. undefined: the connection breaks. */
async function serve(
  endpoint: Endpoint,
  request: ApiRequest,
  deps: ApiRoutesDeps,
): Promise<Reply | undefined> {
  const { world } = deps;
  const faults = world.faults.strike(endpoint.name, `${request.method} ${request.target} ${request.body}`);
  const drop = faultOf(faults, 'drop');
  const reply = drop?.act === false ? undefined : await answerWith(endpoint, request, { world, faults });
  const delay = faultOf(faults, 'delay');
  if (delay !== undefined) await pause(delay.delay_ms, deps.stopping);
  return drop === undefined ? reply : undefined;
}

async function answerWith(
  endpoint: Endpoint,
  request: ApiRequest,
  given: { readonly world: World; readonly faults: readonly FaultSpec[] },
): Promise<Reply> {
  const { world, faults } = given;
  const choice = chooseKey(world, request.header('wechatpay-serial'));
  const status = faultOf(faults, 'status');
  const acted = status?.act === false ? undefined : await act(endpoint, request, given);
  const decided = status === undefined ? acted : refused(status.status, status.code, status.message);
  const told = decided ?? refused(500, 'SYSTEM_ERROR', '系统异常，请稍后重试');
  const wrongAmount = faultOf(faults, 'wrongAmount');
  return writeReply(wrongAmount === undefined ? told : withWrongAmount(told, wrongAmount.total), {
    key: choice.kind === 'key' ? choice.key : world.keys.currentPlatformCertificate(),
    nowMs: world.clock.nowMs(),
    random: world.random,
    signErrors: world.settings.signErrors,
    flaw: signatureFlaw(faults),
  });
}

async function act(
  endpoint: Endpoint,
  request: ApiRequest,
  { world, faults }: { readonly world: World; readonly faults: readonly FaultSpec[] },
): Promise<ApiAnswer> {
  const refusal = checkAtGate(request, endpoint.family, {
    mchid: world.keys.mchid,
    merchantSerialNo: world.keys.merchant.serialNo,
    merchantPublicKey: world.keys.merchant.publicKey,
    merchantState: world.settings.merchantState,
    variations: world.variations,
    nowMs: world.clock.nowMs(),
  });
  if (refusal !== undefined) return refusal;
  return withinLimits(endpoint.name, world, () => {
    answerDuePasswords(world);
    const choice = chooseKey(world, request.header('wechatpay-serial'));
    return choice.kind === 'refused' ? choice.refusal : endpoint.handle(request, world, faults);
  });
}

function withWrongAmount(answer: ApiAnswer, total: number | undefined): ApiAnswer {
  if (answer.kind !== 'done') return answer;
  // Only these endpoints take this fault, and their body is a transaction or a refund.
  return { ...answer, body: withAmount(answer.body as TransactionWire | RefundWire, total) };
}

function toResponse(reply: Reply): Response {
  return new Response(reply.body === '' ? null : reply.body, {
    status: reply.status,
    headers: reply.headers,
  });
}
