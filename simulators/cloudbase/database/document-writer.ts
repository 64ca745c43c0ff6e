import { randomBytes } from 'node:crypto';
import type { Collection } from './collection';
import type { Database } from './database';
import { duplicateKey, invalidParam, transactionConflict, transactionGone } from './database-error';
import type { DocumentId, Fields, StoredDocument } from './document';
import { documentId, storedDocument } from './document';
import { compileQuery, findDocuments } from './document-reader';
import type { Transaction } from './transaction';
import { guardUpdate, updatedDocument } from './update-document';

/** Where a write goes; outside a transaction it waits for one that holds the document. */
export type WriteTarget = {
  readonly database: Database;
  readonly collection: Collection;
  readonly transaction: Transaction | null;
};

/** What a write becomes once the current document is known: undefined leaves it as it is, null removes it. */
type Decision = StoredDocument | null | undefined;

/** Adds documents one after the other, as MongoDB does: those before a refused one stay. */
export async function insertDocuments(
  target: WriteTarget,
  documents: readonly Fields[],
): Promise<DocumentId[]> {
  const ids: DocumentId[] = [];
  for (const fields of documents) {
    const document = storedDocument({ ...fields, _id: fields._id ?? randomBytes(16).toString('hex') });
    await write(target, document._id, (current) => {
      if (current === null) return document;
      throw duplicateKey(target.collection.name, '_id_', `{ _id: ${JSON.stringify(document._id)} }`);
    });
    ids.push(document._id);
  }
  return ids;
}

/** Applies update operators to the matching documents; counts those that changed. */
export async function updateDocuments(
  target: WriteTarget,
  selection: { readonly query: Fields; readonly multi: boolean },
  changes: Fields,
): Promise<number> {
  guardUpdate(changes);
  return changeMatching(target, selection, (current) => updatedDocument(current, changes));
}

/** Updates the first matching document and answers it as it became; null if none matches. */
export async function updateAndReturn(
  target: WriteTarget,
  query: Fields,
  changes: Fields,
): Promise<StoredDocument | null> {
  guardUpdate(changes);
  const matches = compileQuery(query);
  let after: StoredDocument | null = null;
  for (const { _id } of candidates(target, query)) {
    await write(target, _id, (current) => {
      if (current === null || !matches(current)) return undefined;
      const next = updatedDocument(current, changes);
      after = next ?? current;
      return next;
    });
    if (after !== null) break;
  }
  return after;
}

/** Replaces or creates one document. */
export async function setDocument(
  target: WriteTarget,
  id: unknown,
  fields: Fields,
): Promise<{ readonly created: boolean; readonly id: DocumentId }> {
  const document = storedDocument({ _id: documentId(id), ...fields });
  if (document._id !== id) throw invalidParam('the _id of a document cannot be changed');
  let created = false;
  await write(target, document._id, (current) => {
    created = current === null;
    return document;
  });
  return { created, id: document._id };
}

/** Removes the matching documents; counts them. */
export async function removeDocuments(
  target: WriteTarget,
  selection: { readonly query: Fields; readonly multi: boolean },
): Promise<number> {
  return changeMatching(target, selection, () => null);
}

function candidates({ collection, transaction, database }: WriteTarget, query: Fields): StoredDocument[] {
  return findDocuments({ collection, query, transaction }, database.counters);
}

async function changeMatching(
  target: WriteTarget,
  { query, multi }: { readonly query: Fields; readonly multi: boolean },
  change: (current: StoredDocument) => Decision,
): Promise<number> {
  const matches = compileQuery(query);
  let changed = 0;
  for (const { _id } of candidates(target, query)) {
    let matched = false;
    // Tested again on the current document: this is what makes a conditional update atomic.
    const written = await write(target, _id, (current) => {
      matched = current !== null && matches(current);
      return matched ? change(current!) : undefined;
    });
    if (written) changed += 1;
    if (matched && !multi) break;
  }
  return changed;
}

/** Decides and writes without a gap between; true if something was written. */
async function write(
  { database, collection, transaction }: WriteTarget,
  id: DocumentId,
  decide: (current: StoredDocument | null) => Decision,
): Promise<boolean> {
  for (;;) {
    // A batch spans several turns of the event loop; the transaction may have ended meanwhile.
    if (transaction?.open === false) throw transactionGone();
    let obstacle: Transaction | 'conflict' | null | undefined = collection.lockedBy(id);
    if (obstacle === undefined || obstacle === transaction) {
      if (transaction !== null) database.checkFresh(collection, id, transaction);
      const next = decide(collection.visible(id, transaction));
      if (next === undefined) return false;
      obstacle = next === null ? null : collection.uniqueObstacle(next, transaction);
      if (obstacle === null) {
        if (transaction === null) {
          database.commit([{ collection, id, document: next }]);
        } else {
          collection.lock(transaction, id, next);
          transaction.put({ collection, id, document: next });
        }
        return true;
      }
    }
    if (transaction !== null || obstacle === 'conflict') throw transactionConflict();
    await obstacle.ended;
  }
}
