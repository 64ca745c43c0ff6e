import type { Role } from '../../contract/me';
import type { Money } from '../../contract/money';
import { mayDo, ROLE_WORDS } from '../../contract/staff';
import { openPage, stopRefreshing } from '../../platform/navigation';
import { markTab } from '../../platform/tab-bar';
import { loadBillMonth } from '../../services/desk-bills';
import { loadShippingState } from '../../services/desk-shipping';
import { loadToday } from '../../services/desk-today';
import { follow, unfollow } from '../../stores/following';
import { isStaff, session } from '../../stores/session';
import { thisMonth } from '../../stores/when';
import { entriesOf, todoTiles, type Entry, type TodoCounts, type TodoTile } from './desk-board';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

Page({
  data: {
    staff: false,
    role: 'none' as Role,
    roleWords: '',
    mayCollect: false,
    mayShip: false,
    counts: {} as TodoCounts,
    tiles: [] as readonly TodoTile[],
    entries: [] as readonly Entry[],
    paid: null as Money | null,
    paidOrders: 0,
    frozen: null as Money | null,
    late: 0,
    soon: 0,
    problem: '',
    /** It was shown before: the first time its role loads it. */
    shown: false,
  },

  onLoad() {
    follow(this, 'role', () => session.subscribe((state) => this.drawRole(state.role)));
  },

  onUnload() {
    unfollow(this);
  },

  onShow() {
    markTab(this, 'desk');
    if (this.data.shown) void this.load();
    this.setData({ shown: true });
  },

  async onPullDownRefresh() {
    await this.load();
    stopRefreshing();
  },

  drawRole(role: Role) {
    const joined = !this.data.staff && isStaff({ role });
    this.setData({
      staff: isStaff({ role }),
      role,
      roleWords: ROLE_WORDS[role],
      mayCollect: mayDo(role, 'collect'),
      mayShip: mayDo(role, 'ship'),
      tiles: todoTiles(role, this.data.counts),
      entries: entriesOf(role),
    });
    // A phone that did not know its role yet hears of it after the page was shown.
    if (joined) void this.load();
  },

  know(counts: TodoCounts) {
    const all = { ...this.data.counts, ...counts };
    this.setData({ counts: all, tiles: todoTiles(this.data.role, all) });
  },

  async load() {
    if (!this.data.staff) return;
    await Promise.all([this.loadToday(), this.loadShipping(), this.loadDifferences()]);
  },

  async loadToday() {
    const end = await loadToday();
    if (end.kind === 'accepted') {
      const { todo, today } = end.value;
      this.know(todo);
      this.setData({ paid: today.paid, paidOrders: today.paidOrders, problem: '' });
      return;
    }
    // The tab goes too: a phone remembers its role, the server decides it.
    if (end.kind === 'refused' && end.code === 'NOT_STAFF')
      session.tell({ kind: 'meArrived', me: { role: 'none' } });
    else this.setData({ problem: end.message });
  },

  /** What WeChat holds, and how near the 48 hours are. What does not come is not missed. */
  async loadShipping() {
    const end = await loadShippingState();
    if (end.kind !== 'accepted') return;
    const { frozen, late, soon } = end.value;
    this.setData({ frozen, late, soon });
  },

  async loadDifferences() {
    const end = await loadBillMonth(thisMonth(Date.now()));
    if (end.kind !== 'accepted') return;
    this.know({ differences: end.value.open.reduce((sum, day) => sum + day.openDifferences, 0) });
  },

  onTodo({ currentTarget }: Tap<{ todo: TodoTile['todo'] }>) {
    switch (currentTarget.dataset.todo) {
      case 'toShip':
        void openPage('deskOrders', { filter: 'toShip' });
        return;
      case 'refusedUploads':
        void openPage('deskOrders', { filter: 'uploadRefused' });
        return;
      case 'refundRequests':
        void openPage('deskRefunds', { which: 'requests' });
        return;
      case 'secondApprovals':
        void openPage('deskRefunds', { which: 'approvals' });
        return;
      case 'abnormalRefunds':
        void openPage('deskRefunds', { which: 'troubles' });
        return;
      case 'lowStock':
        void openPage('deskStock', {});
        return;
      case 'differences':
        void openPage('deskBills', {});
    }
  },

  onEntry({ currentTarget }: Tap<{ page: Entry['page'] }>) {
    void openPage(currentTarget.dataset.page, {});
  },

  onRetry() {
    void this.load();
  },

  onFigures() {
    void openPage('deskFigures', {});
  },

  onCollect() {
    void openPage('deskCollect', {});
  },

  onJoin() {
    void openPage('deskJoin', { code: '' });
  },
});
