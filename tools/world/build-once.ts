import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** One sum over names and content; a file that is missing is a content of its own. */
async function sumOf(files: readonly string[]): Promise<string> {
  const sums = await Promise.all(
    files.toSorted().map(async (file) => {
      const content = await contentOf(file);
      return content === null
        ? `${file}\0-`
        : `${file}\0${createHash('sha256').update(content).digest('hex')}`;
    }),
  );
  return createHash('sha256').update(sums.join('\n')).digest('hex');
}

/** Null where there is no such file. */
async function contentOf(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    return null;
  }
}

/** Puts a file in place in one step: whoever starts beside this process never reads half of it. */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}-${randomUUID()}`;
  await writeFile(fresh, content);
  await rename(fresh, file);
}

/** The stamp is a sum, and below it every file besides the sources that the sum is over. */
async function stampIsTrue(stampFile: string, sources: readonly string[]): Promise<boolean> {
  const kept = await contentOf(stampFile);
  if (kept === null) return false;
  const [sum, ...others] = kept.toString('utf8').split('\n');
  return sum === (await sumOf([...sources, ...others]));
}

/**
 * Builds, unless the last build read the same files and what it wrote is still as it left it: content is compared, not
 * times.
 *
 * `sources` answers every file whose content or mere existence may change the outcome. It is asked again afterwards; a
 * build during which one changed is not remembered. `build` answers what else it read, and what it wrote.
 */
export async function buildOnce({
  stampFile,
  sources,
  build,
}: {
  readonly stampFile: string;
  readonly sources: () => readonly string[];
  readonly build: () => Promise<{ readonly alsoRead: readonly string[]; readonly wrote: readonly string[] }>;
}): Promise<void> {
  if (await stampIsTrue(stampFile, sources())) return;
  const before = await sumOf(sources());
  const { alsoRead, wrote } = await build();
  const read = sources();
  if ((await sumOf(read)) !== before) return;
  const others = [...alsoRead, ...wrote];
  await replaceFile(stampFile, [await sumOf([...read, ...others]), ...others].join('\n'));
}
