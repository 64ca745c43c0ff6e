import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { flowWindow, heightsAfter } from '../../../miniprogram/components/product-flow/flow-window';

const heights = fc.array(fc.option(fc.integer({ min: 1, max: 900 }), { freq: 6 }), { maxLength: 90 });
const stretch = fc
  .tuple(fc.integer({ min: -2_000, max: 60_000 }), fc.integer({ min: 1, max: 5_000 }))
  .map(([top, length]) => ({ top, bottom: top + length }));
const total = (some: readonly (number | null)[]): number =>
  some.reduce<number>((sum, height) => sum + (height ?? 0), 0);

describe('the window on a long list', () => {
  it('takes, with the room before and after, exactly the room of the whole list', () => {
    fc.assert(
      fc.property(heights, stretch, (known, wanted) => {
        const { chunks, before, after } = flowWindow(known, wanted);
        expect(before + total(chunks.map((chunk) => known[chunk] ?? null)) + after).toBe(total(known));
      }),
    );
  });

  it('draws every chunk of the stretch and every one of unknown height', () => {
    fc.assert(
      fc.property(heights, stretch, (known, { top, bottom }) => {
        const { chunks } = flowWindow(known, { top, bottom });
        let begin = 0;
        for (const [chunk, height] of known.entries()) {
          const end = begin + (height ?? 0);
          if (height === null || (end > top && begin < bottom)) expect(chunks).toContain(chunk);
          begin = end;
        }
      }),
    );
  });

  it('draws no more than the stretch needs once every height is known', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 100, max: 900 }), { maxLength: 90 }),
        stretch,
        (known, wanted) => {
          const { chunks } = flowWindow(known, wanted);
          expect(chunks.length).toBeLessThanOrEqual(Math.ceil((wanted.bottom - wanted.top) / 100) + 1);
        },
      ),
    );
  });
});

describe('the heights of a list that changed', () => {
  const chunkSize = 3;

  it('stay for what is still there, except for a chunk that was not full', () => {
    const before = ['a', 'b', 'c', 'd'];
    expect(heightsAfter([10, 5], { before, after: [...before, 'e', 'f', 'g'], chunkSize })).toEqual([
      10,
      null,
      null,
    ]);
  });

  it('are forgotten from the first row on that is another one', () => {
    const before = ['a', 'b', 'c', 'd', 'e', 'f'];
    expect(heightsAfter([10, 20], { before, after: ['a', 'b', 'c', 'd', 'x', 'f'], chunkSize })).toEqual([
      10,
      null,
    ]);
    expect(heightsAfter([10, 20], { before, after: ['x'], chunkSize })).toEqual([null]);
    expect(heightsAfter([10, 20], { before, after: [], chunkSize })).toEqual([]);
  });
});
