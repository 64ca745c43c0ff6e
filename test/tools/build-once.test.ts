import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildOnce } from '../../tools/world/build-once';

let dir: string;
const file = (name: string): string => path.join(dir, name);
const sources = (): string[] => readdirSync(file('src')).map((name) => file(`src/${name}`));

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-build-'));
  mkdirSync(file('src'));
  writeFileSync(file('src/one.ts'), 'one');
  writeFileSync(file('src/two.ts'), 'two');
  writeFileSync(file('package.js'), 'a package');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Whether it built. */
async function built({ meanwhile = (): void => undefined } = {}): Promise<boolean> {
  let ran = false;
  await buildOnce({
    stampFile: file('stamp'),
    sources,
    build: async () => {
      ran = true;
      const bundle = [...sources(), file('package.js')].map((one) => readFileSync(one, 'utf8')).join();
      writeFileSync(file('bundle.js'), bundle);
      meanwhile();
      return { alsoRead: [file('package.js')], wrote: [file('bundle.js')] };
    },
  });
  return ran;
}

describe('a build', () => {
  it('is made once', async () => {
    expect([await built(), await built(), await built()]).toEqual([true, false, false]);
  });

  it.each<[string, () => void]>([
    ['a source says something else', () => writeFileSync(file('src/one.ts'), 'uno')],
    ['a source is added', () => writeFileSync(file('src/three.ts'), '')],
    ['a source is gone', () => rmSync(file('src/two.ts'))],
    [
      'a source has another name',
      () => {
        rmSync(file('src/two.ts'));
        writeFileSync(file('src/zwei.ts'), 'two');
      },
    ],
    ['a package was altered', () => writeFileSync(file('package.js'), 'another package')],
    ['what was built was altered', () => writeFileSync(file('bundle.js'), 'half a bun')],
    ['what was built is gone', () => rmSync(file('bundle.js'))],
    ['nothing tells what was built', () => rmSync(file('stamp'))],
    ['what tells it is unreadable', () => writeFileSync(file('stamp'), '\0')],
  ])('is made again when %s', async (_, change) => {
    await built();
    change();
    expect([await built(), await built()]).toEqual([true, false]);
    expect(existsSync(file('bundle.js'))).toBe(true);
  });

  it('is not made again for a file that was only touched', async () => {
    await built();
    utimesSync(file('src/one.ts'), new Date(), new Date());
    expect(await built()).toBe(false);
  });

  it('during which a source changed is made again', async () => {
    expect(await built({ meanwhile: () => writeFileSync(file('src/one.ts'), 'eins') })).toBe(true);
    expect([await built(), await built()]).toEqual([true, false]);
    expect(readFileSync(file('bundle.js'), 'utf8')).toContain('eins');
  });

  it('that fails is not taken for one', async () => {
    await built();
    writeFileSync(file('src/one.ts'), 'broken');
    const failing = buildOnce({
      stampFile: file('stamp'),
      sources,
      build: () => Promise.reject(new Error('no')),
    });
    await expect(failing).rejects.toThrow('no');
    expect(await built()).toBe(true);
  });
});
