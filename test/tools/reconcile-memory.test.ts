import { expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { peaksOf } from '../../tools/bench/reconcile';

/** What the collector may leave lying about; a row that is kept holds on to its piece of the file, 300 bytes and more. */
const SWEEPINGS_MB = 40;

it('reconciling ten times the rows takes the same memory', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xiaopu-memory-'));
  try {
    const [few = 0, many = Infinity] = await peaksOf(folder, [20_000, 200_000]);
    expect(many).toBeLessThan(200);
    expect(many - few).toBeLessThan(SWEEPINGS_MB);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
