import { MAX_SEARCH_LENGTH } from '../../../contract/catalogue';
import {
  PRODUCT_SHELF_WORDS,
  PRODUCT_SHELVES,
  type DeskProductCard,
  type ProductShelf,
} from '../../../contract/desk-products';
import { mayDo } from '../../../contract/staff';
import { openPage } from '../../../platform/navigation';
import { listDeskProducts } from '../../../services/desk-products';
import { growList } from '../../../stores/list-on-page';
import { listPage } from '../../../stores/list-page';
import { newList } from '../../../stores/paged-list';
import { followRole, leaveRole } from '../role/follow-role';

type Tap<Data extends object> = WechatMiniprogram.TouchEvent<object, object, Data>;

type ProductRow = DeskProductCard & { readonly varies: boolean };

function rowOf(product: DeskProductCard): ProductRow {
  return { ...product, varies: product.priceFrom.minor !== product.priceTo.minor };
}

Page({
  ...listPage,

  data: {
    shelf: 'onSale' as ProductShelf,
    tabs: PRODUCT_SHELVES.map((shelf) => ({ shelf, words: PRODUCT_SHELF_WORDS[shelf] })),
    list: newList<ProductRow>(),
    typed: '',
    text: '',
    longest: MAX_SEARCH_LENGTH,
    mayEdit: false,
    /** A product's page was opened: the list is asked for again on the way back. */
    left: false,
  },

  onLoad() {
    followRole(this, (role) => this.setData({ mayEdit: mayDo(role, 'products') }));
    void this.more();
  },

  onUnload() {
    leaveRole(this);
  },

  onShow() {
    if (this.data.left) void this.restart();
    this.setData({ left: false });
  },

  more(): Promise<void> {
    const { shelf, text } = this.data;
    return growList(this, {
      ask: ({ cursor }) => {
        const page = cursor === undefined ? {} : { cursor };
        return listDeskProducts(text === '' ? { shelf, ...page } : { text, ...page });
      },
      rows: ({ products, next }) => ({ items: products.map(rowOf), next }),
    });
  },

  onTab({ currentTarget }: Tap<{ shelf: ProductShelf }>) {
    const { shelf } = currentTarget.dataset;
    if (shelf === this.data.shelf) return;
    this.setData({ shelf });
    void this.restart();
  },

  onTyped({ detail }: WechatMiniprogram.Input) {
    this.setData({ typed: detail.value });
  },

  onSearch() {
    const text = this.data.typed.trim();
    if (text === this.data.text) return;
    this.setData({ text });
    void this.restart();
  },

  onClear() {
    this.setData({ typed: '' });
    this.onSearch();
  },

  onProduct({ currentTarget }: Tap<{ productId: string }>) {
    this.setData({ left: true });
    void openPage('deskProduct', { productId: currentTarget.dataset.productId });
  },

  onNew() {
    this.setData({ left: true });
    void openPage('deskProduct', {});
  },
});
