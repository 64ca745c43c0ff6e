import type { GatewayRefusal, UnknownCause } from '../../ports/payment-gateway';

/** The calls whose failures are judged. */
export type Operation = 'create' | 'query' | 'close';

/** What a failed call allows to conclude. */
export type Conclusion =
  | { readonly kind: 'refused'; readonly reason: GatewayRefusal['reason'] }
  | { readonly kind: 'unknown'; readonly cause: UnknownCause };

/** One line of the table: these codes, at these statuses and calls where they are limited, mean this. */
export interface ErrorRow {
  /** Their spellings; underscores, case and a final S do not matter when matching. */
  readonly codes: readonly string[];
  readonly status?: number;
  readonly operations?: readonly Operation[];
  readonly conclusion: Conclusion;
}

const refused = (reason: GatewayRefusal['reason']): Conclusion => ({ kind: 'refused', reason });
const UNKNOWN: Conclusion = { kind: 'unknown', cause: 'serverError' };

/**
 * Their codes in every spelling seen (pages per endpoint, the 2020–22 wiki, V2), first match wins. Status 5xx is
 * unknown whatever the code. A code that is not listed is `other`: refused, and nothing more may be concluded.
 * Error bodies are not signed, so a row is a hint: before money follows from it, query.
 */
export const ERROR_TABLE: readonly ErrorRow[] = [
  // Only at 404: a wrong "does not exist" could make somebody order twice.
  {
    codes: ['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'ORDER_NOT_EXISTS'],
    status: 404,
    conclusion: refused('orderNotExist'),
  },
  { codes: ['ORDER_PAID', 'ORDERPAID'], conclusion: refused('orderPaid') },
  { codes: ['ORDER_CLOSED', 'ORDERCLOSED'], conclusion: refused('orderClosed') },
  { codes: ['OUT_TRADE_NO_USED', 'OUTTRADENOUSED'], conclusion: refused('outTradeNoUsed') },
  { codes: ['SIGN_ERROR', 'SIGNERROR'], conclusion: refused('signature') },
  {
    codes: ['PARAM_ERROR', 'PARAMERROR', 'INVALID_REQUEST', 'OPENID_MISMATCH', 'INVALID_TRANSACTIONID'],
    conclusion: refused('parameter'),
  },
  {
    codes: ['NO_AUTH', 'NOAUTH', 'RULE_LIMIT', 'RULELIMIT', 'ACCOUNT_ERROR', 'ACCOUNTERROR'],
    conclusion: refused('notAllowed'),
  },
  {
    codes: ['APPID_MCHID_NOT_MATCH', 'MCH_NOT_EXISTS', 'MCHID_NOT_EXIST'],
    conclusion: refused('notAllowed'),
  },
  { codes: ['NOT_ENOUGH', 'NOTENOUGH', 'USER_ACCOUNT_ABNORMAL'], conclusion: refused('notAllowed') },
  // A limited call may already have been taken in, so an order is asked about rather than believed absent.
  {
    codes: ['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED', 'FREQUENCY_LIMIT_EXCEED'],
    operations: ['create'],
    conclusion: UNKNOWN,
  },
  {
    codes: ['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED', 'FREQUENCY_LIMIT_EXCEED'],
    operations: ['query', 'close'],
    conclusion: refused('rateLimited'),
  },
  {
    codes: ['SYSTEM_ERROR', 'SYSTEMERROR', 'BANK_ERROR', 'BANKERROR', 'SERVICE_UNAVAILABLE'],
    conclusion: UNKNOWN,
  },
  { codes: ['USERPAYING', 'USER_PAYING'], conclusion: UNKNOWN },
  { codes: ['TRADE_ERROR', 'TRADEERROR', 'RESOURCE_NOT_EXISTS'], conclusion: refused('other') },
];

/**
 * The number after the last `-` of Request-ID, where it says more than a general code. The string codes for ordering
 * a paid or closed number are not documented; these numbers are (official list of the 20 most frequent).
 */
const INTERNAL_CODE: ReadonlyMap<string, GatewayRefusal['reason']> = new Map([
  ['268449538', 'orderPaid'],
  ['268498689', 'orderPaid'],
  ['268447914', 'orderClosed'],
  ['268498688', 'outTradeNoUsed'],
]);

/** A code with what differs between spellings taken away. */
function bare(code: string): string {
  return code.toUpperCase().replace(/_/g, '').replace(/S$/, '');
}

function rowFor(status: number, code: string, operation: Operation): Conclusion | undefined {
  const wanted = bare(code);
  const row = ERROR_TABLE.find(
    (candidate) =>
      candidate.codes.some((spelling) => bare(spelling) === wanted) &&
      (candidate.status === undefined || candidate.status === status) &&
      (candidate.operations?.includes(operation) ?? true),
  );
  return row?.conclusion;
}

/** A failed answer as far as it may be believed. */
export interface FailedReply {
  readonly operation: Operation;
  readonly status: number;
  /** Absent when the body was not an error body: then it was perhaps not WeChat Pay that answered. */
  readonly code: string | undefined;
  readonly requestId: string;
}

/** Says what a non-2xx answer allows to conclude. Total: every status and code has an end. */
export function conclude({ operation, status, code, requestId }: FailedReply): Conclusion {
  if (status >= 500) return UNKNOWN;
  if (status < 400) return { kind: 'unknown', cause: 'malformedReply' };
  if (status === 429 && operation === 'create') return UNKNOWN;
  if (code === undefined) return { kind: 'unknown', cause: 'malformedReply' };
  const conclusion = rowFor(status, code, operation) ?? refused(status === 429 ? 'rateLimited' : 'other');
  const general =
    conclusion.kind === 'refused' && (conclusion.reason === 'other' || conclusion.reason === 'parameter');
  const special = general ? INTERNAL_CODE.get(requestId.slice(requestId.lastIndexOf('-') + 1)) : undefined;
  return special === undefined ? conclusion : refused(special);
}
