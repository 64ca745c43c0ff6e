import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

interface Sequencer {
  slowFirst<Test extends { readonly path: string }>(tests: readonly Test[]): Test[];
}

const { slowFirst } = createRequire(__filename)('../../tools/jest-sequencer.cjs') as Sequencer;
const ROOT = path.resolve(__dirname, '../..');

describe('the order of suites', () => {
  it('puts the slow folders first and leaves the rest as it was', () => {
    const named = (files: readonly string[]) => files.map((file) => ({ path: path.join(ROOT, file) }));
    const files = [
      'test/tools/b.test.ts',
      'test/simulators/phone/router.test.ts',
      'test/contracts/a.test.ts',
      'test/e2e/phone/buy.test.ts',
      'test/scenarios/crowd.test.ts',
    ];
    const [b, router, a, buy, crowd] = files;
    expect(slowFirst(named(files))).toEqual(named([crowd, buy, router, b, a].map((file) => file ?? '')));
  });
});
