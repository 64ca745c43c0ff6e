import type { BillOutcome, BillRequest, FundFlowBillRequest, TradeBillRequest } from '../../../ports/bills';
import type { CallProof, Outcome } from '../../../ports/payment-gateway';
import type { VerifiedReply } from '../exchange';
import { readJson, type Read } from '../wire/read';
import { readBeijingTime } from './cell';

const HOUR_MS = 60 * 60 * 1000;

/** Bills are made from 9:00 of the next day on; WeChat Pay asks to fetch them after 10:00. */
const READY_AFTER_MS = (24 + 10) * HOUR_MS;

/** How long to wait while WeChat Pay says that it is making the file (page 4013071254). */
const CREATING_MS = HOUR_MS / 2;

const SHA1_HEX = /^[0-9a-f]{40}$/i;

/** Longest `download_url` (page 4013071227). */
const MAX_URL_CHARS = 2048;

const TRADE_TYPE: Readonly<Record<TradeBillRequest['type'], string>> = {
  all: 'ALL',
  success: 'SUCCESS',
  refund: 'REFUND',
};

const ACCOUNT: Readonly<Record<FundFlowBillRequest['account'], string>> = {
  basic: 'BASIC',
  operation: 'OPERATION',
  fees: 'FEES',
};

/** Path and query that ask for a bill (pages 4013071227 and 4013071235). */
export function applyPath(request: BillRequest): string {
  const trade = request.kind === 'trade';
  const kind = trade ? `bill_type=${TRADE_TYPE[request.type]}` : `account_type=${ACCOUNT[request.account]}`;
  const subMchid =
    trade && request.subMchid !== undefined ? `&sub_mchid=${encodeURIComponent(request.subMchid)}` : '';
  const packing = request.packing === 'plain' ? '' : '&tar_type=GZIP';
  return `/v3/bill/${trade ? 'trade' : 'fundflow'}bill?bill_date=${request.date}&${kind}${packing}${subMchid}`;
}

/** From when a day's bill may be asked for; NaN for a text that is no day. */
export function readyAtMs(date: string): number {
  const midnight = Buffer.from(`${date} 00:00:00`);
  return readBeijingTime(midnight, 0, midnight.length) + READY_AFTER_MS;
}

interface Address {
  readonly hash: { readonly type: 'SHA1'; readonly value: string };
  readonly downloadUrl: string;
}

function readAddress(json: unknown): Read<Address> {
  if (typeof json !== 'object' || json === null) return { kind: 'malformed', reason: 'not an object' };
  const fields: Readonly<Record<string, unknown>> = { ...json };
  const { hash_type: type, hash_value: value, download_url: downloadUrl } = fields;
  if (type !== 'SHA1') return { kind: 'malformed', reason: 'hash_type' };
  if (typeof value !== 'string' || !SHA1_HEX.test(value)) return { kind: 'malformed', reason: 'hash_value' };
  if (typeof downloadUrl !== 'string' || downloadUrl === '' || downloadUrl.length > MAX_URL_CHARS)
    return { kind: 'malformed', reason: 'download_url' };
  return { kind: 'read', value: { hash: { type, value: value.toLowerCase() }, downloadUrl } };
}

/**
 * Their two ways of saying why there is no file: the code, and the number at the end of Request-ID where the code is a
 * general one. Bodies of failures are not signed: `none` is what somebody on the line said.
 */
const NO_FILE: ReadonlyMap<string, 'none' | 'creating'> = new Map([
  ['NOSTATEMENTEXIST', 'none'],
  ['STATEMENTCREATING', 'creating'],
  ['270522881', 'none'],
  ['270522882', 'creating'],
]);

function noFile(code: string, requestId: string): 'none' | 'creating' | undefined {
  const internal = requestId.slice(requestId.lastIndexOf('-') + 1);
  return NO_FILE.get(code.toUpperCase().replaceAll('_', '')) ?? NO_FILE.get(internal);
}

/** Reads what came back for a request. */
export function readApplied<Request extends BillRequest>(
  request: Request,
  outcome: Outcome<VerifiedReply>,
  nowMs: number,
): BillOutcome<Request> {
  if (outcome.kind === 'unknown') return outcome;
  const { requestId, bodySha256 } = outcome;
  const proof: CallProof = { requestId, bodySha256 };
  if (outcome.kind === 'refused') {
    const why = outcome.refusal.httpStatus === 400 ? noFile(outcome.refusal.code, requestId) : undefined;
    if (why === 'none') return { kind: 'none', ...proof };
    return why === 'creating' ? { kind: 'notYet', askAgainAtMs: nowMs + CREATING_MS, ...proof } : outcome;
  }
  const { status, body } = outcome.value;
  const malformed = (detail: string): BillOutcome<Request> => {
    return { kind: 'unknown', cause: 'malformedReply', detail, ...proof };
  };
  if (status !== 200) return malformed(`HTTP ${status}`);
  const json = readJson(body);
  if (json.kind === 'malformed') return malformed(json.reason);
  const address = readAddress(json.value);
  if (address.kind === 'malformed') return malformed(address.reason);
  return { kind: 'ready', bill: { request, ...address.value, givenAtMs: nowMs }, ...proof };
}
