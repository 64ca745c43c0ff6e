import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { lockDataDirectory } from '../../simulators/cloudbase/database/data-directory-lock';

/** What the world keeps in its data directory; nothing else in there is ours to delete. */
const OURS = ['wechat-pay', 'cloud'] as const;
const LOCK_FILE = 'lock';
/** Says in which form the data was written. */
const FORMAT_FILE = 'format';
/** Raised when orders or products are kept in another form than before; nothing is converted. */
const FORMAT = '2';

/** Why a data directory cannot be used, in one sentence. */
export class DataDirectoryError extends Error {
  override readonly name = 'DataDirectoryError';
}

function bearsOurMark(dir: string): boolean {
  return existsSync(path.join(dir, 'wechat-pay', 'merchant.json'));
}

function isEmpty(dir: string): boolean {
  return !existsSync(dir) || readdirSync(dir).every((name) => name === LOCK_FILE || name === FORMAT_FILE);
}

/** Data from before the mark was introduced bears none. */
function formatOf(dir: string): string {
  const file = path.join(dir, FORMAT_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '1';
}

/**
 * Takes the directory for this process, so that two shops never write the same books. With `fresh` the shop's own
 * folders are deleted first, and only where a world of ours has left its mark.
 * @throws DataDirectoryError when another process has it, when it was written in another form, or when `fresh` is asked of somebody else's directory
 */
export async function takeDataDirectory(
  dir: string,
  { fresh }: { readonly fresh: boolean },
): Promise<{ release(): void }> {
  if (fresh && !isEmpty(dir) && !bearsOurMark(dir))
    throw new DataDirectoryError(`--fresh deletes nothing: ${dir} holds files that are not a shop's data`);
  if (!fresh && bearsOurMark(dir) && formatOf(dir) !== FORMAT)
    throw new DataDirectoryError(
      `${dir} was written by another version of the shop and cannot be read by this one: ` +
        'begin anew with --fresh, which deletes its orders, or name another directory with --data',
    );
  const lock = lockDirectory(dir);
  if (fresh)
    await Promise.all(OURS.map((name) => rm(path.join(dir, name), { recursive: true, force: true })));
  writeFileSync(path.join(dir, FORMAT_FILE), `${FORMAT}\n`);
  return lock;
}

function lockDirectory(dir: string): { release(): void } {
  try {
    return lockDataDirectory(dir);
  } catch (cause) {
    throw new DataDirectoryError((cause as Error).message, { cause });
  }
}
