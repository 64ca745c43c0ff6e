import type { CatalogueMethods, ProductCard } from '../../contract/catalogue';
import { openPage, setTitle, stopRefreshing } from '../../platform/navigation';
import { markTab } from '../../platform/tab-bar';
import { listProducts, loadHome } from '../../services/catalogue';
import { categoryChoice } from '../../stores/category-choice';
import { growList, tellList } from '../../stores/list-on-page';
import { newList, wantsMore } from '../../stores/paged-list';

type Home = CatalogueMethods['catalogue.home']['value'];

/** What stands above the list; it comes with the list's first page. */
type Front = Pick<Home, 'notice' | 'banners' | 'categories'>;

Page({
  data: {
    shopName: '',
    shown: false,
    front: null as Front | null,
    list: newList<ProductCard>(),
  },

  onLoad() {
    void this.load();
  },

  onShow() {
    markTab(this, 'home');
    this.setData({ shown: true });
    this.nameBar();
  },

  onHide() {
    this.setData({ shown: false });
  },

  onUnload() {
    this.setData({ shown: false });
  },

  /** WeChat names the page in front, whoever asks for it: an answer that comes late would name another one. */
  nameBar() {
    const { shown, shopName } = this.data;
    if (shown && shopName !== '') setTitle(shopName);
  },

  async onPullDownRefresh() {
    await this.load();
    stopRefreshing();
  },

  onReachBottom() {
    if (wantsMore(this.data.list)) void this.more();
  },

  onRetry() {
    void (this.data.front === null ? this.load() : this.more());
  },

  async load() {
    if (this.data.front === null) tellList(this, { kind: 'asked' });
    const end = await loadHome();
    if (end.kind !== 'accepted') {
      tellList(this, { kind: 'failed', round: this.data.list.round, problem: end.message });
      return;
    }
    const { shopName, notice, banners, categories, page } = end.value;
    this.setData({ shopName, front: { notice, banners, categories } });
    this.nameBar();
    tellList(this, { kind: 'replaced', items: page.products, next: page.next });
  },

  more(): Promise<void> {
    return growList(this, { ask: listProducts, rows: ({ products, next }) => ({ items: products, next }) });
  },

  onSearch() {
    void openPage('search', {});
  },

  onProduct({ detail }: WechatMiniprogram.CustomEvent<{ productId: string }>) {
    void openPage('product', { productId: detail.productId });
  },

  onCategory({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { categoryId: string }>) {
    this.openCategory(currentTarget.dataset.categoryId);
  },

  onBanner({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
    const target = this.data.front?.banners[currentTarget.dataset.index]?.target;
    if (target?.kind === 'product') void openPage('product', { productId: target.productId });
    if (target?.kind === 'category') this.openCategory(target.categoryId);
  },

  openCategory(categoryId: string) {
    // A tab page is opened without a query; what to show there is left in a store.
    categoryChoice.tell({ kind: 'chosen', categoryId });
    void openPage('category', {});
  },

  onShareAppMessage() {
    return { title: '来店里逛逛', path: '/pages/home/home' };
  },

  onShareTimeline() {
    return { title: '来店里逛逛' };
  },
});
