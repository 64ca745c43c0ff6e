import type { BillDay } from '../../core/reconciliation/bill-day';
import type { BillDifference } from '../../core/reconciliation/difference';
import { foundAgain } from '../../core/reconciliation/difference';
import type { BillChange, BillStore } from '../../ports/bill-store';
import type { Database, Document } from './database';
import { MAX_PAGE } from './database';
import { COLLECTIONS } from './schema';

type Query<Method extends keyof BillStore> = Parameters<BillStore[Method]>[0];

/** A day under its date. */
interface BillDayDocument extends Document, Omit<BillDay, 'date'> {}
/** A difference under its id. */
interface DifferenceDocument extends Document, Omit<BillDifference, 'differenceId'> {}

function dayOf({ _id, ...day }: BillDayDocument): BillDay {
  return { date: _id, ...day };
}

function differenceOf({ _id, ...difference }: DifferenceDocument): BillDifference {
  return { differenceId: _id, ...difference };
}

/**
 * Reads a document, decides, and writes the whole of it, in one transaction: a conditional update would merge the
 * objects in it instead of replacing them. Two writers conflict, and the later one decides again.
 */
async function change<Doc extends Document, Value, Result>(
  database: Database,
  at: { readonly collection: string; readonly id: string; readonly read: (document: Doc) => Value },
  decide: (known: Value | null) => BillChange<Result, Document>,
): Promise<Result> {
  return database.transaction(async (session) => {
    const found = await session.get<Doc>(at.collection, at.id);
    const { result, write } = decide(found && at.read(found));
    if (write !== undefined) await session.put(at.collection, write);
    return result;
  });
}

/** Reads a day, decides, writes. Not yet safe against conflicts: the caller runs it again from its start. */
export function changeBillDay<Result>(
  database: Database,
  date: string,
  decide: (day: BillDay | null) => BillChange<Result, BillDay>,
): Promise<Result> {
  return change(database, { collection: COLLECTIONS.billDays, id: date, read: dayOf }, (known) => {
    const { result, write } = decide(known);
    if (write === undefined) return { result };
    const { date: _id, ...day } = write;
    return { result, write: { _id, ...day } };
  });
}

/** As {@link changeBillDay}, for a difference. */
export function changeDifference<Result>(
  database: Database,
  differenceId: string,
  decide: (difference: BillDifference | null) => BillChange<Result, BillDifference>,
): Promise<Result> {
  const at = { collection: COLLECTIONS.billDifferences, id: differenceId, read: differenceOf };
  return change(database, at, (known) => {
    const { result, write } = decide(known);
    if (write === undefined) return { result };
    const { differenceId: _id, ...difference } = write;
    return { result, write: { _id, ...difference } };
  });
}

/** Keeps what a run found, one after the other: each is merged with what is known of it. */
export async function keepDifference(database: Database, found: BillDifference): Promise<void> {
  await changeDifference(database, found.differenceId, (known) => ({
    result: null,
    write: foundAgain(known, found),
  }));
}

/** One day, or null. */
export async function findBillDay(database: Database, date: string): Promise<BillDay | null> {
  const found = await database.get<BillDayDocument>(COLLECTIONS.billDays, date);
  return found && dayOf(found);
}

/** Days by date: the key. */
export async function listBillDays(
  database: Database,
  { from, to }: Query<'listBillDays'>,
): Promise<readonly BillDay[]> {
  const where = { _id: database.operators.within(from, to) };
  const days = await database.find<BillDayDocument>(COLLECTIONS.billDays, where, { sort: [['_id', 'asc']] });
  return days.map(dayOf);
}

/** Days with open differences, along `open`: few at any time. */
export async function listOpenBillDays(database: Database): Promise<readonly BillDay[]> {
  const where = { openDifferences: database.operators.gt(0) };
  const days = await database.find<BillDayDocument>(COLLECTIONS.billDays, where, { limit: MAX_PAGE });
  return days.map(dayOf).sort((a, b) => (a.date < b.date ? 1 : -1));
}

/** The latest day there is. */
export async function newestBillDay(database: Database): Promise<string | null> {
  const options = { sort: [['_id', 'desc']], limit: 1, fields: ['_id'] } as const;
  const [newest] = await database.find<Document>(COLLECTIONS.billDays, {}, options);
  return newest?._id ?? null;
}

/** Days with something to do, along `to_do`; one with nothing to do holds null and is below every time. */
export async function listBillDaysToDo(
  database: Database,
  { nowMs, limit }: Query<'listBillDaysToDo'>,
): Promise<readonly string[]> {
  const where = { nextStepAtMs: database.operators.between(0, nowMs + 1) };
  const options = { sort: [['nextStepAtMs', 'asc']], limit, fields: ['_id'] } as const;
  const days = await database.find<Document>(COLLECTIONS.billDays, where, options);
  return days.map(({ _id }) => _id).sort();
}

/** One difference, or null. */
export async function findDifference(
  database: Database,
  differenceId: string,
): Promise<BillDifference | null> {
  const found = await database.get<DifferenceDocument>(COLLECTIONS.billDifferences, differenceId);
  return found && differenceOf(found);
}

/** Differences of a day in one status, along `day`. */
export async function listDifferences(
  database: Database,
  { date, status, after, limit }: Query<'listDifferences'>,
): Promise<readonly BillDifference[]> {
  const where = { date, status, ...(after !== undefined && { _id: database.operators.gt(after) }) };
  const options = { sort: [['_id', 'asc']], limit } as const;
  const page = await database.find<DifferenceDocument>(COLLECTIONS.billDifferences, where, options);
  return page.map(differenceOf);
}

/** How many there are, along `day`. */
export function countDifferences(
  database: Database,
  date: string,
  status: BillDifference['status'],
): Promise<number> {
  return database.count(COLLECTIONS.billDifferences, { date, status });
}

/** Those that wait for a day's bill, along `awaiting`. */
export async function listAwaiting(database: Database, awaits: string): Promise<readonly BillDifference[]> {
  const options = { limit: MAX_PAGE } as const;
  return (await database.find<DifferenceDocument>(COLLECTIONS.billDifferences, { awaits }, options)).map(
    differenceOf,
  );
}
