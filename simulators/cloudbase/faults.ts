import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { DatabaseError, duplicateKey, transactionConflict } from './database/database-error';

const Rule = v.strictObject({
  /** `replyLost` acts and then destroys the connection: the caller cannot know. */
  kind: v.picklist(['conflict', 'duplicate', 'replyLost', 'throttled', 'latency']),
  /** Wire action such as `database.modifyDocument`; any if absent. */
  action: v.optional(v.string()),
  collection: v.optional(v.string()),
  /** How often it strikes; for ever if absent. */
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Chance of striking a matching request, 1 if absent; drawn from the seeded source. */
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  /** For `latency`. */
  delayMs: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000))),
});

/** A fault to inject into database requests. */
export type FaultRule = v.InferInput<typeof Rule>;

/** A planted rule and how often it struck. */
export type PlantedFault = FaultRule & { readonly id: string; readonly struck: number };

/** What the faults do to one request. */
export type FaultVerdict = {
  readonly delayMs: number;
  readonly error: DatabaseError | null;
  readonly loseReply: boolean;
};

/** Faults planted by tests; one seeded source of chance, so that a run can be repeated. */
export class Faults {
  #rules: { readonly id: string; readonly rule: FaultRule; struck: number }[] = [];
  #random: () => number = seededRandom(1);

  /** Plants a rule and answers its id; throws on a malformed rule. */
  add(rule: FaultRule): string {
    const id = randomUUID();
    this.#rules.push({ id, rule: v.parse(Rule, rule), struck: 0 });
    return id;
  }

  /** Removes one rule, or all. */
  clear(id?: string): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((planted) => planted.id !== id);
  }

  /** Restarts the source of chance. */
  seed(seed: number): void {
    this.#random = seededRandom(seed);
  }

  /** Every rule still planted, the worn-out ones included. */
  list(): PlantedFault[] {
    return this.#rules.map(({ id, rule, struck }) => ({ ...rule, id, struck }));
  }

  /** Decides what happens to a request; counts the rules that strike. */
  verdict(request: { readonly action: string; readonly collection: string }): FaultVerdict {
    let [delayMs, loseReply] = [0, false];
    let error: DatabaseError | null = null;
    for (const planted of this.#rules) {
      const { kind, action, collection, times, probability = 1 } = planted.rule;
      if (times !== undefined && planted.struck >= times) continue;
      if (action !== undefined && action !== request.action) continue;
      if (collection !== undefined && collection !== request.collection) continue;
      if (kind !== 'latency' && error !== null) continue;
      if (this.#random() >= probability) continue;
      planted.struck += 1;
      if (kind === 'latency') delayMs += planted.rule.delayMs ?? 100;
      else if (kind === 'replyLost') loseReply = true;
      else error = faultError(kind, request.collection);
    }
    return { delayMs, error, loseReply };
  }
}

function faultError(kind: 'conflict' | 'duplicate' | 'throttled', collection: string): DatabaseError {
  switch (kind) {
    case 'conflict':
      return transactionConflict();
    case 'duplicate':
      return duplicateKey(collection, '_id_', '{ _id: "injected" }');
    case 'throttled':
      return new DatabaseError(
        'EXCEED_REQUEST_LIMIT',
        '[RequestLimitExceeded] Request limit exceeded, injected by a fault.',
      );
  }
}

/** mulberry32: small, fast, good enough to choose when to fail. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
