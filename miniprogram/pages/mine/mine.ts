import type { OrderState } from '../../contract/order';
import type { PageName } from '../../contract/routes';
import { appVersion, openPermissions } from '../../platform/app-facts';
import { openPage } from '../../platform/navigation';
import { openPrivacyContract } from '../../platform/privacy';
import { markTab } from '../../platform/tab-bar';
import { loadMe } from '../../services/me';
import { cart } from '../../stores/cart';
import { session } from '../../stores/session';
import { orderShortcuts } from './order-shortcuts';

type Link = Extract<PageName, 'addresses' | 'about' | 'leave'>;

const NOTHING_WAITS = orderShortcuts({ awaitingPayment: 0, paid: 0, shipped: 0, refunding: 0 });

Page({
  data: {
    /** Since when the person is known here, e.g. `2026年11月`; empty until the server said so. */
    since: '',
    shortcuts: NOTHING_WAITS,
    version: appVersion(),
  },

  onShow() {
    markTab(this, 'mine');
    void this.load();
  },

  /** Everything on this page can be used without it: what does not come is not missed. */
  async load() {
    const end = await loadMe();
    if (end.kind !== 'accepted') return;
    const { memberSince, counts, cartPieces } = end.value;
    session.tell({ kind: 'meArrived', me: end.value });
    cart.tell({ kind: 'piecesArrived', pieces: cartPieces });
    const [year = '', month = ''] = memberSince.split('-');
    this.setData({ since: `${year}年${Number(month)}月`, shortcuts: orderShortcuts(counts) });
  },

  onOrders() {
    void openPage('orders', {});
  },

  onShortcut({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { state: OrderState | '' }>) {
    const { state } = currentTarget.dataset;
    void (state === '' ? openPage('refunds', {}) : openPage('orders', { state }));
  },

  onLink({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { page: Link }>) {
    void openPage(currentTarget.dataset.page, {});
  },

  onPrivacy() {
    openPrivacyContract();
  },

  onPermissions() {
    openPermissions();
  },
});
