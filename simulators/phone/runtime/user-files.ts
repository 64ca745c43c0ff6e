import { reportProblem } from './problems';
import { IDENTITY } from './world';

/** Files a mini program wrote, kept in the browser between visits: each holder of the phone has their own. */

const DATABASE = 'phone-files';
const STORE = 'files';

/** A file's content, or `null` for a folder. */
export type Kept = Uint8Array<ArrayBuffer> | null;

interface Row {
  readonly path: string;
  readonly content: Kept;
}

const keyOf = (path: string): string => `${IDENTITY} ${path}`;
const ownKeys = IDBKeyRange.bound(keyOf(''), keyOf('￿'));

function ended<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
  });
}

let database: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  if (database !== undefined) return database;
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return (database = ended(request));
}

async function inStore<Value>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> {
  return ended(work((await open()).transaction(STORE, mode).objectStore(STORE)));
}

/** Says so where the browser keeps nothing: what was written lasts only as long as the page. */
function sayLost(cause: unknown): void {
  reportProblem('文件', new Error('浏览器没有存下文件，关掉这个页面就没有了', { cause }));
}

/** Everything this holder's mini program has written before, by path. */
export async function keptUserFiles(): Promise<ReadonlyMap<string, Kept>> {
  try {
    const kept = await inStore<Row[]>('readonly', (store) => store.getAll(ownKeys));
    return new Map(kept.map(({ path, content }) => [path, content]));
  } catch (cause) {
    sayLost(cause);
    return new Map();
  }
}

function change(work: (store: IDBObjectStore) => IDBRequest): void {
  const changed = inStore('readwrite', (store) => {
    const request = work(store);
    // Else a page that is left at once takes it along.
    store.transaction.commit();
    return request;
  });
  changed.catch(sayLost);
}

/** Keeps a file or a folder under its path. */
export function keepUserFile(path: string, content: Kept): void {
  change((store) => store.put({ path, content } satisfies Row, keyOf(path)));
}

/** Forgets what was kept under a path. */
export function forgetUserFile(path: string): void {
  change((store) => store.delete(keyOf(path)));
}
