import type { CallEnd } from '../platform/cloud';
import { stopRefreshing } from '../platform/navigation';
import { tellList, type ListPage } from './list-on-page';
import { wantsMore } from './paged-list';

/** A page whose body is one paged list: `more` asks for the list's next page. */
export interface OneListPage extends ListPage<unknown> {
  more(): Promise<void>;
}

/** What such a page does for the hand: spread into the page. */
export const listPage = {
  restart(this: OneListPage): Promise<void> {
    tellList(this, { kind: 'restarted' });
    return this.more();
  },

  async onPullDownRefresh(this: OneListPage) {
    tellList(this, { kind: 'restarted' });
    await this.more();
    stopRefreshing();
  },

  onReachBottom(this: OneListPage) {
    if (wantsMore(this.data.list)) void this.more();
  },

  onRetry(this: OneListPage) {
    void this.more();
  },
};

/** A row that may have changed while its own page was open. */
export interface VisitedRow<Row, Value> {
  is(row: Row): boolean;
  ask(row: Row): Promise<CallEnd<Value, string, unknown>>;
  row(value: Value): Row;
}

/** Draws the row anew where it stands, also when it belongs to another list now: nothing jumps away. */
export async function redrawRow<Row, Value>(
  page: ListPage<Row>,
  visited: VisitedRow<Row, Value>,
): Promise<void> {
  const before = page.data.list.items.find((row) => visited.is(row));
  if (before === undefined) return;
  const end = await visited.ask(before);
  const index = page.data.list.items.findIndex((row) => visited.is(row));
  if (end.kind === 'accepted' && index >= 0)
    page.setData({ [`list.items[${index}]`]: visited.row(end.value) });
}
