import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { askAfter, askingPage, askNothing } from '../../../miniprogram/stores/asking';
import { follow } from '../../../miniprogram/stores/following';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function page() {
  const asked: string[] = [];
  const patches: object[] = [];
  const self = { ...askingPage, setData: (patch: object) => void patches.push(patch) };
  return {
    self,
    asked,
    patches,
    after: (ms: number, what: string) => askAfter(self, ms, () => asked.push(what)),
  };
}

describe('the next question of a page', () => {
  it('is the one that was meant last, and is asked once', () => {
    const { asked, after } = page();
    after(3_000, 'first');
    after(5_000, 'second');
    jest.advanceTimersByTime(4_999);
    expect(asked).toEqual([]);
    jest.advanceTimersByTime(60_000);
    expect(asked).toEqual(['second']);
  });

  it('is not asked any more when there is nothing to ask', () => {
    const { self, asked, after } = page();
    after(3_000, 'it');
    askNothing(self);
    jest.advanceTimersByTime(60_000);
    expect(asked).toEqual([]);
  });

  it('is not asked by a page that is hidden, which goes on following the rest', () => {
    const { self, asked, patches, after } = page();
    const ended = jest.fn();
    follow(self, 'draft', () => ended);
    after(3_000, 'it');
    self.onHide();
    jest.advanceTimersByTime(60_000);
    expect([asked, patches, ended.mock.calls]).toEqual([[], [{ shown: false }], []]);
  });

  it('ends with the page, as everything it follows', () => {
    const { self, asked, after } = page();
    const ended = jest.fn();
    follow(self, 'draft', () => ended);
    after(3_000, 'it');
    self.onUnload();
    jest.advanceTimersByTime(60_000);
    expect([asked, ended.mock.calls.length]).toEqual([[], 1]);
  });
});
