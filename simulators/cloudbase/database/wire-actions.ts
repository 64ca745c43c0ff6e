import * as v from 'valibot';
import { aggregateDocuments } from './aggregation';
import type { SortField } from './bson-order';
import type { Database } from './database';
import { DatabaseError, invalidParam, requestFailed, unsupported } from './database-error';
import type { Fields } from './document';
import { countDocuments, findDocuments, projectDocuments } from './document-reader';
import type { WriteTarget } from './document-writer';
import {
  insertDocuments,
  removeDocuments,
  setDocument,
  updateAndReturn,
  updateDocuments,
} from './document-writer';
import type { ServerDates } from './ejson';
import { decodeEjson, encodeEjson } from './ejson';

/** What the SDK reads when it asks for nothing, and the most it can ask for. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** Everything but `requestId` of a successful reply. */
export type WireReply = { readonly data?: unknown; readonly transactionId?: string };

export type WireContext = {
  readonly database: Database;
  /** The cloud's clock, for serverDate. */
  readonly now: () => number;
};

const Text = v.pipe(v.string(), v.minLength(1));
const Request = v.looseObject({
  action: Text,
  collectionName: v.optional(Text),
  transactionId: v.nullish(Text),
  query: v.nullish(v.string()),
  queryType: v.optional(v.picklist(['DOC', 'WHERE'])),
  order: v.nullish(v.string()),
  offset: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  limit: v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0))),
  projection: v.nullish(v.string()),
  data: v.optional(v.union([v.string(), v.array(v.string())])),
  multi: v.optional(v.boolean()),
  merge: v.optional(v.boolean()),
  upsert: v.optional(v.boolean()),
  stages: v.optional(v.array(v.object({ stageKey: Text, stageValue: v.string() }))),
});

/** A request body of the database protocol. */
export type WireRequest = v.InferOutput<typeof Request>;

/** The body as a request, or INVALID_PARAM. */
export function parseWireRequest(body: unknown): WireRequest {
  const parsed = v.safeParse(Request, body);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw invalidParam(`${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
}

type Action = (request: WireRequest, context: WireContext) => WireReply | Promise<WireReply>;

const ACTIONS: Readonly<Record<string, Action>> = {
  'database.addCollection': (request, { database }) => {
    database.createCollection(request.collectionName ?? '');
    return {};
  },
  'database.insertDocument': (request, context) =>
    inTransaction(request, context, async (target) => {
      if (!Array.isArray(request.data)) throw invalidParam('data must be a list of documents');
      const documents = request.data.map((text) => decodeEjson(text, serverDates(request, context)));
      return { data: { insertedIds: await insertDocuments(target, documents) } };
    }),
  'database.getDocument': (request, context) =>
    inTransaction(request, context, (target) => getDocument(request, target)),
  'database.calculateDocument': (request, context) =>
    inTransaction(request, context, ({ database, collection, transaction }) => ({
      data: {
        total: countDocuments(
          { collection, transaction, query: optionalEjson(request.query) },
          database.counters,
        ),
      },
    })),
  'database.modifyDocument': (request, context) =>
    inTransaction(request, context, (target) => modifyDocument(request, context, target)),
  'database.modifyAndReturnDoc': (request, context) =>
    inTransaction(request, context, async (target) => {
      const changes = decodeEjson(request.data, serverDates(request, context));
      const document = await updateAndReturn(target, requiredQuery(request), changes);
      return {
        data: { updated: document === null ? 0 : 1, doc: document === null ? null : encodeEjson(document) },
      };
    }),
  'database.removeDocument': (request, context) =>
    inTransaction(request, context, async (target) => {
      const selection = { query: requiredQuery(request), multi: request.multi ?? false };
      return { data: { deleted: await removeDocuments(target, selection) } };
    }),
  'database.aggregateDocuments': (request, context) =>
    inTransaction(request, context, (target) => {
      if (target.transaction !== null) throw unsupported('aggregation inside a transaction');
      return { data: { list: aggregateDocuments(target, request.stages ?? []).map(encodeEjson) } };
    }),
  'database.startTransaction': (_request, { database }) => ({
    transactionId: database.beginTransaction().id,
  }),
  'database.commitTransaction': (request, { database }) => {
    database.commitTransaction(request.transactionId ?? '');
    return {};
  },
  'database.abortTransaction': (request, { database }) => {
    database.abortTransaction(request.transactionId ?? '');
    return {};
  },
};

/** Carries out one database request; resolves only when what it did, and what it saw, is durable. */
export async function runWireAction(request: WireRequest, context: WireContext): Promise<WireReply> {
  const action = Object.hasOwn(ACTIONS, request.action) ? ACTIONS[request.action] : undefined;
  if (action === undefined) throw unsupported(`action ${request.action}`);
  try {
    return await action(request, context);
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    throw requestFailed(cause instanceof Error ? cause.message : String(cause));
  } finally {
    await context.database.durable();
  }
}

async function inTransaction(
  request: WireRequest,
  { database }: WireContext,
  act: (target: WriteTarget) => WireReply | Promise<WireReply>,
): Promise<WireReply> {
  const id = request.transactionId ?? null;
  const transaction = id === null ? null : database.transaction(id);
  try {
    return await act({
      database,
      collection: database.collection(request.collectionName ?? ''),
      transaction,
    });
  } catch (cause) {
    // MongoDB aborts the whole transaction when one of its operations fails.
    if (id !== null) database.abortIfOpen(id);
    throw cause;
  }
}

function getDocument(request: WireRequest, { database, collection, transaction }: WriteTarget): WireReply {
  const limit = Math.min(request.limit ?? (request.queryType === 'DOC' ? 1 : DEFAULT_LIMIT), MAX_LIMIT);
  const offset = request.offset ?? 0;
  const query = optionalEjson(request.query);
  const order = sortOrder(request.order);
  const found = findDocuments(
    { collection, transaction, query, order, skip: offset, limit },
    database.counters,
  );
  const list = projectDocuments(found, optionalEjson(request.projection));
  return { data: { list: list.map(encodeEjson), offset, limit } };
}

async function modifyDocument(
  request: WireRequest,
  context: WireContext,
  target: WriteTarget,
): Promise<WireReply> {
  const query = requiredQuery(request);
  const data = decodeEjson(request.data, serverDates(request, context));
  if (request.merge === true) {
    if (request.upsert === true) throw unsupported('update with upsert');
    const updated = await updateDocuments(target, { query, multi: request.multi ?? false }, data);
    return { data: { updated, upsert_id: null } };
  }
  if (request.queryType !== 'DOC' || request.upsert !== true)
    throw unsupported('replacing without doc(id).set');
  const { created, id } = await setDocument(target, query._id, data);
  return { data: created ? { updated: 0, upsert_id: id } : { updated: 1, upsert_id: null } };
}

/** The service rejects server dates in a transaction: the date would be known only at commit. */
function serverDates(request: WireRequest, { now }: WireContext): ServerDates {
  return request.transactionId ? 'refused' : { now };
}

function requiredQuery(request: WireRequest): Fields {
  if (request.query === undefined || request.query === null) throw invalidParam('query is required');
  return decodeEjson(request.query);
}

function optionalEjson(text: string | null | undefined): Fields {
  return text === undefined || text === null || text === '' ? {} : decodeEjson(text);
}

function sortOrder(text: string | null | undefined): SortField[] {
  return Object.entries(optionalEjson(text)).map(([field, direction]) => {
    if (direction !== 1 && direction !== -1) throw invalidParam(`order of ${field} must be 1 or -1`);
    return [field, direction];
  });
}
