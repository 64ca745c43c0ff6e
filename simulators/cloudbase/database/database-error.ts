/** A refusal the wire carries back as `{ code, message }`; the texts are those the service sends. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The document was changed or is locked by someone else: first writer wins. */
export function transactionConflict(): DatabaseError {
  return new DatabaseError(
    'DATABASE_TRANSACTION_CONFLICT',
    '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. Please check your request, but if the problem persists, contact us.',
  );
}

/** The transaction ended, expired or never was. */
export function transactionGone(): DatabaseError {
  return new DatabaseError(
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit or abort in 30 seconds. Please check your request, but if the problem persists, contact us.',
  );
}

/** A unique key is taken; `index` is `_id_` or the declared index name. */
export function duplicateKey(collection: string, index: string, key: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_DUPLICATE_WRITE',
    `[FailedOperation.Insert] multiple write errors: [{write errors: [{E11000 duplicate key error collection: ${collection} index: ${index} dup key: ${key}}]}, {<nil>}]`,
  );
}

/** Collections are never created by writing to them. */
export function collectionMissing(collection: string): DatabaseError {
  return new DatabaseError(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${collection}. Please check your request, but if the problem cannot be solved, contact us.`,
  );
}

/** The request itself is malformed. */
export function invalidParam(message: string): DatabaseError {
  return new DatabaseError('INVALID_PARAM', message);
}

/** The storage engine refused the operation. */
export function requestFailed(message: string): DatabaseError {
  return new DatabaseError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${message}`);
}

/** The real service may well do this; the emulator does not, and says so rather than guess. */
export function unsupported(what: string): DatabaseError {
  return new DatabaseError('EMULATOR_UNSUPPORTED', `unsupported by the CloudBase emulator: ${what}`);
}
