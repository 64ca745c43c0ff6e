import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { CallEnd } from './answer';
import { isFields, refused } from './answer';
import { openBook } from './book';
import { createRoutes } from './routes';
import { ENDPOINTS, pathOf } from './endpoints/endpoints';
import type { PushEvent } from './events';
import { createEventSender } from './events';
import { createFaults } from './faults';
import { passTime } from './life';
import { paymentsOf } from './payments';
import type { Templates, World } from './world';

export interface WechatOpenapiOptions {
  readonly appid: string;
  readonly mchid: string;
  /** The control plane of the WeChat Pay simulator: who paid what. */
  readonly payControlUrl: string;
  readonly nowMs: () => number;
  /** State lives here; null keeps it in memory. */
  readonly dir: string | null;
  readonly templates?: Templates;
  /** Where events go. */
  readonly push: PushEvent;
}

/** A running simulator: WeChat's interfaces behind a gateway that holds the access token. */
export interface WechatOpenapi {
  /** Calls an interface by its cloud name, as the cloud's gateway does. */
  readonly call: (cloudName: string, data: unknown) => Promise<CallEnd>;
  /** Serves the interfaces by path, and the control plane at `/__sim`. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Does what time has brought about, and waits for the events of it. */
  readonly passTime: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Time passes by itself this often. */
const TICK_MS = 5_000;

/** Acts on one call by path, with the faults that strike it. */
async function act(world: World, endpoint: string, data: unknown): Promise<CallEnd> {
  const slow = world.faults.strike(['delay'], endpoint);
  if (slow !== null) await delay(slow.delay_ms);
  const before = world.faults.strike(['notReached', 'errcode'], endpoint);
  if (before?.kind === 'notReached') return { kind: 'lost' };
  if (before?.kind === 'errcode') return { kind: 'answered', answer: refused(before.errcode, 'injected') };
  const run = Object.hasOwn(ENDPOINTS, endpoint) ? ENDPOINTS[endpoint] : undefined;
  if (run === undefined) return { kind: 'answered', answer: refused(40066, `invalid url: ${endpoint}`) };
  const answer = isFields(data) ? await run(data, world) : refused(47001, 'data format error');
  const after = world.faults.strike(['replyLost'], endpoint);
  return after === null ? { kind: 'answered', answer } : { kind: 'lost' };
}

/** An event can be lost on the way, or come twice. */
function faulty(push: PushEvent, faults: World['faults']): PushEvent {
  return async (event) => {
    if (faults.strike(['loseEvent'], 'events') !== null) return 'success';
    if (faults.strike(['repeatEvent'], 'events') !== null) await push(event);
    return push(event);
  };
}

/** Opens the simulator; it listens nowhere by itself. @throws Error when its state cannot be read. */
export function openWechatOpenapi(options: WechatOpenapiOptions): WechatOpenapi {
  const { appid, mchid, dir, nowMs } = options;
  const faults = createFaults();
  const world: World = {
    appid,
    mchid,
    nowMs,
    book: openBook(dir === null ? null : path.join(dir, 'journal.jsonl')),
    payment: paymentsOf(options.payControlUrl),
    settings: { appearAfterMs: 0, settleAfterMs: 60_000, repeat: 'nothingChanged', maxParcels: 10 },
    templates: options.templates ?? {},
    events: createEventSender(faulty(options.push, faults)),
    faults,
  };
  const pass = async (): Promise<void> => {
    await passTime(world);
    await world.events.idle();
  };
  // WeChat Pay may be gone already when the world is being closed; the next tick asks again.
  const ticking = setInterval(() => void passTime(world).catch(() => undefined), TICK_MS);
  ticking.unref();
  const routes = createRoutes({ world, act: (endpoint, data) => act(world, endpoint, data), passTime: pass });
  const listener = getRequestListener(routes.fetch);
  return {
    call: (cloudName, data) => act(world, pathOf(cloudName), data),
    handle: async (request, response) => {
      await listener(request, response);
    },
    passTime: pass,
    close: async () => {
      clearInterval(ticking);
      await world.events.idle();
      world.book.close();
    },
  };
}
