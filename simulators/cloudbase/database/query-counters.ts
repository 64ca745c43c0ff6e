/** What one query did, for tests that assert work instead of time. */
export type QueryExplanation = {
  readonly collection: string;
  /** Name of the index walked, `_id` for direct look-ups, null for a scan. */
  readonly index: string | null;
  /** Documents fetched and tested. */
  readonly examined: number;
  readonly returned: number;
  /** True when the matches had to be sorted after they were collected. */
  readonly sortedInMemory: boolean;
};

/** Running totals per collection and the last explanation. */
export class QueryCounters {
  readonly #byCollection = new Map<string, { queries: number; examined: number }>();
  #last: QueryExplanation | null = null;

  /** Counts one query. */
  record(explanation: QueryExplanation): void {
    const totals = this.#byCollection.get(explanation.collection) ?? { queries: 0, examined: 0 };
    totals.queries += 1;
    totals.examined += explanation.examined;
    this.#byCollection.set(explanation.collection, totals);
    this.#last = explanation;
  }

  /** The most recent query. */
  get last(): QueryExplanation | null {
    return this.#last;
  }

  /** Totals of one collection since the start. */
  totals(collection: string): { readonly queries: number; readonly examined: number } {
    return { ...(this.#byCollection.get(collection) ?? { queries: 0, examined: 0 }) };
  }
}
