import { MAX_SEARCH_LENGTH, type CategoryView } from '../../../contract/catalogue';
import {
  PRODUCT_SHELF_WORDS,
  PRODUCT_SHELVES,
  type DeskProductCard,
  type ProductShelf,
} from '../../../contract/desk-products';
import { mayDo } from '../../../contract/staff';
import { openPage } from '../../../platform/navigation';
import { listDeskProducts, loadProductForm } from '../../../services/desk-products';
import { unfollow } from '../../../stores/following';
import { growList } from '../../../stores/list-on-page';
import { listPage } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { searchedList } from '../../../stores/searched-list';
import { followRole } from '../role/follow-role';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

type ProductRow = DeskProductCard & { readonly varies: boolean };

function rowOf(product: DeskProductCard): ProductRow {
  return { ...product, varies: product.priceFrom.minor !== product.priceTo.minor };
}

const ALL_CATEGORIES = '全部分类';

Page({
  ...listPage,

  data: {
    shelf: 'onSale' as ProductShelf,
    tabs: PRODUCT_SHELVES.map((shelf) => ({ shelf, words: PRODUCT_SHELF_WORDS[shelf] })),
    list: newList<ProductRow>(),
    typed: '',
    text: '',
    longest: MAX_SEARCH_LENGTH,
    /** Beside all of them; empty until they came. */
    categories: [] as readonly CategoryView[],
    categoryNames: [ALL_CATEGORIES],
    /** Into `categoryNames`; 0 for all of them. */
    category: 0,
    mayEdit: false,
    /** A product's page was opened: the list is asked for again on the way back. */
    left: false,
  },

  onLoad() {
    followRole(this, (role) => this.setData({ mayEdit: mayDo(role, 'products') }));
    void this.more();
    void this.loadCategories();
  },

  onUnload() {
    unfollow(this);
  },

  onShow() {
    if (this.data.left) void this.restart();
    this.setData({ left: false });
  },

  more(): Promise<void> {
    const { shelf, text, categories, category } = this.data;
    const categoryId = categories[category - 1]?.categoryId;
    return growList(this, {
      ask: ({ cursor }) => {
        const page = {
          ...(categoryId !== undefined && { categoryId }),
          ...(cursor !== undefined && { cursor }),
        };
        return listDeskProducts(text === '' ? { shelf, ...page } : { text, ...page });
      },
      rows: ({ products, next }) => ({ items: products.map(rowOf), next }),
    });
  },

  /** A list without a filter is of use; the filter alone is not missed. */
  async loadCategories() {
    const end = await loadProductForm({});
    if (end.kind !== 'accepted') return;
    const { categories } = end.value;
    this.setData({ categories, categoryNames: [ALL_CATEGORIES, ...categories.map(({ name }) => name)] });
  },

  onCategory({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
    const category = Number(detail.value);
    if (category === this.data.category) return;
    this.setData({ category });
    void this.restart();
  },

  /** The way on from an empty list. */
  onWiden() {
    if (this.data.text !== '') {
      this.onClear();
      return;
    }
    this.setData({ category: 0 });
    void this.restart();
  },

  onTab({ currentTarget }: Tap<{ shelf: ProductShelf }>) {
    const { shelf } = currentTarget.dataset;
    if (shelf === this.data.shelf) return;
    this.setData({ shelf });
    void this.restart();
  },

  ...searchedList,

  onProduct({ currentTarget }: Tap<{ productId: string }>) {
    this.setData({ left: true });
    void openPage('deskProduct', { productId: currentTarget.dataset.productId });
  },

  onNew() {
    this.setData({ left: true });
    void openPage('deskProduct', {});
  },
});
