import type { Advice, GatewayRefusal, UnknownCause } from '../../ports/payment-gateway';

/** The calls whose failures are judged. */
export type Operation =
  'create' | 'createByCode' | 'query' | 'close' | 'reverse' | 'refund' | 'queryRefund' | 'abnormalRefund';

/** What a failed call allows to conclude, and what to do about it. */
export type Conclusion = { readonly advice: Advice } & (
  | { readonly kind: 'refused'; readonly reason: GatewayRefusal['reason'] }
  | { readonly kind: 'unknown'; readonly cause: UnknownCause }
);

/** One line of the table: these codes, at these statuses and calls where they are limited, mean this. */
export interface ErrorRow {
  /** Their spellings; underscores, case and a final S do not matter when matching. */
  readonly codes: readonly string[];
  /** The numbers behind Request-ID that say the same where the code is a general one. */
  readonly numbers?: readonly string[];
  readonly status?: number;
  readonly operations?: readonly Operation[];
  readonly conclusion: Conclusion;
}

/**
 * What follows a call whose end is not known. Creating by code takes money and has no promise to be repeatable, nor
 * has paying out an abnormal refund; a close may have lost against a payment. All others answer a repeat as they
 * answered the first.
 */
export const AFTER_UNKNOWN: Record<Operation, Advice> = {
  create: 'retrySame',
  createByCode: 'query',
  query: 'retrySame',
  close: 'query',
  reverse: 'retrySame',
  refund: 'retrySame',
  queryRefund: 'retrySame',
  abnormalRefund: 'query',
};

const refused = (reason: GatewayRefusal['reason'], advice: Advice): Conclusion => ({
  kind: 'refused',
  reason,
  advice,
});

/** Their server failed, or may have taken the call in although it said no. */
const unknown = (advice: Advice): Conclusion => ({ kind: 'unknown', cause: 'serverError', advice });

const LIMITED = ['FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED', 'FREQUENCY_LIMIT_EXCEED'] as const;
const LIMITED_NUMBERS = ['268447840', '268448746'] as const;

/** Where "too many" is a plain no. A limited order, refund or reverse may have been taken in all the same. */
const LIMIT_REFUSES: readonly Operation[] = ['query', 'queryRefund', 'close'];
const LIMIT_LEAVES_OPEN: readonly Operation[] = [
  'create',
  'createByCode',
  'reverse',
  'refund',
  'abnormalRefund',
];

/**
 * Their codes in every spelling seen (pages per endpoint, the 2020–22 wiki, V2), and the numbers of the official lists
 * of frequent failures; first match wins. Status 5xx is unknown whatever the code. A code that is not listed is
 * `other`: refused, and nothing more may be concluded.
 * Error bodies are not signed, so a row is a hint: before money follows from it, query.
 */
export const ERROR_TABLE: readonly ErrorRow[] = [
  // "Does not exist" only at 404: a wrong one could make somebody order or refund twice.
  {
    codes: ['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'ORDER_NOT_EXISTS'],
    numbers: ['268512771'],
    status: 404,
    operations: ['query'],
    conclusion: refused('orderNotExist', 'retrySame'),
  },
  {
    codes: ['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'ORDER_NOT_EXISTS'],
    numbers: ['268512771'],
    status: 404,
    operations: ['create', 'createByCode', 'close', 'reverse'],
    conclusion: refused('orderNotExist', 'giveUp'),
  },
  {
    codes: ['RESOURCE_NOT_EXISTS', 'REFUNDNOTEXIST'],
    numbers: ['268875782'],
    status: 404,
    operations: ['queryRefund'],
    conclusion: refused('refundNotExist', 'retrySame'),
  },
  {
    codes: ['RESOURCE_NOT_EXISTS', 'REFUNDNOTEXIST'],
    numbers: ['268875782'],
    status: 404,
    operations: ['abnormalRefund'],
    conclusion: refused('refundNotExist', 'fix'),
  },
  {
    codes: ['RESOURCE_NOT_EXISTS', 'ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'ORDER_NOT_EXISTS'],
    numbers: ['268892180', '268512771'],
    status: 404,
    operations: ['refund'],
    conclusion: refused('orderNotExist', 'fix'),
  },
  {
    codes: ['ORDER_PAID', 'ORDERPAID'],
    numbers: ['268449538', '268498689'],
    conclusion: refused('orderPaid', 'query'),
  },
  {
    codes: ['ORDER_CLOSED', 'ORDERCLOSED', 'ORDERREVERSED', 'ORDER_REVERSED'],
    numbers: ['268447914'],
    conclusion: refused('orderClosed', 'query'),
  },
  {
    codes: ['OUT_TRADE_NO_USED', 'OUTTRADENOUSED'],
    numbers: ['268498688'],
    conclusion: refused('outTradeNoUsed', 'query'),
  },
  {
    codes: ['AUTH_CODE_INVALID', 'AUTHCODEINVALID', 'AUTH_CODE_ERROR', 'AUTHCODEEXPIRE'],
    conclusion: refused('authCode', 'giveUp'),
  },
  {
    codes: ['NOTENOUGH', 'NOT_ENOUGH', 'NOTSUPORTCARD', 'BUYER_MISMATCH'],
    operations: ['createByCode'],
    conclusion: refused('payerDeclined', 'giveUp'),
  },
  {
    codes: ['NOT_ENOUGH', 'NOTENOUGH'],
    numbers: ['268892709'],
    conclusion: refused('notEnough', 'wait'),
  },
  {
    codes: ['USER_ACCOUNT_ABNORMAL', 'USERACCOUNTABNORMAL'],
    conclusion: refused('payerAccount', 'giveUp'),
  },
  {
    codes: ['TRADE_OVERDUE', 'TRADEOVERDUE'],
    numbers: ['268892184'],
    conclusion: refused('notAllowed', 'giveUp'),
  },
  // Everything of it was given back, more is asked for than is left, or too often: what stands there decides.
  {
    codes: [],
    numbers: ['268892177', '268449311', '268892183', '268892181', '268892182', '268892195', '268558930'],
    operations: ['refund'],
    conclusion: refused('parameter', 'query'),
  },
  { codes: ['SIGN_ERROR', 'SIGNERROR'], numbers: ['268443699'], conclusion: refused('signature', 'fix') },
  {
    codes: [...LIMITED],
    numbers: [...LIMITED_NUMBERS],
    operations: LIMIT_REFUSES,
    conclusion: refused('rateLimited', 'wait'),
  },
  {
    codes: [...LIMITED],
    numbers: [...LIMITED_NUMBERS],
    operations: LIMIT_LEAVES_OPEN,
    conclusion: unknown('wait'),
  },
  {
    codes: ['SYSTEM_ERROR', 'SYSTEMERROR', 'BANK_ERROR', 'BANKERROR', 'SERVICE_UNAVAILABLE'],
    conclusion: unknown('query'),
  },
  { codes: ['USERPAYING', 'USER_PAYING'], conclusion: unknown('query') },
  {
    codes: ['NO_AUTH', 'NOAUTH', 'RULE_LIMIT', 'RULELIMIT', 'ACCOUNT_ERROR', 'ACCOUNTERROR'],
    numbers: ['268443715', '268448010', '268443701'],
    conclusion: refused('notAllowed', 'fix'),
  },
  {
    codes: ['APPID_MCHID_NOT_MATCH', 'MCH_NOT_EXISTS', 'MCHID_NOT_EXIST', 'APPID_NOT_EXIST'],
    numbers: ['268445527', '268443705', '268447843', '268447845'],
    conclusion: refused('notAllowed', 'fix'),
  },
  // An order by payment code is not closed but reversed.
  { codes: [], numbers: ['268449641'], operations: ['close'], conclusion: refused('notAllowed', 'giveUp') },
  {
    codes: ['INVALID_REQUEST', 'INVALIDREQUEST'],
    operations: ['refund', 'abnormalRefund'],
    conclusion: refused('parameter', 'query'),
  },
  {
    codes: [
      'PARAM_ERROR',
      'PARAMERROR',
      'INVALID_REQUEST',
      'INVALIDREQUEST',
      'OPENID_MISMATCH',
      'INVALID_TRANSACTIONID',
    ],
    numbers: ['268435461', '270924358', '268443704', '268501013', '268435464'],
    conclusion: refused('parameter', 'fix'),
  },
  {
    codes: ['LACK_PARAMS', 'NOT_UTF8', 'XML_FORMAT_ERROR', 'REQUIRE_POST_METHOD', 'POST_DATA_EMPTY'],
    conclusion: refused('parameter', 'fix'),
  },
  { codes: ['TRADE_ERROR', 'TRADEERROR', 'RESOURCE_NOT_EXISTS'], conclusion: refused('other', 'query') },
];

/** A code with what differs between spellings taken away. */
function bare(code: string): string {
  return code.toUpperCase().replace(/_/g, '').replace(/S$/, '');
}

type Matches = (row: ErrorRow) => boolean;

/** A failed answer as far as it may be believed. */
export interface FailedReply {
  readonly operation: Operation;
  readonly status: number;
  /** Absent when the body was not an error body: then it was perhaps not WeChat Pay that answered. */
  readonly code: string | undefined;
  readonly requestId: string;
}

function find({ operation, status }: FailedReply, matches: Matches): Conclusion | undefined {
  const row = ERROR_TABLE.find(
    (candidate) =>
      matches(candidate) &&
      (candidate.status === undefined || candidate.status === status) &&
      (candidate.operations?.includes(operation) ?? true),
  );
  return row?.conclusion;
}

/** What the status alone says, where no code does. */
function byStatus({ operation, status }: FailedReply): Conclusion {
  if (status === 429)
    return LIMIT_REFUSES.includes(operation) ? refused('rateLimited', 'wait') : unknown('wait');
  return status === 401 ? refused('signature', 'fix') : refused('other', 'query');
}

/** A general code, which the number behind Request-ID may say more than. */
function isGeneral(conclusion: Conclusion): boolean {
  return (
    conclusion.kind === 'refused' && (conclusion.reason === 'other' || conclusion.reason === 'parameter')
  );
}

/** Says what a non-2xx answer allows to conclude. Total: every call, status, code and number has an end. */
export function conclude(reply: FailedReply): Conclusion {
  const { operation, status, code, requestId } = reply;
  const advice = AFTER_UNKNOWN[operation];
  if (status >= 500) return unknown(advice);
  if (status < 400) return { kind: 'unknown', cause: 'malformedReply', advice };
  if (status === 429 && !LIMIT_REFUSES.includes(operation)) return unknown('wait');
  if (code === undefined) return { kind: 'unknown', cause: 'malformedReply', advice };
  const wanted = bare(code);
  const conclusion =
    find(reply, ({ codes }) => codes.some((spelling) => bare(spelling) === wanted)) ?? byStatus(reply);
  if (!isGeneral(conclusion)) return conclusion;
  const number = requestId.slice(requestId.lastIndexOf('-') + 1);
  return find(reply, ({ numbers }) => numbers?.includes(number) ?? false) ?? conclusion;
}
