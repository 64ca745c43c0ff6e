import type { BillDay } from '../../core/reconciliation/bill-day';
import type { BillDifference } from '../../core/reconciliation/difference';
import { foundAgain } from '../../core/reconciliation/difference';
import type { BillChange, BillStore } from '../../ports/bill-store';
import type { Database, Document } from './database';
import { MAX_PAGE, Overtaken } from './database';
import { failureKind } from './failure';
import { COLLECTIONS } from './schema';

type Query<Method extends keyof BillStore> = Parameters<BillStore[Method]>[0];

interface Revised extends Document {
  readonly revision: number;
}
/** A day under its date. */
interface BillDayDocument extends Revised, Omit<BillDay, 'date'> {}
/** A difference under its id. */
interface DifferenceDocument extends Revised, Omit<BillDifference, 'differenceId'> {}

function dayOf({ _id, revision: _revision, ...day }: BillDayDocument): BillDay {
  return { date: _id, ...day };
}

function differenceOf({ _id, revision: _revision, ...difference }: DifferenceDocument): BillDifference {
  return { differenceId: _id, ...difference };
}

/** Writes a document over the one that was read, or as a new one. @throws Overtaken when another writer was faster. */
async function replace(database: Database, collection: string, document: Revised): Promise<void> {
  const { _id, ...fields } = document;
  try {
    const before = document.revision - 1;
    if (before === 0) await database.add(collection, [document]);
    else if (!(await database.changeIf(collection, { _id, revision: before }, fields)))
      throw new Overtaken(`${collection} ${_id} was changed by another writer`);
  } catch (error) {
    if (failureKind(error) !== 'duplicate') throw error;
    throw new Overtaken(`${collection} ${_id} was added by another writer`);
  }
}

/** Reads a day, decides, writes. The caller runs it again from its start. @throws Overtaken */
export async function changeBillDay<Result>(
  database: Database,
  date: string,
  decide: (day: BillDay | null) => BillChange<Result, BillDay>,
): Promise<Result> {
  const found = await database.get<BillDayDocument>(COLLECTIONS.billDays, date);
  const { result, write } = decide(found && dayOf(found));
  if (write === undefined) return result;
  const { date: _id, ...day } = write;
  await replace(database, COLLECTIONS.billDays, { _id, ...day, revision: (found?.revision ?? 0) + 1 } as Revised);
  return result;
}

/** As {@link changeBillDay}, for a difference. @throws Overtaken */
export async function changeDifference<Result>(
  database: Database,
  differenceId: string,
  decide: (difference: BillDifference | null) => BillChange<Result, BillDifference>,
): Promise<Result> {
  const found = await database.get<DifferenceDocument>(COLLECTIONS.billDifferences, differenceId);
  const { result, write } = decide(found && differenceOf(found));
  if (write === undefined) return result;
  const { differenceId: _id, ...difference } = write;
  const revision = (found?.revision ?? 0) + 1;
  await replace(database, COLLECTIONS.billDifferences, { _id, ...difference, revision } as Revised);
  return result;
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
