import { openWechatOpenapi } from '../../../simulators/wechat-openapi/simulator';
import type { WechatOpenapi } from '../../../simulators/wechat-openapi/simulator';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Payments as the control plane of WeChat Pay shows them, kept by hand. */
export interface FakePayments {
  /** Changes what is told of the one payment there is. */
  change(fields: Readonly<Record<string, unknown>>): void;
}

/** The simulator with one payment, reachable over HTTP. */
export interface OpenapiFixture {
  readonly openapi: WechatOpenapi;
  readonly payments: FakePayments;
  /** Every event that was pushed. */
  readonly events: Readonly<Record<string, unknown>>[];
  readonly url: string;
  advance(ms: number): Promise<void>;
  nowMs(): number;
  /** How the other side takes an event. */
  take(answer: (event: object) => unknown): void;
  call(path: string, body: unknown): Promise<Readonly<Record<string, unknown>>>;
  control(path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }>;
  state(): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

export const TRANSACTION = '4200000001';
export const OPENID = 'o-payer';
export const START_MS = Date.parse('2026-03-01T10:00:00+08:00');

type Handler = Parameters<typeof createServer>[1];

async function listen(handler: Handler): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(handler);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Opens the simulator beside a stand-in for WeChat Pay's control plane. */
export async function openFixture(dir: string | null = null): Promise<OpenapiFixture> {
  let order: Readonly<Record<string, unknown>> = {
    out_trade_no: 'trade-000001',
    transaction_id: TRANSACTION,
    openid: OPENID,
    total: 10_000,
    paid: new Date(START_MS).toISOString(),
    refunded: 0,
  };
  const pay = await listen((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const known = [...query].every(([name, value]) => order[name] === value);
    response.writeHead(known ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(known ? order : { error: {} }));
  });
  let nowMs = START_MS;
  let answer: (event: object) => unknown = () => 'success';
  const events: Readonly<Record<string, unknown>>[] = [];
  const openapi = openWechatOpenapi({
    appid: 'wx-shop',
    mchid: '1900000001',
    payControlUrl: pay.url,
    nowMs: () => nowMs,
    dir,
    templates: { t1: ['thing1', 'character_string2'] },
    push: async (event) => {
      events.push(event);
      return answer(event);
    },
  });
  const served = await listen((request, response) => void openapi.handle(request, response));
  const post = async (path: string, body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(served.url + path, { method: 'POST', body: text });
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, unknown>> };
  };
  return {
    openapi,
    events,
    url: served.url,
    payments: {
      change: (fields) => {
        order = { ...order, ...fields };
      },
    },
    nowMs: () => nowMs,
    advance: async (ms) => {
      nowMs += ms;
      await openapi.passTime();
    },
    take: (how) => {
      answer = how;
    },
    call: async (path, body) => (await post(`${path}?access_token=token`, body)).body,
    control: (path, body = {}) => post(`/__sim/${path}`, body),
    state: async () =>
      (await (await fetch(`${served.url}/__sim/state`)).json()) as Readonly<Record<string, unknown>>,
    close: async () => {
      await openapi.close();
      await served.close();
      await pay.close();
    },
  };
}
