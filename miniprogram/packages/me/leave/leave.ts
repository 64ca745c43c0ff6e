import { askToConfirm, notify } from '../../../platform/feedback';
import { openPage } from '../../../platform/navigation';
import { eraseStored } from '../../../platform/storage';
import { deleteMe } from '../../../services/me';
import { cart } from '../../../stores/cart';
import { checkout } from '../../../stores/checkout';
import { searchHistory } from '../../../stores/search-history';

Page({
  data: {
    busy: false,
    /** Why it did not happen, and what to do. */
    problem: '',
    /** True where orders or refunds under way are the reason. */
    inUse: false,
    done: false,
  },

  async onLeave() {
    if (this.data.busy) return;
    this.setData({ busy: true, problem: '' });
    const text = '购物车、地址和照片会被删除，不能恢复';
    const yes = await askToConfirm({ title: '确定注销账号吗？', text, yes: '注销' });
    if (yes) await this.leave();
    this.setData({ busy: false });
  },

  async leave() {
    const end = await deleteMe();
    if (end.kind === 'accepted') {
      this.forget();
      this.setData({ done: true });
      notify('已注销', 'done');
      return;
    }
    const inUse = end.kind === 'refused' && end.code === 'ACCOUNT_IN_USE';
    this.setData({ problem: end.message, inUse });
  },

  /** What the phone itself kept goes too. */
  forget() {
    cart.tell({ kind: 'piecesArrived', pieces: 0 });
    checkout.tell({ kind: 'endKnown' });
    checkout.tell({ kind: 'addressChosen', addressId: null });
    searchHistory.tell({ kind: 'cleared' });
    eraseStored();
  },

  onOrders() {
    void openPage('orders', {});
  },

  onHome() {
    void openPage('home', {});
  },
});
