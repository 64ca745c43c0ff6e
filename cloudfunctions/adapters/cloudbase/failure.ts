/**
 * What a failed database call means. `conflict`, `throttled` and `unknown` may be tried again from the start of the
 * decision; `duplicate` means that the key is there already; anything else is a bug or a missing collection.
 */
export type FailureKind = 'conflict' | 'duplicate' | 'throttled' | 'unknown' | 'other';

/**
 * The same failure arrives with different codes through different layers (a duplicate key has been seen as a plain
 * request failure with E11000 in its text), so code and text are searched together.
 */
const PATTERNS: readonly (readonly [FailureKind, RegExp])[] = [
  ['conflict', /DATABASE_TRANSACTION_CONFLICT|ResourceUnavailable\.TransactionConflict/],
  // The transaction ran out of its 30 seconds or its start was lost: it wrote nothing.
  ['conflict', /DATABASE_TRANSACTION_FAIL|ResourceUnavailable\.TransactionNotExist/],
  ['duplicate', /DATABASE_DUPLICATE_WRITE|E11000 duplicate key error/],
  ['throttled', /EXCEED_(CONCURRENT_)?REQUEST_LIMIT/],
  [
    'unknown',
    /ESOCKETTIMEDOUT|ETIMEDOUT|ECONNRESET|ECONNREFUSED|EPIPE|socket hang up|DATABASE_TIMEOUT|SERVER_TIMEOUT|SYS_ERR/,
  ],
];

function textOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const parts = ['code', 'errCode', 'errMsg', 'message'].map((key) => String(Reflect.get(error, key) ?? ''));
  return parts.join(' ');
}

/** Reads a failure thrown by the SDK. Never throws. */
export function failureKind(error: unknown): FailureKind {
  const text = textOf(error);
  for (const [kind, pattern] of PATTERNS) if (pattern.test(text)) return kind;
  return 'other';
}
