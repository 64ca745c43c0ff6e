import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  listPatch,
  newList,
  phaseWithout,
  reduceList,
  wantsMore,
  type ListEvent,
  type PagedList,
} from '../../../miniprogram/stores/paged-list';

type Event = ListEvent<number>;

function after(...events: readonly Event[]): PagedList<number> {
  return events.reduce((list, event) => reduceList(list, event), newList<number>());
}

/** What a phone does with a patch: sets each path in a copy of what it has. */
function patched(list: PagedList<number>, patch: Record<string, unknown>): unknown {
  const copy: Record<string, unknown> = { ...list, items: [...list.items] };
  for (const [path, value] of Object.entries(patch)) {
    const row = /^list\.items\[(\d+)\]$/.exec(path);
    if (row === null) copy[path.replace('list.', '')] = value;
    else (copy['items'] as unknown[])[Number(row[1])] = value;
  }
  return copy;
}

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc.constant<Event>({ kind: 'restarted' }),
  fc.constant<Event>({ kind: 'asked' }),
  fc.record({
    kind: fc.constant('replaced' as const),
    items: fc.array(fc.nat(), { maxLength: 4 }),
    next: fc.option(fc.string(), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('arrived' as const),
    round: fc.nat(3),
    items: fc.array(fc.nat(), { maxLength: 4 }),
    next: fc.option(fc.string(), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('failed' as const), round: fc.nat(3), problem: fc.string() }),
);

describe('paged list', () => {
  it('goes from its first page to its end', () => {
    const one = after({ kind: 'asked' }, { kind: 'arrived', round: 0, items: [1, 2], next: 'x' });
    expect(one).toMatchObject({ phase: 'idle', items: [1, 2], next: 'x' });
    const two = reduceList(reduceList(one, { kind: 'asked' }), { kind: 'arrived', round: 0, items: [3] });
    expect(two).toMatchObject({ phase: 'end', items: [1, 2, 3], next: null });
  });

  it('is empty when the first page has no rows', () => {
    expect(after({ kind: 'arrived', round: 0, items: [] }).phase).toBe('empty');
  });

  it('keeps what is there when a later page fails, and may ask again', () => {
    const list = after(
      { kind: 'arrived', round: 0, items: [1], next: 'x' },
      { kind: 'failed', round: 0, problem: '网络' },
    );
    expect(list).toMatchObject({ phase: 'failed', items: [1], next: 'x' });
    expect(wantsMore(list)).toBe(true);
  });

  it('does not ask by itself while it waits, at the end, or when even the first page failed', () => {
    expect(wantsMore(after({ kind: 'arrived', round: 0, items: [1], next: 'x' }, { kind: 'asked' }))).toBe(
      false,
    );
    expect(wantsMore(after({ kind: 'arrived', round: 0, items: [1] }))).toBe(false);
    expect(wantsMore(after({ kind: 'failed', round: 0, problem: '' }))).toBe(false);
  });

  it('drops an answer that was asked for before it began anew', () => {
    const list = after({ kind: 'restarted' });
    expect(reduceList(list, { kind: 'arrived', round: 0, items: [9] })).toBe(list);
    expect(reduceList(list, { kind: 'failed', round: 0, problem: '' })).toBe(list);
  });

  it('draws by its patch exactly what it is, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        let list = newList<number>();
        for (const event of events) {
          const next = reduceList(list, event);
          expect(patched(list, listPatch('list', list, next))).toEqual(next);
          list = next;
        }
      }),
    );
  });

  it('sends only the rows that are new', () => {
    const before = after({ kind: 'arrived', round: 0, items: [1, 2], next: 'x' });
    const then = reduceList(before, { kind: 'arrived', round: 0, items: [3] });
    expect(Object.keys(listPatch('list', before, then)).filter((key) => key.includes('items'))).toEqual([
      'list.items[2]',
    ]);
  });
});

describe('a page that could not be loaded', () => {
  it.each([
    [{ kind: 'refused', code: 'NOT_STAFF' }, 'closed'],
    [{ kind: 'refused', code: 'NOT_ALLOWED' }, 'closed'],
    [{ kind: 'refused', code: 'BUSY' }, 'failed'],
    [{ kind: 'unknown' }, 'failed'],
  ] as const)('after %j is %s', (end, phase) => {
    expect(phaseWithout(end)).toBe(phase);
    const list = reduceList(newList(), { kind: 'failed', round: 0, problem: '…', phase: phaseWithout(end) });
    expect([list.phase, wantsMore(list)]).toEqual([phase, false]);
  });
});
