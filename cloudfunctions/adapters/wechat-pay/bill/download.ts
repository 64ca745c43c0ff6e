import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { GatewayRefusal, UnknownCause } from '../../../ports/payment-gateway';
import { conclude } from '../errors';
import { requestIdOf } from '../exchange';
import { readErrorCode } from '../wire/failure';
import { readJson } from '../wire/read';
import type { BillAddress } from './address';

/** Largest answer that is no bill. */
const MAX_FAILURE_BYTES = 65_536;

/** Longest time for a whole file. A function may run for 15 minutes; a sender of one byte a second must not take them. */
const WHOLE_FILE_MS = 5 * 60 * 1000;

/** What became of fetching. `stale` is how an address that has expired is refused. */
export type Download =
  | { readonly kind: 'open'; readonly file: BillFile }
  | {
      readonly kind: 'refused';
      readonly refusal: GatewayRefusal;
      readonly requestId: string;
      readonly stale: boolean;
    }
  | {
      readonly kind: 'unknown';
      readonly cause: UnknownCause;
      readonly detail: string;
      readonly requestId: string;
    };

/** A file on its way. It must be closed. */
export interface BillFile {
  readonly pieces: AsyncIterable<Buffer>;
  readonly requestId: string;
  /** Whether it was we who gave up waiting. */
  timedOut(): boolean;
  close(): void;
}

function send({ host, path }: BillAddress, headers: Readonly<Record<string, string>>): ClientRequest {
  const options: RequestOptions = {
    // An IPv6 address stands in brackets in a URL and without them in a connection.
    hostname: host.hostname.replace(/^\[|\]$/g, ''),
    port: host.port,
    path,
    headers,
    // Once a day: no socket is kept for it.
    agent: false,
  };
  return host.protocol === 'https:'
    ? process.getBuiltinModule('node:https').request(options)
    : process.getBuiltinModule('node:http').request(options);
}

/** The system's code, e.g. `ECONNRESET`; messages may quote the peer. */
function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'no code';
}

async function failureBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_FAILURE_BYTES) return Buffer.alloc(0);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function judgeFailure(response: IncomingMessage): Promise<Download> {
  const status = response.statusCode ?? 0;
  const requestId = requestIdOf(response.headers);
  const json = readJson(await failureBody(response));
  const read = json.kind === 'read' ? readErrorCode(json.value) : json;
  const code = read.kind === 'read' ? read.value : undefined;
  const conclusion = conclude({ operation: 'query', status, code, requestId });
  if (conclusion.kind === 'unknown')
    return {
      kind: 'unknown',
      cause: conclusion.cause,
      detail: `HTTP ${status} ${code ?? 'without a code'}`,
      requestId,
    };
  const { reason, advice } = conclusion;
  const refusal = { reason, advice, code: code ?? '', httpStatus: status };
  return { kind: 'refused', refusal, requestId, stale: status === 400 && reason === 'parameter' };
}

function responseOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/**
 * Fetches a bill (page 4013071238). The answer is signed by nobody: only its hash, from the signed answer before, says
 * what it is worth. Gives up when nothing comes for `timeoutMs`. Never throws for what the network does.
 */
export async function downloadBill(
  address: BillAddress,
  headers: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Download> {
  const outgoing = send(address, headers);
  let gaveUp = false;
  const giveUp = (): void => {
    gaveUp = true;
    outgoing.destroy();
  };
  outgoing.setTimeout(timeoutMs, giveUp);
  const timer = setTimeout(giveUp, WHOLE_FILE_MS);
  const close = (): void => {
    clearTimeout(timer);
    outgoing.destroy();
  };
  try {
    const response = await responseOf(outgoing);
    if (response.statusCode === 200) {
      const file = {
        pieces: response,
        requestId: requestIdOf(response.headers),
        timedOut: () => gaveUp,
        close,
      };
      return { kind: 'open', file };
    }
    const failure = await judgeFailure(response);
    close();
    return failure;
  } catch (error) {
    close();
    return gaveUp
      ? { kind: 'unknown', cause: 'timeout', detail: `nothing for ${timeoutMs} ms`, requestId: '' }
      : { kind: 'unknown', cause: 'network', detail: errorCode(error), requestId: '' };
  }
}
