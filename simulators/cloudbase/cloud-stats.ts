import type { Cloud } from './cloud';
import type { JournalCounts } from './database/journal';
import type { QueryExplanation } from './database/query-counters';
import type { FunctionState } from './functions/function-runner';

/** What the emulated cloud has done so far. */
export type CloudStats = {
  readonly collections: readonly {
    readonly name: string;
    readonly count: number;
    readonly indexes: readonly string[];
    readonly queries: number;
    /** Documents fetched and tested by all queries: a scan where an index was meant shows here. */
    readonly examined: number;
  }[];
  readonly lastQuery: QueryExplanation | null;
  readonly openTransactions: number;
  /** Files in the storage. */
  readonly files: number;
  readonly journal: JournalCounts;
  readonly functions: Readonly<Record<string, FunctionState>>;
};

/** A snapshot of the counters. */
export function cloudStats({
  database,
  storage,
  runner,
}: Pick<Cloud, 'database' | 'storage' | 'runner'>): CloudStats {
  return {
    collections: [...database.collections()].map((collection) => ({
      name: collection.name,
      count: collection.count,
      indexes: collection.indexes.map(({ definition }) => definition.name),
      ...database.counters.totals(collection.name),
    })),
    lastQuery: database.counters.last,
    openTransactions: database.openTransactions,
    files: storage.files.count,
    journal: database.journalCounts,
    functions: runner.state(),
  };
}
