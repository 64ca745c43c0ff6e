import {
  PRODUCT_SORTS,
  type CategoryView,
  type ProductCard,
  type ProductSort,
} from '../../contract/catalogue';
import { openPage } from '../../platform/navigation';
import { markTab } from '../../platform/tab-bar';
import { scrollToTop } from '../../platform/window';
import { listProducts, loadHome } from '../../services/catalogue';
import { categoryChoice } from '../../stores/category-choice';
import { growList, tellList } from '../../stores/list-on-page';
import { newList, wantsMore } from '../../stores/paged-list';
import { SORT_CHIPS } from '../../stores/sort-chips';

Page({
  data: {
    categories: [] as readonly CategoryView[],
    current: '',
    sort: 'featured' as ProductSort,
    sorts: SORT_CHIPS,
    list: newList<ProductCard>(),
  },

  onLoad() {
    void this.load();
  },

  onShow() {
    markTab(this, 'category');
    // What was chosen on another page while this one lay behind it.
    const choice = categoryChoice.read();
    if (choice !== null && this.data.categories.length > 0) this.show(choice);
  },

  async load() {
    tellList(this, { kind: 'asked' });
    const end = await loadHome();
    if (end.kind !== 'accepted') {
      tellList(this, { kind: 'failed', round: this.data.list.round, problem: end.message });
      return;
    }
    const { categories } = end.value;
    this.setData({ categories });
    const first = categories.find(({ categoryId }) => categoryId === categoryChoice.read()) ?? categories[0];
    if (first === undefined) tellList(this, { kind: 'replaced', items: [] });
    else this.show(first.categoryId);
  },

  show(categoryId: string) {
    if (categoryId === this.data.current) return;
    this.setData({ current: categoryId });
    this.restart();
  },

  restart() {
    scrollToTop();
    tellList(this, { kind: 'restarted' });
    void this.more();
  },

  more(): Promise<void> {
    const { current, sort } = this.data;
    return growList(this, {
      ask: (cursor) => listProducts({ categoryId: current, sort, ...cursor }),
      rows: ({ products, next }) => ({ items: products, next }),
    });
  },

  onReachBottom() {
    if (wantsMore(this.data.list)) void this.more();
  },

  onRetry() {
    void (this.data.current === '' ? this.load() : this.more());
  },

  onCategory({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { categoryId: string }>) {
    const { categoryId } = currentTarget.dataset;
    categoryChoice.tell({ kind: 'chosen', categoryId });
    this.show(categoryId);
  },

  onSort({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { sort: string }>) {
    const sort = PRODUCT_SORTS.find((known) => known === currentTarget.dataset.sort);
    if (sort === undefined || sort === this.data.sort) return;
    this.setData({ sort });
    this.restart();
  },

  onProduct({ detail }: WechatMiniprogram.CustomEvent<{ productId: string }>) {
    void openPage('product', { productId: detail.productId });
  },

  onShareAppMessage() {
    return { title: '来店里逛逛', path: '/pages/home/home' };
  },
});
