import type { OurPayment, OurRefund } from '../../core/reconciliation/facts';
import type { Walk, Walked } from '../../ports/bill-store';
import type { Database, Where } from './database';
import type { AttemptDocument, RefundDocument } from './documents';
import { COLLECTIONS } from './schema';

/** Only what is compared: a day may have a million. */
const PAYMENT_FIELDS = [
  'orderId',
  'amount',
  'transactionId',
  'mchid',
  'appid',
  'state',
  'succeededAtMs',
  'takenBackAtMs',
  'collecting',
] as const;
const REFUND_FIELDS = ['outTradeNo', 'orderId', 'amount', 'refundId', 'state', 'begunAtMs'] as const;

type PaymentDocument = Pick<AttemptDocument, '_id' | (typeof PAYMENT_FIELDS)[number]>;
type RefundFacts = Pick<RefundDocument, '_id' | (typeof REFUND_FIELDS)[number]>;

function paymentOf(document: PaymentDocument): OurPayment {
  const { _id, orderId, amount, transactionId, mchid, appid, state, succeededAtMs, collecting } = document;
  return {
    outTradeNo: _id,
    orderId,
    amount,
    transactionId,
    mchid,
    appid,
    state,
    atMs: succeededAtMs,
    reverseSentAtMs: collecting?.reverseSentAtMs ?? null,
  };
}

function refundOf({ _id, outTradeNo, orderId, amount, refundId, state, begunAtMs }: RefundFacts): OurRefund {
  return { outRefundNo: _id, outTradeNo, orderId, amount, refundId, state, atMs: begunAtMs };
}

interface Along {
  readonly collection: string;
  /** The field that is walked along: it has an index, which ends with the key. */
  readonly by: string;
  readonly fields: readonly string[];
}

/** A page along an index: what follows within the last moment, then later moments (as pages of products). */
async function page<Doc extends { readonly _id: string }>(
  database: Database,
  { collection, by, fields }: Along,
  { fromMs, toMs, after, limit }: Walk,
): Promise<readonly Doc[]> {
  const { gt, between } = database.operators;
  const sort = [
    [by, 'asc'],
    ['_id', 'asc'],
  ] as const;
  const find = (where: Where, left: number) =>
    database.find<Doc>(collection, where, { sort, fields, limit: left });
  if (after === null) return find({ [by]: between(fromMs - 1, toMs) }, limit);
  const same = await find({ [by]: after.atMs, _id: gt(after.number) }, limit);
  if (same.length === limit) return same;
  return [...same, ...(await find({ [by]: between(after.atMs, toMs) }, limit - same.length))];
}

/** Payments by when they succeeded, along `succeeded`. */
export async function walkPayments(database: Database, walk: Walk): Promise<readonly Walked<OurPayment>[]> {
  const along = { collection: COLLECTIONS.attempts, by: 'succeededAtMs', fields: PAYMENT_FIELDS };
  const found = await page<PaymentDocument>(database, along, walk);
  return found.map((document) => ({ atMs: document.succeededAtMs ?? 0, ours: paymentOf(document) }));
}

/** Payments that were taken back, along `taken_back`. */
export async function walkRevoked(database: Database, walk: Walk): Promise<readonly Walked<OurPayment>[]> {
  const along = { collection: COLLECTIONS.attempts, by: 'takenBackAtMs', fields: PAYMENT_FIELDS };
  const found = await page<PaymentDocument>(database, along, walk);
  return found.map((document) => ({ atMs: document.takenBackAtMs ?? 0, ours: paymentOf(document) }));
}

/** Refunds by when they were begun, along `begun`. */
export async function walkRefunds(database: Database, walk: Walk): Promise<readonly Walked<OurRefund>[]> {
  const along = { collection: COLLECTIONS.refunds, by: 'begunAtMs', fields: REFUND_FIELDS };
  const found = await page<RefundFacts>(database, along, walk);
  return found.map((document) => ({ atMs: document.begunAtMs ?? 0, ours: refundOf(document) }));
}

/** Attempts by their numbers: the key. */
export async function findPayments(
  database: Database,
  outTradeNos: readonly string[],
): Promise<readonly OurPayment[]> {
  if (outTradeNos.length === 0) return [];
  const where = { _id: database.operators.in(outTradeNos) };
  const found = await database.find<PaymentDocument>(COLLECTIONS.attempts, where, { fields: PAYMENT_FIELDS });
  return found.map(paymentOf);
}

/** Refunds by their numbers: the key. */
export async function findRefunds(
  database: Database,
  outRefundNos: readonly string[],
): Promise<readonly OurRefund[]> {
  if (outRefundNos.length === 0) return [];
  const where = { _id: database.operators.in(outRefundNos) };
  const found = await database.find<RefundFacts>(COLLECTIONS.refunds, where, { fields: REFUND_FIELDS });
  return found.map(refundOf);
}
