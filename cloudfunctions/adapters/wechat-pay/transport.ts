import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';

/** Largest answer taken in. A query answer with many coupons stays far below. */
const MAX_REPLY_BYTES = 262_144;

const DEFAULT_TIMEOUT_MS = 6_000;

/** Sockets kept for the next call. An instance of a cloud function serves one call at a time. */
const MAX_FREE_SOCKETS = 4;

/** One request. */
export interface TransportRequest {
  /**
   * `repeatable`: sending it again is harmless, and it may go out up to three times. `once`: it may act each time it
   * arrives, so it goes out on a new connection to the first host and never again.
   */
  readonly sending: 'repeatable' | 'once';
  readonly method: 'GET' | 'POST';
  /** Path and query exactly as signed. */
  readonly path: string;
  readonly body: string;
  /** Makes the headers of one sending, so that each carries its own time stamp and nonce. */
  headers(): Readonly<Record<string, string>>;
}

/** What came back, unjudged, or why nothing did. `detail` holds a system error code and no text of the peer. */
export type TransportResult =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Buffer;
    }
  | {
      readonly kind: 'failed';
      readonly cause: 'timeout' | 'network' | 'malformedReply';
      readonly detail: string;
    };

/** Where requests go and how long they may take. */
export interface TransportConfig {
  readonly baseUrl: string;
  readonly backupBaseUrl?: string;
  readonly timeoutMs?: number;
}

/** Moves bytes. Never throws for what the network does. */
export interface Transport {
  /**
   * Sends a request. What is repeatable and was reset on a kept socket goes out once more on a new one; where the host
   * was not reached or too slow, once more to the backup host, if there is one. `deadlineMs` is a moment of
   * `performance.now()`.
   */
  send(request: TransportRequest, deadlineMs: number): Promise<TransportResult>;
  /** The moment of `performance.now()` after which a call that starts now is not repeated any more. */
  deadline(): number;
}

type Attempt = TransportResult & { readonly staleSocket?: boolean };

// Made at the first call and kept between calls of one instance: a new TLS connection costs 2 to 3 round trips.
let httpsAgent: Agent | undefined;
let httpAgent: Agent | undefined;

/** Loads the client of the protocol at its first use: reading notifications needs neither. */
function connect(host: URL, options: RequestOptions, socket: 'kept' | 'new'): ClientRequest {
  const kept = { keepAlive: true, maxFreeSockets: MAX_FREE_SOCKETS };
  if (host.protocol === 'https:') {
    const https = process.getBuiltinModule('node:https');
    httpsAgent ??= new https.Agent(kept);
    return https.request({ ...options, agent: socket === 'kept' ? httpsAgent : false });
  }
  const http = process.getBuiltinModule('node:http');
  httpAgent ??= new http.Agent(kept);
  return http.request({ ...options, agent: socket === 'kept' ? httpAgent : false });
}

function failed(cause: 'timeout' | 'network' | 'malformedReply', detail: string): Attempt {
  return { kind: 'failed', cause, detail };
}

/** The system's code, e.g. `ECONNRESET`; messages may quote the peer. */
function errorCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'no code';
}

/** Collects an answer's bytes up to the limit. */
function collect(response: IncomingMessage, done: (attempt: Attempt) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_REPLY_BYTES) {
      done(failed('malformedReply', `more than ${MAX_REPLY_BYTES} bytes`));
      response.destroy();
      return;
    }
    chunks.push(chunk);
  });
  response.on('error', (error) => done(failed('network', errorCode(error))));
  response.on('end', () => {
    const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    done({ kind: 'reply', status: response.statusCode ?? 0, headers: response.headers, body });
  });
}

/** One sending to one host, ended by `timeoutMs` whatever the peer does. */
function attempt(
  host: URL,
  request: TransportRequest,
  limits: { readonly timeoutMs: number; readonly socket: 'kept' | 'new' },
): Promise<Attempt> {
  const { method, path, body } = request;
  const options: RequestOptions = {
    // An IPv6 address stands in brackets in a URL and without them in a connection.
    hostname: host.hostname.replace(/^\[|\]$/g, ''),
    port: host.port,
    method,
    path,
    headers:
      body === '' ? request.headers() : { ...request.headers(), 'Content-Length': Buffer.byteLength(body) },
  };
  return new Promise((resolve) => {
    const outgoing = connect(host, options, limits.socket);
    const done = (result: Attempt): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => {
      done(failed('timeout', `no answer within ${Math.round(limits.timeoutMs)} ms`));
      outgoing.destroy();
    }, limits.timeoutMs);
    let answered = false;
    outgoing.on('response', (response) => {
      answered = true;
      collect(response, done);
    });
    outgoing.on('error', (error) => {
      const detail = errorCode(error);
      const reset = detail === 'ECONNRESET' || detail === 'EPIPE';
      done({
        kind: 'failed',
        cause: 'network',
        detail,
        staleSocket: reset && !answered && outgoing.reusedSocket,
      });
    });
    outgoing.end(body === '' ? undefined : body);
  });
}

/** Makes a transport. Connects to nothing until it sends. The URLs must have been checked (`check-config`). */
export function createTransport(config: TransportConfig): Transport {
  const main = new URL(config.baseUrl);
  const backup = config.backupBaseUrl === undefined ? undefined : new URL(config.backupBaseUrl);
  const timeoutMs = config.timeoutMs ?? DEFAULT_TIMEOUT_MS;

  const sendTo = async (host: URL, request: TransportRequest, deadlineMs: number): Promise<Attempt> => {
    const untilMs = Math.min(performance.now() + timeoutMs, deadlineMs);
    const leftMs = (): number => Math.max(untilMs - performance.now(), 1);
    // A kept socket may be dead, and then nobody knows whether the request was still read.
    const socket = request.sending === 'once' ? 'new' : 'kept';
    const first = await attempt(host, request, { timeoutMs: leftMs(), socket });
    if (first.staleSocket !== true) return first;
    // The peer closed a kept socket while we wrote to it: common after an instance was frozen.
    return attempt(host, request, { timeoutMs: leftMs(), socket: 'new' });
  };

  return {
    deadline: () => performance.now() + 2 * timeoutMs,
    send: async (request, deadlineMs) => {
      const first = await sendTo(main, request, deadlineMs);
      const unreached = first.kind === 'failed' && first.cause !== 'malformedReply';
      if (!unreached || request.sending === 'once') return first;
      if (backup === undefined || performance.now() >= deadlineMs) return first;
      return sendTo(backup, request, deadlineMs);
    },
  };
}
