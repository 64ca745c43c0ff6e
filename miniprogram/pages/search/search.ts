import { PRODUCT_SORTS, type ProductCard, type ProductSort } from '../../contract/catalogue';
import { textFromLink } from '../../contract/routes';
import { openPage } from '../../platform/navigation';
import { loadHotWords, searchProducts } from '../../services/catalogue';
import { growList, tellList } from '../../stores/list-on-page';
import { newList, wantsMore } from '../../stores/paged-list';
import { searchHistory, tidySearch } from '../../stores/search-history';
import { SORT_CHIPS } from '../../stores/sort-chips';

Page({
  data: {
    text: '',
    /** What the list below is about; empty while the words are shown. */
    searched: '',
    focus: true,
    history: searchHistory.read(),
    hotWords: [] as readonly string[],
    sort: 'featured' as ProductSort,
    sorts: SORT_CHIPS,
    list: newList<ProductCard>(),
  },

  onLoad({ keyword }: { keyword?: string }) {
    this.setData({ history: searchHistory.read() });
    void loadHotWords().then((end) => {
      // Without them the page is only a little emptier.
      if (end.kind === 'accepted') this.setData({ hotWords: end.value.words });
    });
    this.search(textFromLink(keyword));
  },

  search(typed: string) {
    const text = tidySearch(typed);
    if (text === '') return;
    searchHistory.tell({ kind: 'searched', text });
    this.setData({ text, searched: text, focus: false, history: searchHistory.read() });
    this.restart();
  },

  restart() {
    tellList(this, { kind: 'restarted' });
    void this.more();
  },

  more(): Promise<void> {
    const { searched, sort } = this.data;
    return growList(this, {
      ask: (cursor) => searchProducts({ text: searched, sort, ...cursor }),
      rows: ({ products, next }) => ({ items: products, next }),
    });
  },

  onReachBottom() {
    if (this.data.searched !== '' && wantsMore(this.data.list)) void this.more();
  },

  onRetry() {
    void this.more();
  },

  onType({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ text: detail.value });
  },

  onSubmit() {
    this.search(this.data.text);
  },

  onClear() {
    this.setData({ text: '', searched: '', focus: true });
  },

  onWord({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { text: string }>) {
    this.search(currentTarget.dataset.text);
  },

  onClearHistory() {
    searchHistory.tell({ kind: 'cleared' });
    this.setData({ history: [] });
  },

  onSort({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { sort: string }>) {
    const sort = PRODUCT_SORTS.find((known) => known === currentTarget.dataset.sort);
    if (sort === undefined || sort === this.data.sort) return;
    this.setData({ sort });
    this.restart();
  },

  onBrowse() {
    void openPage('category', {});
  },

  onProduct({ detail }: WechatMiniprogram.CustomEvent<{ productId: string }>) {
    void openPage('product', { productId: detail.productId });
  },
});
