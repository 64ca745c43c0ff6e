import type { KeyCache, KeyCacheEntry } from '../../ports/platform-keys';
import type { Database, Document } from './database';
import { retrying } from './database';
import { COLLECTIONS } from './schema';

/** What is kept for one merchant, under its mchid. */
interface PlatformKeysDocument extends Document, KeyCacheEntry {}

/** A notification must be answered within 5 s, so the keys of it are not waited for as long as an order is. */
const DEADLINE_MS = 2_000;

/** Carries platform keys between functions in CloudBase's document database. */
export function createCloudbaseKeyCache(database: Database): KeyCache {
  const { platformKeys } = COLLECTIONS;
  const options = { deadlineMs: DEADLINE_MS };
  return {
    read: (mchid) =>
      retrying(
        'readPlatformKeys',
        async () => {
          const document = await database.get<PlatformKeysDocument>(platformKeys, mchid);
          if (document === null) return null;
          const { answer, checkedAtMs, wantedAtMs } = document;
          return { answer, checkedAtMs, wantedAtMs };
        },
        options,
      ),
    keep: (mchid, { answer, checkedAtMs }) =>
      retrying(
        'keepPlatformKeys',
        async () => {
          const document: PlatformKeysDocument = { _id: mchid, answer, checkedAtMs, wantedAtMs: null };
          await database.put(platformKeys, document);
        },
        options,
      ),
    want: (mchid, atMs) =>
      retrying(
        'wantPlatformKeys',
        async () => {
          await database.changeIf(platformKeys, { _id: mchid }, { wantedAtMs: atMs });
        },
        options,
      ),
  };
}
