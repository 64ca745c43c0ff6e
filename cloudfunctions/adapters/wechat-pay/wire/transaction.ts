import { readParty, type WireParty } from './party';
import { isFen, isObject, isWord, malformed, type Read, readTime } from './read';

/** What every transaction tells, paid or not. */
export interface WireTransactionHead {
  readonly party: WireParty;
  readonly out_trade_no: string;
  readonly trade_state: string;
}

/** Who paid, under each app that knows the person. */
export interface WirePaidBy {
  readonly openid?: string;
  readonly sp_openid?: string;
  readonly sub_openid?: string;
}

/** A transaction in state `SUCCESS` or `REFUND`. Amounts are whole fen. */
export interface WirePaidTransaction extends WireTransactionHead {
  readonly transaction_id: string;
  readonly payer: WirePaidBy;
  readonly amount: { readonly total: number; readonly payer_total: number; readonly currency: 'CNY' };
}

/** A transaction of a query answer or of a decrypted notification. `succeededAtMs` is its `success_time`, read. */
export type WireTransaction =
  | { readonly paid: true; readonly transaction: WirePaidTransaction; readonly succeededAtMs: number }
  | { readonly paid: false; readonly transaction: WireTransactionHead };

type Json = Readonly<Record<string, unknown>>;

const NOBODY: WirePaidBy = {};

/** An openid that is empty counts as absent. */
function isOpenid(value: unknown): value is string | undefined {
  return value === undefined || value === '' || isWord(value);
}

function readPayer(payer: unknown): Read<WirePaidBy> {
  if (!isObject(payer)) return { kind: 'read', value: NOBODY };
  const { openid, sp_openid, sub_openid } = payer;
  if (!isOpenid(openid)) return malformed('payer.openid');
  if (!isOpenid(sp_openid)) return malformed('payer.sp_openid');
  if (!isOpenid(sub_openid)) return malformed('payer.sub_openid');
  const read: { -readonly [Key in keyof WirePaidBy]: WirePaidBy[Key] } = {};
  if (openid) read.openid = openid;
  if (sp_openid) read.sp_openid = sp_openid;
  if (sub_openid) read.sub_openid = sub_openid;
  return { kind: 'read', value: read };
}

function readPaid(value: Json, head: WireTransactionHead): Read<WireTransaction> {
  const { transaction_id, success_time, amount } = value;
  if (!isWord(transaction_id)) return malformed('transaction_id');
  const succeededAtMs = readTime(success_time);
  if (Number.isNaN(succeededAtMs)) return malformed('success_time');
  if (!isObject(amount)) return malformed('amount');
  const { total, payer_total, currency } = amount;
  if (!isFen(total) || total === 0) return malformed('amount.total');
  if (!isFen(payer_total)) return malformed('amount.payer_total');
  if (currency !== 'CNY') return malformed('amount.currency');
  if ((amount['payer_currency'] ?? 'CNY') !== 'CNY') return malformed('amount.payer_currency');
  const payer = readPayer(value['payer']);
  if (payer.kind === 'malformed') return payer;
  const { party, out_trade_no, trade_state } = head;
  const transaction: WirePaidTransaction = {
    party,
    out_trade_no,
    trade_state,
    transaction_id,
    payer: payer.value,
    amount: { total, payer_total, currency },
  };
  return { kind: 'read', value: { paid: true, transaction, succeededAtMs } };
}

/**
 * Reads a transaction of a direct merchant or of a service provider. A paid one must tell its number, its time and
 * whole fen in CNY; an unpaid one may lack all of them or carry them empty, since live answers differ.
 */
export function readTransaction(value: unknown): Read<WireTransaction> {
  if (!isObject(value)) return malformed('not an object');
  if (value['combine_out_trade_no'] !== undefined)
    return malformed('a combined order, which is not supported');
  const party = readParty(value);
  if (party.kind === 'malformed') return party;
  const { out_trade_no, trade_state } = value;
  if (!isWord(out_trade_no)) return malformed('out_trade_no');
  if (!isWord(trade_state)) return malformed('trade_state');
  const head = { party: party.value, out_trade_no, trade_state };
  if (trade_state === 'SUCCESS' || trade_state === 'REFUND') return readPaid(value, head);
  return { kind: 'read', value: { paid: false, transaction: head } };
}
