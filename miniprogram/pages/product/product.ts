import type { ProductView } from '../../contract/catalogue';
import type { Money } from '../../contract/money';
import { idFromEntry, linesText, pageUrl } from '../../contract/routes';
import type { WantedLine } from '../../contract/quote';
import { SHOP_REFUSAL_WORDS } from '../../contract/shop';
import { notify } from '../../platform/feedback';
import { previewPictures } from '../../platform/media';
import { openPage } from '../../platform/navigation';
import { newClientToken } from '../../platform/token';
import { addToCart } from '../../services/cart';
import { loadProduct } from '../../services/catalogue';
import { badgeOf, cart } from '../../stores/cart';
import { follow, unfollow } from '../../stores/following';
import type { ListPhase } from '../../stores/paged-list';

type Intent = 'both' | 'cart' | 'buy';

function priceOf(
  { skus }: ProductView,
  chosen: string | null,
): { amount: Money | Record<never, never>; from: boolean } {
  const sku = skus.find(({ skuId }) => skuId === chosen);
  if (sku !== undefined) return { amount: sku.price, from: false };
  const prices = skus.map(({ price }) => price).sort((one, other) => one.minor - other.minor);
  return { amount: prices[0] ?? {}, from: prices[0]?.minor !== prices[prices.length - 1]?.minor };
}

function chosenText({ skus, axes }: ProductView, chosen: string | null): string {
  const sku = skus.find(({ skuId }) => skuId === chosen);
  return sku === undefined ? `请选择${axes.map(({ name }) => name).join('、')}` : `已选 ${sku.specification}`;
}

Page({
  data: {
    productId: '',
    product: null as ProductView | null,
    phase: 'first' as ListPhase,
    problem: '',
    slide: 0,
    amount: {} as Money | Record<never, never>,
    from: false,
    chosenText: '',
    soldOut: false,
    choosing: false,
    intent: 'both' as Intent,
    busy: false,
    /** The name of the addition under way: a retry after an unknown end is the same addition. */
    addition: null as { readonly wish: string; readonly clientToken: string } | null,
    badge: '',
  },

  onLoad(query: Record<string, string>) {
    const productId = idFromEntry(query, 'productId');
    follow(this, 'cart', () => cart.subscribe((state) => this.setData({ badge: badgeOf(state) })));
    if (productId === null) {
      this.setData({ phase: 'empty', problem: SHOP_REFUSAL_WORDS.PRODUCT_NOT_FOUND });
      return;
    }
    this.setData({ productId });
    void this.load();
  },

  onUnload() {
    unfollow(this);
  },

  onRetry() {
    void this.load();
  },

  async load() {
    this.setData({ phase: 'first' });
    const end = await loadProduct(this.data.productId);
    if (end.kind === 'accepted') {
      const product = end.value;
      this.setData({ product, soldOut: product.skus.every(({ available }) => available === 0) });
      this.drawChoice(null);
      return;
    }
    const gone = end.kind === 'refused' && end.code.startsWith('PRODUCT_');
    this.setData({ phase: gone ? 'empty' : 'failed', problem: end.message });
  },

  drawChoice(skuId: string | null) {
    const { product } = this.data;
    if (product !== null)
      this.setData({ ...priceOf(product, skuId), chosenText: chosenText(product, skuId) });
  },

  onSlide({ detail }: WechatMiniprogram.SwiperChange) {
    this.setData({ slide: detail.current });
  },

  onPicture({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { fileId: string }>) {
    const urls = this.data.product?.gallery.map(({ fileId }) => fileId) ?? [];
    previewPictures(urls, currentTarget.dataset.fileId);
  },

  onChoose() {
    this.setData({ choosing: true, intent: 'both' });
  },

  onIntent({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { intent: Intent }>) {
    this.setData({ choosing: true, intent: currentTarget.dataset.intent });
  },

  onCloseChoice() {
    this.setData({ choosing: false });
  },

  onChosen({ detail }: WechatMiniprogram.CustomEvent<{ skuId: string | null }>) {
    this.drawChoice(detail.skuId);
  },

  onSubmit({ detail }: WechatMiniprogram.CustomEvent<WantedLine & { intent: 'cart' | 'buy' }>) {
    const { intent, skuId, quantity } = detail;
    const wish = { skuId, quantity };
    if (intent === 'cart') {
      void this.add(wish);
      return;
    }
    this.setData({ choosing: false });
    void openPage('confirm', { lines: linesText([wish]) });
  },

  async add(wish: WantedLine) {
    if (this.data.busy) return;
    const text = linesText([wish]);
    const before = this.data.addition;
    const clientToken = before?.wish === text ? before.clientToken : newClientToken();
    this.setData({ busy: true, addition: { wish: text, clientToken } });
    const end = await addToCart({ clientToken, ...wish });
    this.setData({ busy: false, ...(end.kind !== 'unknown' && { addition: null }) });
    if (end.kind !== 'accepted') {
      notify(end.message);
      return;
    }
    cart.tell({ kind: 'cartArrived', cart: end.value });
    this.setData({ choosing: false });
    notify('已加入购物车', 'done');
  },

  onHome() {
    void openPage('home', {});
  },

  onCart() {
    void openPage('cart', {});
  },

  onShareAppMessage() {
    const { product, productId } = this.data;
    const picture = product?.gallery[0];
    return {
      title: product?.title ?? '来店里逛逛',
      path: pageUrl('product', { productId }),
      ...(picture !== undefined && { imageUrl: picture.fileId }),
    };
  },

  onShareTimeline() {
    const { product, productId } = this.data;
    return { title: product?.title ?? '来店里逛逛', query: `productId=${productId}` };
  },
});
