import type { Role } from '../../contract/me';
import { TODO_WORDS, type TodoKind } from '../../contract/desk-today';
import type { PageName } from '../../contract/routes';
import { mayDo, type DeskRight } from '../../contract/staff';

/** Something that may wait for somebody, with the list it leads to. */
export interface TodoTile {
  readonly todo: TodoKind | 'differences';
  readonly words: string;
  /** What is drawn: nothing known yet, a number, or `99+`. */
  readonly count: string;
  readonly waiting: boolean;
}

const TODO_RIGHTS: Record<TodoKind, DeskRight> = {
  toShip: 'ship',
  refusedUploads: 'ship',
  refundRequests: 'refund',
  secondApprovals: 'refund',
  abnormalRefunds: 'refund',
  lowStock: 'stock',
};

/** What is known of the numbers; missing while it is not. */
export type TodoCounts = Readonly<Partial<Record<TodoTile['todo'], number>>>;

function countText(count: number | undefined): string {
  if (count === undefined) return '–';
  return count > 99 ? '99+' : String(count);
}

/** The tiles somebody in this role acts on; who only looks sees all of them. */
export function todoTiles(role: Role, counts: TodoCounts): readonly TodoTile[] {
  const looksOnly = role === 'viewer';
  const kinds = (Object.keys(TODO_WORDS) as TodoKind[]).filter(
    (kind) => looksOnly || mayDo(role, TODO_RIGHTS[kind]),
  );
  const tile = (todo: TodoTile['todo'], words: string): TodoTile => ({
    todo,
    words,
    count: countText(counts[todo]),
    waiting: (counts[todo] ?? 0) > 0,
  });
  return [
    ...kinds.map((kind) => tile(kind, TODO_WORDS[kind])),
    ...(looksOnly || mayDo(role, 'books') ? [tile('differences', '对账差异')] : []),
  ];
}

/** A page of the desk in the grid. */
export interface Entry {
  readonly page: Extract<
    PageName,
    | 'deskOrders'
    | 'deskRefunds'
    | 'deskProducts'
    | 'deskStock'
    | 'deskBills'
    | 'deskStaff'
    | 'deskLog'
    | 'deskSettings'
  >;
  readonly words: string;
  readonly icon: string;
}

const ENTRIES: readonly (Entry & { readonly right: DeskRight })[] = [
  { page: 'deskOrders', words: '订单', icon: 'root-list', right: 'look' },
  { page: 'deskRefunds', words: '退款', icon: 'rollback', right: 'look' },
  { page: 'deskProducts', words: '商品', icon: 'shop', right: 'look' },
  { page: 'deskStock', words: '库存', icon: 'layers', right: 'look' },
  { page: 'deskBills', words: '对账', icon: 'calendar', right: 'look' },
  { page: 'deskStaff', words: '店员', icon: 'usergroup', right: 'staff' },
  { page: 'deskLog', words: '操作记录', icon: 'history', right: 'actions' },
  { page: 'deskSettings', words: '店铺设置', icon: 'setting', right: 'settings' },
];

/** The pages somebody in this role may open. */
export function entriesOf(role: Role): readonly Entry[] {
  return ENTRIES.filter(({ right }) => mayDo(role, right)).map(({ page, words, icon }) => ({
    page,
    words,
    icon,
  }));
}
