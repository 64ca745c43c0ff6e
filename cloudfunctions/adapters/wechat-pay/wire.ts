/** Body of `POST /v3/pay/transactions/jsapi`. Unknown keys are refused by WeChat Pay, so nothing else is sent. */
export interface WireJsapiOrder {
  readonly appid: string;
  readonly mchid: string;
  readonly description: string;
  readonly out_trade_no: string;
  readonly time_expire: string;
  readonly notify_url: string;
  readonly amount: { readonly total: number; readonly currency: 'CNY' };
  readonly payer: { readonly openid: string };
}

/** Body of `POST …/out-trade-no/{out_trade_no}/close`. */
export interface WireClose {
  readonly mchid: string;
}

/** What every transaction tells, paid or not. */
export interface WireTransactionHead {
  readonly appid: string;
  readonly mchid: string;
  readonly out_trade_no: string;
  readonly trade_state: string;
}

/** A transaction in state `SUCCESS` or `REFUND`. Amounts are whole fen. */
export interface WirePaidTransaction extends WireTransactionHead {
  readonly transaction_id: string;
  readonly success_time: string;
  readonly payer: { readonly openid?: string };
  readonly amount: { readonly total: number; readonly payer_total: number; readonly currency: 'CNY' };
}

/** A transaction of a query answer or of a decrypted notification. `succeededAtMs` is its `success_time`, read. */
export type WireTransaction =
  | { readonly paid: true; readonly transaction: WirePaidTransaction; readonly succeededAtMs: number }
  | { readonly paid: false; readonly transaction: WireTransactionHead };

/** The envelope of a notification. `associated_data` is empty where it was absent. */
export interface WireNotification {
  readonly id: string;
  readonly event_type: string;
  readonly resource: {
    readonly algorithm: 'AEAD_AES_256_GCM';
    readonly ciphertext: string;
    readonly nonce: string;
    readonly associated_data: string;
  };
}

/** The end of reading: a typed value, or which part was not as documented. `reason` quotes nothing of the input. */
export type Read<Value> =
  { readonly kind: 'read'; readonly value: Value } | { readonly kind: 'malformed'; readonly reason: string };

/** Longest identifier or word taken from a reply; the longest documented one has 64 characters. */
const MAX_WORD_CHARS = 128;

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const ASCII_WORD = /^[\x21-\x7e]+$/;
const ASCII = /^[\x20-\x7e]*$/;
const ERROR_CODE = /^\w{1,64}$/;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_WORD_CHARS && ASCII_WORD.test(value);
}

function isFen(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function malformed(reason: string): { readonly kind: 'malformed'; readonly reason: string } {
  return { kind: 'malformed', reason };
}

/**
 * Reads JSON out of bytes. Malformed bytes are an answer, not an exception.
 * Every text read in this file is ASCII by its documentation and refused otherwise, so the bytes are taken as Latin-1:
 * that leaves ASCII as it is, spoils only names and remarks nobody reads here, and is faster than UTF-8.
 */
export function readJson(bytes: Buffer): Read<unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString('latin1'));
    return { kind: 'read', value };
  } catch {
    // The parser's message quotes the text, which may be a decrypted one; that it is not JSON is all that may be told.
    return malformed('not JSON');
  }
}

/** Reads `prepay_id` of an order's answer. */
export function readPrepayId(value: unknown): Read<string> {
  const prepayId = isObject(value) ? value['prepay_id'] : undefined;
  return isWord(prepayId) ? { kind: 'read', value: prepayId } : malformed('no prepay_id');
}

/** Reads `code` of an error body. Such a body is signed by nobody, so only a short plain word is let through. */
export function readErrorCode(value: unknown): Read<string> {
  const code = isObject(value) ? value['code'] : undefined;
  return typeof code === 'string' && ERROR_CODE.test(code)
    ? { kind: 'read', value: code }
    : malformed('no code');
}

/** Reads the envelope of a notification, whose signature the caller has already checked. */
export function readNotification(value: unknown): Read<WireNotification> {
  if (!isObject(value)) return malformed('not an object');
  const { id, event_type, resource } = value;
  if (!isWord(id)) return malformed('id');
  if (!isWord(event_type)) return malformed('event_type');
  if (!isObject(resource)) return malformed('resource');
  const { algorithm, ciphertext, nonce } = resource;
  if (algorithm !== 'AEAD_AES_256_GCM') return malformed('resource.algorithm');
  if (typeof ciphertext !== 'string') return malformed('resource.ciphertext');
  if (typeof nonce !== 'string') return malformed('resource.nonce');
  const associated_data = resource['associated_data'] ?? '';
  if (typeof associated_data !== 'string' || !ASCII.test(associated_data))
    return malformed('resource.associated_data');
  return {
    kind: 'read',
    value: { id, event_type, resource: { algorithm, ciphertext, nonce, associated_data } },
  };
}

/**
 * Reads a transaction. A paid one must tell its number, its time and whole fen in CNY; an unpaid one may lack all of
 * them or carry them empty, since live answers differ.
 */
export function readTransaction(value: unknown): Read<WireTransaction> {
  if (!isObject(value)) return malformed('not an object');
  const { appid, mchid, out_trade_no, trade_state } = value;
  // Only compared with ours, so what they are made of does not matter.
  if (typeof appid !== 'string') return malformed('appid');
  if (typeof mchid !== 'string') return malformed('mchid');
  if (!isWord(out_trade_no)) return malformed('out_trade_no');
  if (!isWord(trade_state)) return malformed('trade_state');
  if (trade_state !== 'SUCCESS' && trade_state !== 'REFUND') {
    return { kind: 'read', value: { paid: false, transaction: { appid, mchid, out_trade_no, trade_state } } };
  }
  const { transaction_id, success_time, amount, payer } = value;
  if (!isWord(transaction_id)) return malformed('transaction_id');
  const succeededAtMs =
    typeof success_time === 'string' && RFC3339.test(success_time) ? Date.parse(success_time) : NaN;
  if (typeof success_time !== 'string' || Number.isNaN(succeededAtMs)) return malformed('success_time');
  if (!isObject(amount)) return malformed('amount');
  const { total, payer_total, currency } = amount;
  if (!isFen(total) || total === 0) return malformed('amount.total');
  if (!isFen(payer_total)) return malformed('amount.payer_total');
  if (currency !== 'CNY') return malformed('amount.currency');
  if ((amount['payer_currency'] ?? 'CNY') !== 'CNY') return malformed('amount.payer_currency');
  const openid = isObject(payer) ? payer['openid'] : undefined;
  if (openid !== undefined && openid !== '' && !isWord(openid)) return malformed('payer.openid');
  const transaction: WirePaidTransaction = {
    appid,
    mchid,
    out_trade_no,
    trade_state,
    transaction_id,
    success_time,
    payer: openid === undefined || openid === '' ? {} : { openid },
    amount: { total, payer_total, currency },
  };
  return { kind: 'read', value: { paid: true, transaction, succeededAtMs } };
}
