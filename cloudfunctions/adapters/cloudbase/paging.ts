import type { Database, Document, FindOptions, Where } from './database';

/**
 * One page from several conditions, the documents of the first before those of the second. After a document come first
 * those of the same sorted value, then those beyond it: two walks along one index, where an "or" of both would be a scan.
 */
export async function findInTurn<Doc extends Document>(
  database: Database,
  collection: string,
  ways: readonly Where[],
  { limit, ...options }: FindOptions & { readonly limit: number },
): Promise<readonly Doc[]> {
  const found: Doc[] = [];
  for (const where of ways)
    if (found.length < limit)
      found.push(
        ...(await database.find<Doc>(collection, where, { ...options, limit: limit - found.length })),
      );
  return found;
}
