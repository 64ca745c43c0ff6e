import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { limitWork } from '../../../../../cloudfunctions/adapters/wechat-pay/certificates/refresh-limiter';

const WINDOW_MS = 1_000;

/** Work that ends when it is told to. */
function handWork() {
  let nowMs = 0;
  const begun: number[] = [];
  const ends: ((result: number) => void)[] = [];
  const limited = limitWork(
    () =>
      new Promise<number>((resolve) => {
        begun.push(nowMs);
        ends.push(resolve);
      }),
    { clock: { nowMs: () => nowMs }, windowMs: WINDOW_MS },
  );
  return {
    limited,
    begun,
    set now(ms: number) {
      nowMs = ms;
    },
    get now() {
      return nowMs;
    },
    end: async () => {
      ends.shift()?.(begun.length);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    },
    underWay: () => ends.length,
  };
}

const step = fc.oneof(
  fc.constant('ask' as const),
  fc.constant('end' as const),
  fc.integer({ min: 0, max: 2 * WINDOW_MS }),
);

describe('work that is limited', () => {
  it('is never done twice at once, nor twice in a window, whoever asks and however long it takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const work = handWork();
        for (const one of steps) {
          if (one === 'ask') void work.limited.run();
          else if (one === 'end') await work.end();
          else work.now += one;
          expect(work.underWay()).toBeLessThanOrEqual(1);
        }
        const gaps = work.begun.slice(1).map((atMs, index) => atMs - (work.begun[index] ?? 0));
        expect(gaps.filter((gap) => gap < WINDOW_MS)).toEqual([]);
      }),
    );
  });

  it('is done again as soon as a window is over and nothing is under way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const work = handWork();
        for (const one of steps) {
          if (one === 'ask') void work.limited.run();
          else if (one === 'end') await work.end();
          else work.now += one;
        }
        while (work.underWay() > 0) await work.end();
        const before = work.begun.length;
        work.now += WINDOW_MS;
        void work.limited.run();
        expect(work.begun).toHaveLength(before + 1);
      }),
    );
  });

  it('answers everybody who asked meanwhile alike, and the last result for the rest of the window', async () => {
    const work = handWork();
    const asked = [work.limited.run(), work.limited.run(), work.limited.run()];
    expect(work.limited.current()).toBe(asked[0]);
    await work.end();
    expect(await Promise.all(asked)).toEqual([1, 1, 1]);
    expect(work.limited.current()).toBeUndefined();
    work.now = WINDOW_MS - 1;
    expect(await work.limited.run()).toBe(1);
    expect(work.begun).toEqual([0]);
  });

  it('goes on after a failure', async () => {
    let nowMs = 0;
    let failing = true;
    const limited = limitWork(
      async () => {
        if (failing) throw new Error('away');
        return 'back';
      },
      { clock: { nowMs: () => nowMs }, windowMs: WINDOW_MS },
    );
    await expect(limited.run()).rejects.toThrow('away');
    failing = false;
    await expect(limited.run()).rejects.toThrow('away');
    nowMs = WINDOW_MS;
    expect(await limited.run()).toBe('back');
  });

  it('is done once, not until then, when the clock was ahead by a year and is set right', async () => {
    const work = handWork();
    work.now = 365 * 86_400_000;
    void work.limited.run();
    await work.end();
    for (let time = 0; time < 3; time += 1) {
      work.now = 5;
      void work.limited.run();
      await work.end();
    }
    expect(work.begun).toEqual([365 * 86_400_000, 5]);
  });

  it('is not done again by a clock that tells no number', async () => {
    const work = handWork();
    work.now = Number.NaN;
    for (let time = 0; time < 3; time += 1) {
      void work.limited.run();
      await work.end();
    }
    expect(work.begun).toHaveLength(1);
  });
});
