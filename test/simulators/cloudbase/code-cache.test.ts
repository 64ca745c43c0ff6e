import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FunctionRunner } from '../../../simulators/cloudbase/functions/function-runner';

let dir: string;
let codeCacheDir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-code-'));
  codeCacheDir = path.join(dir, 'code');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const bundle = (): string => path.join(dir, 'index.js');

/** Bundles of one length, which is all of a source that V8 compares. */
const answering = (digit: number): string => `exports.main = async () => ${digit};`;

/** What a new instance answers to its only event. */
async function answerOfNewInstance(source: string): Promise<{ answer: unknown; logged: string[] }> {
  writeFileSync(bundle(), source);
  const logged: string[] = [];
  const runner = new FunctionRunner({
    functions: { shop: { file: bundle(), env: {}, timeoutMs: 10_000 } },
    cloud: { envId: 'env', appid: 'wx', adminUrl: 'http://127.0.0.1:1' },
    clockOffset: () => 0,
    codeCacheDir,
    log: ({ text }) => logged.push(text),
  });
  try {
    const answer = await runner.invoke({ functionName: 'shop', event: {}, source: 'scf' });
    // A second event is answered when what follows the first is over.
    await runner.invoke({ functionName: 'shop', event: {}, source: 'scf' });
    return { answer, logged };
  } finally {
    await runner.close();
  }
}

const kept = (): string[] => readdirSync(codeCacheDir).map((name) => path.join(codeCacheDir, name));

/** The one file that is kept for a source. */
async function keptOf(source: string): Promise<string> {
  const before = new Set(kept());
  await answerOfNewInstance(source);
  const [file, ...others] = kept().filter((name) => !before.has(name));
  if (file === undefined || others.length > 0) throw new Error('expected one new file');
  return file;
}

describe('the compiled code of a function', () => {
  beforeEach(() => answerOfNewInstance(answering(0)));

  it('is kept when the first event has run, and is what the next instance runs', async () => {
    const one = await keptOf(answering(1));
    const two = await keptOf(answering(2));
    writeFileSync(two, readFileSync(one));
    expect(await answerOfNewInstance(answering(2))).toEqual({ answer: 1, logged: [] });
  });

  it('is not that of another bundle of the same length at the same place', async () => {
    expect((await answerOfNewInstance(answering(1))).answer).toBe(1);
    expect((await answerOfNewInstance(answering(2))).answer).toBe(2);
    expect(kept()).toHaveLength(3);
  });

  it('is made anew where a bit of it has changed or its end is missing', async () => {
    const file = await keptOf(answering(1));
    const whole = readFileSync(file);
    const flipped = Buffer.from(whole);
    const middle = whole.length >> 1;
    flipped.writeUInt8(whole.readUInt8(middle) ^ 1, middle);
    for (const broken of [flipped, whole.subarray(0, -8), whole.subarray(0, 5), Buffer.alloc(0)]) {
      writeFileSync(file, broken);
      expect(await answerOfNewInstance(answering(1))).toEqual({ answer: 1, logged: [] });
      expect(readFileSync(file)).toHaveLength(whole.length);
    }
  });

  it('is made anew where V8 refuses it', async () => {
    const [file, refused] = [
      await keptOf(answering(1)),
      readFileSync(await keptOf('exports.main = async () => null;')),
    ];
    writeFileSync(file, refused);
    expect((await answerOfNewInstance(answering(1))).answer).toBe(1);
    expect(readFileSync(file).equals(refused)).toBe(false);
  });

  it('that cannot be kept costs a line in the log and no answer', async () => {
    rmSync(codeCacheDir, { recursive: true });
    writeFileSync(codeCacheDir, 'a file in the place of the folder');
    const { answer, logged } = await answerOfNewInstance(answering(1));
    expect([answer, ...logged]).toEqual([1, expect.stringContaining('cannot be kept')]);
  });
});
