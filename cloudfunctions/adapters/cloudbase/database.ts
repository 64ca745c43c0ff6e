import cloudbase from '@cloudbase/node-sdk';
import { StoreUnavailable } from '../../ports/store';
import { failureKind } from './failure';

/** A document as it lies in the database. */
export interface Document {
  readonly _id: string;
}

/** What a conditional read may ask for. `undefined` is refused: the SDK would drop the condition without a word. */
export type Where = Readonly<Record<string, unknown>>;

/** The operations the shop uses, inside or outside a transaction. */
export interface Session {
  get<Doc extends Document>(collection: string, id: string): Promise<Doc | null>;
  find<Doc extends Document>(
    collection: string,
    where: Where,
    options?: FindOptions,
  ): Promise<readonly Doc[]>;
  /** Adds documents; a key that is there already is a failure of kind `duplicate`. */
  add(collection: string, documents: readonly Document[]): Promise<void>;
  /** Replaces or adds one whole document. */
  put(collection: string, document: Document): Promise<void>;
  /** Changes one document only where all of `where` holds; answers whether it did. A nested object is replaced whole. */
  changeIf(collection: string, where: Where, fields: Where): Promise<boolean>;
  /** Deletes one document; one that is gone already is no failure. */
  remove(collection: string, id: string): Promise<void>;
}

/** Order and size of a page; without a limit the server's own longest page. */
export interface FindOptions {
  /** Without it whole documents; `_id` always comes along. */
  readonly fields?: readonly string[];
  readonly sort?: readonly (readonly [field: string, direction: 'asc' | 'desc'])[];
  readonly limit?: number;
}

/** Comparisons for conditions, and additions for changes, in the SDK's own form. */
export interface Operators {
  /** What is there and this much more. */
  inc(by: number): unknown;
  gt(value: unknown): unknown;
  lt(value: unknown): unknown;
  lte(value: unknown): unknown;
  /** From `low` to `high`, both included. */
  within(low: unknown, high: unknown): unknown;
  in(values: readonly unknown[]): unknown;
  /** A list that holds all of these. */
  all(values: readonly unknown[]): unknown;
  /** Greater than `low` and less than `high`. */
  between(low: unknown, high: unknown): unknown;
}

/** A connection with its comparison operators. */
export interface Database extends Session {
  /** How many documents match; outside transactions only, where the SDK would lose the transaction. */
  count(collection: string, where: Where): Promise<number>;
  /** Runs `work` once in a snapshot transaction; rolls back when it throws. */
  transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result>;
  readonly operators: Operators;
}

/** Below the functions' own timeout, so that a lost reply is seen as such. */
const REQUEST_TIMEOUT_MS = 5_000;
/** The server returns no more than this many documents for one query. */
export const MAX_PAGE = 1_000;
/** How long a decision is tried again before the caller is told to come back. */
const RETRY_DEADLINE_MS = 9_000;
/** Measured with a hundred buyers of one SKU: shorter pauses spend their time on conflicts. */
const FIRST_PAUSE_MS = 30;
const LONGEST_PAUSE_MS = 600;

type SdkDatabase = ReturnType<ReturnType<typeof cloudbase.init>['database']>;
type SdkTransaction = Awaited<ReturnType<SdkDatabase['startTransaction']>>;

/** @throws TypeError naming the path of the first `undefined` in a filter or a document. */
function refuseUndefined(value: unknown, path: string): void {
  if (value === undefined) throw new TypeError(`${path} is undefined; the database would ignore it silently`);
  if (value === null || typeof value !== 'object' || value instanceof Date) return;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return;
  for (const [key, inner] of Object.entries(value)) refuseUndefined(inner, `${path}.${key}`);
}

/** Some SDK calls answer `{ code, message }` instead of throwing it. */
function orThrow<Reply extends object>(reply: Reply): Reply {
  const code: unknown = Reflect.get(reply, 'code');
  if (typeof code === 'string' && code !== '') throw reply;
  return reply;
}

type Command = SdkDatabase['command'];

/** The SDK would merge a nested object into what is there, and fail where that is null. */
function replacing(fields: Where, command: Command): Where {
  const nested = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  const whole = Object.entries(fields).map(
    ([name, value]) => [name, nested(value) ? command.set(value) : value] as const,
  );
  return Object.fromEntries(whole);
}

function session(source: Pick<SdkDatabase, 'collection'>, command: Command, inTransaction: boolean): Session {
  return {
    async get<Doc extends Document>(collection: string, id: string) {
      refuseUndefined(id, `${collection}._id`);
      const { data } = orThrow(await source.collection(collection).doc(id).get());
      // In a transaction the SDK answers the document itself, outside it a list of one.
      const found: unknown = inTransaction ? data : (data as readonly unknown[])[0];
      return (found ?? null) as Doc | null;
    },
    async find<Doc extends Document>(collection: string, where: Where, options: FindOptions = {}) {
      refuseUndefined(where, collection);
      let query = source
        .collection(collection)
        .where(where)
        .limit(options.limit ?? MAX_PAGE);
      for (const [field, direction] of options.sort ?? []) query = query.orderBy(field, direction);
      if (options.fields !== undefined)
        query = query.field(Object.fromEntries(options.fields.map((field) => [field, true])));
      const { data } = orThrow(await query.get());
      return data as readonly Doc[];
    },
    async add(collection, documents) {
      refuseUndefined(documents, collection);
      if (documents.length > 0) orThrow((await source.collection(collection).add([...documents])) as object);
    },
    async put(collection, document) {
      refuseUndefined(document, collection);
      const { _id, ...fields } = document;
      orThrow((await source.collection(collection).doc(_id).set(fields)) as object);
    },
    async changeIf(collection, where, fields) {
      refuseUndefined(where, collection);
      refuseUndefined(fields, collection);
      const reply: { updated: number } = orThrow(
        await source.collection(collection).where(where).updateAndReturn(replacing(fields, command)),
      );
      return reply.updated === 1;
    },
    async remove(collection, id) {
      refuseUndefined(id, `${collection}._id`);
      orThrow((await source.collection(collection).doc(id).remove()) as object);
    },
  };
}

async function rollback(transaction: SdkTransaction): Promise<void> {
  try {
    await transaction.rollback(undefined);
  } catch (error) {
    // The server drops an abandoned transaction after 30 seconds; the failure that led here is what matters.
    if (failureKind(error) === 'other') throw error;
  }
}

/**
 * Connects through the unmodified SDK, which takes endpoint and credentials from the environment.
 * @param environmentId the CloudBase environment.
 */
export function connect(environmentId: string): Database {
  const database = cloudbase.init({ env: environmentId, timeout: REQUEST_TIMEOUT_MS }).database();
  const { command } = database;
  return {
    ...session(database, command, false),
    async count(collection, where) {
      refuseUndefined(where, collection);
      const { total } = orThrow(await database.collection(collection).where(where).count());
      if (total === undefined) throw new TypeError(`${collection}: the count came without a number`);
      return total;
    },
    operators: {
      inc: (by) => command.inc(by),
      gt: (value) => command.gt(value),
      lt: (value) => command.lt(value),
      lte: (value) => command.lte(value),
      within: (low, high) => command.gte(low).and(command.lte(high)),
      in: (values) => command.in([...values]),
      all: (values) => command.all([...values]),
      between: (low, high) => command.gt(low).and(command.lt(high)),
    },
    async transaction(work) {
      const transaction = await database.startTransaction();
      try {
        const result = await work(session(transaction, command, true));
        await transaction.commit();
        return result;
      } catch (error) {
        if (!transaction.commited) await rollback(transaction);
        throw error;
      }
    },
  };
}

/** Thrown inside a transaction when another writer was faster: roll back and decide again. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/**
 * Runs `work` again from its start after a conflict, a throttle or a lost reply, with growing jittered pauses: the
 * SDK's own three immediate retries lose most of a crowd. `work` must be safe to repeat.
 * @throws StoreUnavailable after the deadline.
 */
export async function retrying<Result>(
  what: string,
  work: () => Promise<Result>,
  { deadlineMs = RETRY_DEADLINE_MS } = {},
): Promise<Result> {
  const deadline = performance.now() + deadlineMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      const repeatable = error instanceof Overtaken || failureKind(error) !== 'other';
      if (!repeatable) throw error;
      if (performance.now() + pause > deadline)
        throw new StoreUnavailable(`${what}: the database is busy`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }
}
