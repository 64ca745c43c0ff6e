import type { BillStore } from '../../ports/bill-store';
import {
  changeBillDay,
  changeDifference,
  countDifferences,
  findBillDay,
  findDifference,
  keepDifference,
  listAwaiting,
  listBillDays,
  listBillDaysToDo,
  listDifferences,
  listOpenBillDays,
  newestBillDay,
} from './bill-books';
import { findPayments, findRefunds, walkPayments, walkRefunds, walkRevoked } from './bill-walks';
import type { Database } from './database';
import { retrying } from './database';

/** The part of the store that is about bills. Every method repeats itself through conflicts and throttles. */
export function createBillStore(database: Database): BillStore {
  const safe =
    <Args extends unknown[], Result>(
      what: string,
      work: (database: Database, ...args: Args) => Promise<Result>,
    ) =>
    (...args: Args) =>
      retrying(what, () => work(database, ...args));
  return {
    findBillDay: safe('findBillDay', findBillDay),
    listBillDays: safe('listBillDays', listBillDays),
    listOpenBillDays: safe('listOpenBillDays', listOpenBillDays),
    newestBillDay: safe('newestBillDay', newestBillDay),
    listBillDaysToDo: safe('listBillDaysToDo', listBillDaysToDo),
    changeBillDay: (date, decide) => retrying('changeBillDay', () => changeBillDay(database, date, decide)),
    keepDifferences: async (found) => {
      for (const one of found) await retrying('keepDifferences', () => keepDifference(database, one));
    },
    findDifference: safe('findDifference', findDifference),
    changeDifference: (differenceId, decide) =>
      retrying('changeDifference', () => changeDifference(database, differenceId, decide)),
    listDifferences: safe('listDifferences', listDifferences),
    countDifferences: safe('countDifferences', countDifferences),
    listAwaiting: safe('listAwaiting', listAwaiting),
    walkPayments: safe('walkPayments', walkPayments),
    walkRefunds: safe('walkRefunds', walkRefunds),
    walkRevoked: safe('walkRevoked', walkRevoked),
    findPayments: safe('findPayments', findPayments),
    findRefunds: safe('findRefunds', findRefunds),
  };
}
