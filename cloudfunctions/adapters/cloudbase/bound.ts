import type { Database } from './database';
import { retrying } from './database';

/** Binds reads and repeatable writes to a database: they repeat themselves through conflicts and throttles. */
export function boundTo(database: Database) {
  return <Args extends unknown[], Result>(
      what: string,
      work: (database: Database, ...args: Args) => Promise<Result>,
    ) =>
    (...args: Args) =>
      retrying(what, () => work(database, ...args));
}
