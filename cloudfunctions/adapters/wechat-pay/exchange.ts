import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallProof, Outcome, UnknownCause } from '../../ports/payment-gateway';
import { conclude, type Operation } from './errors';
import type { Freshness, SignableRequest, Signer } from './signer';
import type { Transport, TransportRequest, TransportResult } from './transport';
import type { TrustedKeys } from './trusted-keys';
import type { Verifier } from './verifier';
import { readErrorCode, readJson } from './wire';

/** A 2xx answer whose signature was right. */
export interface VerifiedReply {
  readonly status: number;
  readonly body: Buffer;
}

/** One call that is safe to repeat. */
export interface ExchangeRequest extends SignableRequest {
  readonly operation: Operation;
}

/** Signs, sends, and judges who answered. */
export type Exchange = (request: ExchangeRequest) => Promise<Outcome<VerifiedReply>>;

/** What an exchange is made of. */
export interface ExchangeParts {
  readonly signer: Signer;
  readonly keys: TrustedKeys;
  readonly verifier: Verifier;
  readonly transport: Transport;
  readonly freshness: () => Freshness;
}

/** Who calls; WeChat Pay refuses a request without it. */
export const USER_AGENT = `xiaopu Node/${process.versions.node}`;

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/** Their Request-ID, or empty: it goes into every log line, so only one short plain word is let through. */
export function requestIdOf(headers: IncomingHttpHeaders): string {
  const value = headers['request-id'];
  return typeof value === 'string' && REQUEST_ID.test(value) ? value : '';
}

/** The third end of a call about money, in one shape. */
export function unknownOutcome(
  cause: UnknownCause,
  detail: string,
  { requestId, bodySha256 }: CallProof,
): Outcome<never> {
  return { kind: 'unknown', cause, detail, requestId, bodySha256 };
}

type Reply = Extract<TransportResult, { kind: 'reply' }>;

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
  if (conclusion.kind === 'unknown') {
    return unknownOutcome(conclusion.cause, `HTTP ${reply.status} ${code ?? 'without a code'}`, proof);
  }
  const refusal = { reason: conclusion.reason, code: code ?? '', httpStatus: reply.status };
  return { kind: 'refused', refusal, ...proof };
}

/**
 * Makes the exchange. Only 2xx answers are signed, so those are verified and others only classified.
 * An answer with a probe signature is dropped and the same request sent once more; a second wrong signature is
 * `unknown: badSignature`. Rejects (throws) only when a configured key cannot be read, before anything is sent.
 */
export function createExchange({ signer, keys, verifier, transport, freshness }: ExchangeParts): Exchange {
  const toTransport = (request: ExchangeRequest): TransportRequest => ({
    method: request.method,
    path: request.path,
    body: request.body,
    headers: () => ({
      Accept: 'application/json',
      'User-Agent': USER_AGENT,
      'Wechatpay-Serial': keys.requestSerial,
      Authorization: signer.authorization(request, freshness()),
      ...(request.body === '' ? {} : { 'Content-Type': 'application/json' }),
    }),
  });
  return async (request) => {
    // An unreadable key must stop the call here: after sending, every answer would end as `unknown`.
    keys.find(keys.requestSerial);
    const deadlineMs = transport.deadline();
    const outgoing = toTransport(request);
    for (let repeatsLeft = 1; ; repeatsLeft -= 1) {
      const result = await transport.send(outgoing, deadlineMs);
      if (result.kind === 'failed') return unknownOutcome(result.cause, result.detail, NO_PROOF);
      if (result.status < 200 || result.status > 299) return judgeFailure(result, request.operation);
      const verdict = verifier.verify(result.headers, result.body);
      const proof = proofOf(result);
      if (verdict.kind === 'valid') {
        return { kind: 'accepted', value: { status: result.status, body: result.body }, ...proof };
      }
      if (!verdict.probe || repeatsLeft === 0) {
        return unknownOutcome('badSignature', `${verdict.stage}: ${verdict.reason}`, proof);
      }
    }
  };
}
