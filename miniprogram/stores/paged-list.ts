/**
 * A list that grows page by page. `round` numbers the lists: a page that was asked for before the list began anew
 * (another sort, another word) arrives too late and is dropped.
 */
export interface PagedList<Item> {
  readonly round: number;
  readonly phase: ListPhase;
  readonly items: readonly Item[];
  /** Where the next page begins; null before the first and after the last. */
  readonly next: string | null;
  readonly problem: string;
}

/**
 * `first`: nothing to show yet. `idle`: there may be more. `failed`: the last page did not come; retry keeps the rest.
 * `closed`: whoever holds the phone may not see it, however often it is asked for.
 */
export type ListPhase = 'first' | 'more' | 'idle' | 'empty' | 'end' | 'failed' | 'closed';

/** Refusals that are about the person and not about what was asked for. */
const CLOSED_CODES: readonly string[] = ['NOT_STAFF', 'NOT_ALLOWED'];

/** The phase of a page that could not be loaded. */
export function phaseWithout(end: {
  readonly kind: 'refused' | 'unknown';
  readonly code?: string;
}): Extract<ListPhase, 'failed' | 'closed'> {
  return end.kind === 'refused' && CLOSED_CODES.includes(end.code ?? '') ? 'closed' : 'failed';
}

export type ListEvent<Item> =
  | { readonly kind: 'restarted' }
  | { readonly kind: 'asked' }
  /** A refresh came: what was drawn stays until then. */
  | { readonly kind: 'replaced'; readonly items: readonly Item[]; readonly next?: string | undefined }
  | {
      readonly kind: 'arrived';
      readonly round: number;
      readonly items: readonly Item[];
      readonly next?: string | undefined;
    }
  | {
      readonly kind: 'failed';
      readonly round: number;
      readonly problem: string;
      /** Not `failed` but this one. */
      readonly phase?: 'failed' | 'closed';
    };

/** A list of which nothing is known yet. */
export function newList<Item>(): PagedList<Item> {
  return { round: 0, phase: 'first', items: [], next: null, problem: '' };
}

function phaseAfter(count: number, next: string | undefined): ListPhase {
  if (count === 0) return 'empty';
  return next === undefined ? 'end' : 'idle';
}

function filled<Item>(round: number, items: readonly Item[], next: string | undefined): PagedList<Item> {
  return { round, phase: phaseAfter(items.length, next), items, next: next ?? null, problem: '' };
}

/** The list after an event. */
export function reduceList<Item>(list: PagedList<Item>, event: ListEvent<Item>): PagedList<Item> {
  switch (event.kind) {
    case 'restarted':
      return { ...newList<Item>(), round: list.round + 1 };
    case 'asked':
      return { ...list, phase: list.items.length === 0 ? 'first' : 'more', problem: '' };
    case 'replaced':
      return filled(list.round + 1, event.items, event.next);
    case 'arrived':
      return event.round === list.round
        ? filled(list.round, [...list.items, ...event.items], event.next)
        : list;
    case 'failed':
      return event.round === list.round
        ? { ...list, phase: event.phase ?? 'failed', problem: event.problem }
        : list;
  }
}

/** True when the end of what is drawn may ask for the next page. */
export function wantsMore(list: PagedList<unknown>): boolean {
  return list.phase === 'idle' || (list.phase === 'failed' && list.items.length > 0);
}

/**
 * The smallest change that draws `after` where `before` stands: rows are added by their index, so that a long list is
 * not sent again. A list that began anew is sent whole, which is short.
 */
export function listPatch<Item>(
  key: string,
  before: PagedList<Item>,
  after: PagedList<Item>,
): Record<string, unknown> {
  const patch: Record<string, unknown> = {
    [`${key}.round`]: after.round,
    [`${key}.phase`]: after.phase,
    [`${key}.next`]: after.next,
    [`${key}.problem`]: after.problem,
  };
  if (after.round !== before.round || after.items.length < before.items.length) {
    patch[`${key}.items`] = after.items;
    return patch;
  }
  for (let index = before.items.length; index < after.items.length; index += 1)
    patch[`${key}.items[${index}]`] = after.items[index];
  return patch;
}
