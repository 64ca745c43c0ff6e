import type { PageMark } from '../ports/order-desk-store';

/** Rows on one page of the staff's lists. */
export const ROWS_PER_PAGE = 20;

/** Where a page goes on, from the cursor of the page before; the schema at the edge has checked the form `digits.id`. */
export function markOf(cursor: string): PageMark {
  const dot = cursor.indexOf('.');
  return { atMs: Number(cursor.slice(0, dot)), id: cursor.slice(dot + 1) };
}

/** A page of what was read: one row more than fits tells that there is a next page. */
export function pageOf<Row>(
  found: readonly Row[],
  size: number,
  mark: (row: Row) => PageMark,
): { readonly rows: readonly Row[]; readonly next?: string } {
  const rows = found.slice(0, size);
  const last = rows.at(-1);
  if (found.length <= size || last === undefined) return { rows };
  const { atMs, id } = mark(last);
  return { rows, next: `${atMs}.${id}` };
}
