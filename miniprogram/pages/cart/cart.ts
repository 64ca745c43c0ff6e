import type { CartLineView } from '../../contract/cart';
import { openPage } from '../../platform/navigation';
import { markTab } from '../../platform/tab-bar';
import { loadCart } from '../../services/cart';
import { cart } from '../../stores/cart';
import type { ListPhase } from '../../stores/paged-list';

Page({
  data: {
    lines: [] as readonly CartLineView[],
    phase: 'first' as ListPhase,
    problem: '',
  },

  onShow() {
    markTab(this, 'cart');
    void this.load();
  },

  onRetry() {
    void this.load();
  },

  async load() {
    const end = await loadCart();
    if (end.kind !== 'accepted') {
      this.setData({ phase: 'failed', problem: end.message });
      return;
    }
    cart.tell({ kind: 'cartArrived', cart: end.value });
    const { lines } = end.value;
    this.setData({ lines, phase: lines.length === 0 ? 'empty' : 'end' });
  },

  onBrowse() {
    void openPage('home', {});
  },
});
