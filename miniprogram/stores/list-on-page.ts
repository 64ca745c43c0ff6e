import type { CallEnd } from '../platform/cloud';
import { listPatch, phaseWithout, reduceList, type ListEvent, type PagedList } from './paged-list';

/** A page that keeps a paged list in its data under `list`. */
export interface ListPage<Item> {
  readonly data: { readonly list: PagedList<Item> };
  setData(patch: Record<string, unknown>): void;
}

/** Applies an event to the page's list and draws the smallest change. */
export function tellList<Item>(page: ListPage<Item>, event: ListEvent<Item>): void {
  const before = page.data.list;
  const after = reduceList(before, event);
  if (after !== before) page.setData(listPatch('list', before, after));
}

/** A list's next page: how to ask for it, and where its rows are in the answer. */
export interface NextPage<Item, Value> {
  ask(query: { readonly cursor?: string }): Promise<CallEnd<Value, string, unknown>>;
  rows(value: Value): { readonly items: readonly Item[]; readonly next?: string | undefined };
}

/** Asks for the page after the last one and draws what comes, unless the list began anew meanwhile. */
export async function growList<Item, Value>(
  page: ListPage<Item>,
  more: NextPage<Item, Value>,
): Promise<void> {
  const { round, next } = page.data.list;
  tellList(page, { kind: 'asked' });
  const end = await more.ask(next === null ? {} : { cursor: next });
  tellList(
    page,
    end.kind === 'accepted'
      ? { kind: 'arrived', round, ...more.rows(end.value) }
      : { kind: 'failed', round, problem: end.message, phase: phaseWithout(end) },
  );
}
