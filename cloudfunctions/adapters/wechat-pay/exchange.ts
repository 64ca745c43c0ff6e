import { createHash, randomInt } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallProof, Outcome, UnknownCause } from '../../ports/payment-gateway';
import { AFTER_UNKNOWN, conclude, type Operation } from './errors';
import type { Freshness, SignableRequest, Signer } from './signer';
import type { Transport, TransportRequest, TransportResult } from './transport';
import type { TrustedKeys } from './trusted-keys';
import type { SignatureHeaders, SignatureVerdict, Verifier } from './verifier';
import { readErrorCode } from './wire/failure';
import { readJson } from './wire/read';

/** A 2xx answer whose signature was right. */
export interface VerifiedReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One call. */
export interface ExchangeRequest extends SignableRequest {
  readonly operation: Operation;
  /** Names the key that encrypted fields of the body; without it the key that is asked to sign the answer. */
  readonly serial?: string;
}

/** Signs, sends, and judges who answered. */
export type Exchange = (request: ExchangeRequest) => Promise<Outcome<VerifiedReply>>;

/** Brings in keys that are missing. */
export interface KeySupply {
  /**
   * Null as soon as a request can name a key, at once when it already can; else how the call ends, nothing sent.
   * Rejects only when a configured key cannot be read.
   */
  ready(): Promise<Outcome<never> | null>;
  /** Looks for the key an answer names. True: it is held now, so judge the answer again. Never rejects. */
  lookFor(headers: SignatureHeaders): Promise<boolean>;
  /** Whether requests name another key by now than this one. Waits for a refresh that is under way. */
  movedOn(serial: string): Promise<boolean>;
}

/** What an exchange is made of. */
export interface ExchangeParts {
  readonly signer: Signer;
  readonly keys: TrustedKeys;
  /** Without one, only the keys that are held count. */
  readonly supply?: KeySupply;
  readonly verifier: Verifier;
  readonly transport: Transport;
  readonly freshness: () => Freshness;
}

/** Who calls; WeChat Pay refuses a request without it. */
export const USER_AGENT = `xiaopu Node/${process.versions.node}`;

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * Calls that answer a repeat as they answered the first. An order by payment code takes money with a code that is good
 * for one try, and nothing promises that an abnormal refund paid out twice is one.
 */
const SENDING: Record<Operation, TransportRequest['sending']> = {
  create: 'repeatable',
  createByCode: 'once',
  query: 'repeatable',
  close: 'repeatable',
  reverse: 'repeatable',
  refund: 'repeatable',
  queryRefund: 'repeatable',
  abnormalRefund: 'once',
};

/**
 * Longest waits before a repeat, in milliseconds. Their failures of this kind are over in moments or last for minutes,
 * and somebody is waiting for the answer.
 */
const PAUSES_MS = [100, 400] as const;

/** Their Request-ID, or empty: it goes into every log line, so only one short plain word is let through. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const value = headers['request-id'];
  return typeof value === 'string' && REQUEST_ID.test(value) ? value : '';
}

/** What could not be concluded. */
export interface Doubt {
  readonly operation: Operation;
  readonly cause: UnknownCause;
  readonly detail: string;
}

/** The third end of a call about money, in one shape. */
export function unknownOutcome(
  { operation, cause, detail }: Doubt,
  { requestId, bodySha256 }: CallProof,
): Outcome<never> {
  return { kind: 'unknown', cause, advice: AFTER_UNKNOWN[operation], detail, requestId, bodySha256 };
}

type Reply = Extract<TransportResult, { kind: 'reply' }>;

/** One sending, judged. `repeat` says whether the same again may end better. */
interface Judged {
  readonly outcome: Outcome<VerifiedReply>;
  readonly repeat: 'never' | 'atOnce' | 'afterPause' | 'underAnotherSerial';
}

/** Checks an answer's signature. */
type Verify = (reply: Reply) => Promise<SignatureVerdict>;

/** WeChat Pay answers 400 to a request that names a certificate it has ended; the refusal does not say so clearly. */
function repeatAfter(status: number): Judged['repeat'] {
  if (status >= 500) return 'afterPause';
  return status === 400 ? 'underAnotherSerial' : 'never';
}

/** No answer, nothing to show. */
const NO_PROOF: CallProof = { requestId: '', bodySha256: null };

function proofOf({ headers, body }: Reply): CallProof {
  return { requestId: requestIdOf(headers), bodySha256: createHash('sha256').update(body).digest('hex') };
}

/** A non-2xx answer carries no signature, so its body is only a hint. */
function judgeFailure(reply: Reply, operation: Operation): Outcome<never> {
  const proof = proofOf(reply);
  const json = readJson(reply.body);
  const read = json.kind === 'read' ? readErrorCode(json.value) : json;
  const code = read.kind === 'read' ? read.value : undefined;
  const conclusion = conclude({ operation, status: reply.status, code, requestId: proof.requestId });
  const { advice } = conclusion;
  if (conclusion.kind === 'unknown') {
    const detail = `HTTP ${reply.status} ${code ?? 'without a code'}`;
    return { kind: 'unknown', cause: conclusion.cause, advice, detail, ...proof };
  }
  const refusal = { reason: conclusion.reason, advice, code: code ?? '', httpStatus: reply.status };
  return { kind: 'refused', refusal, ...proof };
}

async function judge(result: TransportResult, operation: Operation, verify: Verify): Promise<Judged> {
  if (result.kind === 'failed') {
    const outcome = unknownOutcome({ operation, ...result }, NO_PROOF);
    // After a time-out there is no time left for another.
    return { outcome, repeat: result.cause === 'network' ? 'afterPause' : 'never' };
  }
  if (result.status < 200 || result.status > 299) {
    return { outcome: judgeFailure(result, operation), repeat: repeatAfter(result.status) };
  }
  const verdict = await verify(result);
  const proof = proofOf(result);
  if (verdict.kind === 'valid') {
    const { status, headers, body } = result;
    const value = { status, headers, body };
    return { outcome: { kind: 'accepted', value, ...proof }, repeat: 'never' };
  }
  const detail = `${verdict.stage}: ${verdict.reason}`;
  const outcome = unknownOutcome({ operation, cause: 'badSignature', detail }, proof);
  return { outcome, repeat: verdict.probe ? 'atOnce' : 'never' };
}

/** Waits, unless that would outlast the call's time; answers whether it waited. */
async function pause(longestMs: number | undefined, deadlineMs: number): Promise<boolean> {
  if (longestMs === undefined || performance.now() + longestMs >= deadlineMs) return false;
  // Not all callers at once: what failed for one failed for many.
  const ms = randomInt(longestMs / 2, longestMs + 1);
  await new Promise((resolve) => setTimeout(resolve, ms));
  return true;
}

/**
 * Makes the exchange. Only 2xx answers are signed, so those are verified and others only classified.
 * Where the call may be repeated, the same request goes out again: at once after an answer with a probe signature, or
 * after a refusal of the certificate it named while a newer one is in force, once; after a pause when no host could be
 * reached or theirs failed (5xx), twice at most. An answer under a key that is not held is judged again when the supply
 * can bring the key. All of it ends by the transport's deadline. Rejects (throws) only when a configured key cannot be
 * read, before anything is sent.
 */
export function createExchange(parts: ExchangeParts): Exchange {
  const { signer, keys, supply, verifier, transport, freshness } = parts;
  const toTransport = (request: ExchangeRequest): TransportRequest => ({
    sending: SENDING[request.operation],
    method: request.method,
    path: request.path,
    body: request.body,
    headers: () => {
      const serial = request.serial ?? keys.requestSerial;
      return {
        Accept: 'application/json',
        'User-Agent': USER_AGENT,
        ...(serial === '' ? {} : { 'Wechatpay-Serial': serial }),
        Authorization: signer.authorization(request, freshness()),
        ...(request.body === '' ? {} : { 'Content-Type': 'application/json' }),
      };
    },
  });
  const verify: Verify = async ({ headers, body }) => {
    const verdict = verifier.verify(headers, body);
    const unheld = verdict.kind === 'invalid' && verdict.stage === 'serial';
    return unheld && (await supply?.lookFor(headers)) === true ? verifier.verify(headers, body) : verdict;
  };
  return async (request) => {
    const unready = (await supply?.ready()) ?? null;
    if (unready !== null) return unready;
    // An unreadable key must stop the call here: after sending, every answer would end as `unknown`.
    keys.find(keys.requestSerial);
    const deadlineMs = transport.deadline();
    const outgoing = toTransport(request);
    let repeatedAtOnce = false;
    for (let pauses = 0; ;) {
      const named = keys.requestSerial;
      const result = await transport.send(outgoing, deadlineMs);
      const { outcome, repeat } = await judge(result, request.operation, verify);
      if (repeat === 'never' || outgoing.sending === 'once') return outcome;
      if (repeat !== 'afterPause') {
        const helps = repeat === 'atOnce' || (await supply?.movedOn(named)) === true;
        if (repeatedAtOnce || !helps) return outcome;
        repeatedAtOnce = true;
      } else if (!(await pause(PAUSES_MS[pauses++], deadlineMs))) return outcome;
    }
  };
}
