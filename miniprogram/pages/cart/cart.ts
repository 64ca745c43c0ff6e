import type { ProductView } from '../../contract/catalogue';
import { MAX_ORDER_LINES, type WantedLine } from '../../contract/quote';
import { linesText } from '../../contract/routes';
import { askToConfirm, choose, notify } from '../../platform/feedback';
import { openPage } from '../../platform/navigation';
import { markTab } from '../../platform/tab-bar';
import { newClientToken } from '../../platform/token';
import {
  addToCart,
  clearInvalidLines,
  loadCart,
  removeFromCart,
  selectInCart,
  setCartQuantity,
} from '../../services/cart';
import { loadProduct } from '../../services/catalogue';
import type { ShopEnd } from '../../services/shop';
import { cart, EMPTY_CART } from '../../stores/cart';
import type { ListPhase } from '../../stores/paged-list';
import { sheetOf, sheetPatch, type CartSheet } from './cart-rows';
import { createChangeQueue, type Change, type ChangeQueue } from './change-queue';
import { loadedPage } from '../../stores/loaded-page';

type CartEnd = ShopEnd<'cart.get'>;
type LineTap = WechatMiniprogram.TouchEvent<object, object, { skuId: string }>;

/** What lives as long as its page: the changes under way, and how the page stops following the cart. */
const living = new WeakMap<object, { readonly queue: ChangeQueue<CartEnd>; stop(): void }>();

/** The change that changes nothing. */
const LOAD = 'load';

const NOTHING: CartSheet = sheetOf(EMPTY_CART);

Page({
  ...loadedPage,

  data: {
    ...NOTHING,
    phase: 'first' as ListPhase,
    problem: '',
    /** True while the server has not answered the last change: the total is then of before. */
    settling: false,
    /** The line whose specification is being changed. */
    changing: null as WantedLine | null,
    product: null as ProductView | null,
    choosing: false,
    busy: false,
  },

  onLoad() {
    const queue = createChangeQueue<CartEnd>((end, { key }) => this.onEnd(end, key));
    const stop = cart.subscribe(({ cart: known }) => {
      if (known === null) return;
      const phase: ListPhase = known.lines.length + known.invalid.length === 0 ? 'empty' : 'end';
      const { lines, invalid, selectedPieces, selectedTotal, allSelected, repriced } = this.data;
      const before = { lines, invalid, selectedPieces, selectedTotal, allSelected, repriced };
      this.setData({ ...sheetPatch(before, sheetOf(known)), phase, problem: '' });
    });
    living.set(this, { queue, stop });
  },

  onUnload() {
    living.get(this)?.stop();
  },

  onShow() {
    markTab(this, 'cart');
    void this.load();
  },

  load(): Promise<void> {
    return this.change({ key: LOAD, send: loadCart });
  },

  async change(change: Change<CartEnd>) {
    await living.get(this)?.queue.push(change);
    this.setData({ settling: false });
  },

  onEnd(end: CartEnd, key: string) {
    if (end.kind === 'accepted') {
      cart.tell({ kind: 'cartArrived', cart: end.value });
      return;
    }
    const drawn = this.data.lines.length + this.data.invalid.length > 0;
    if (!drawn) {
      this.setData({ phase: 'failed', problem: end.message });
      return;
    }
    notify(end.message);
    // The finger went ahead of the server: back to what it said last, which may have changed since.
    const { cart: known } = cart.read();
    if (known !== null) this.setData({ ...sheetOf(known) });
    // A cart that did not come when it was only asked for is not asked for again and again.
    if (key !== LOAD) void this.load();
  },

  onSelect({ currentTarget }: LineTap) {
    const { skuId } = currentTarget.dataset;
    const index = this.data.lines.findIndex((line) => line.skuId === skuId);
    const line = this.data.lines[index];
    if (line === undefined) return;
    const selected = !line.selected;
    this.setData({ [`lines[${index}].selected`]: selected, settling: true });
    void this.change({ key: `select ${skuId}`, send: () => selectInCart({ skuIds: [skuId], selected }) });
  },

  onSelectAll() {
    const selected = !this.data.allSelected;
    this.setData({
      allSelected: selected,
      lines: this.data.lines.map((line) => ({ ...line, selected })),
      settling: true,
    });
    void this.change({ key: 'select', send: () => selectInCart({ selected }) });
  },

  onQuantity({
    currentTarget,
    detail,
  }: WechatMiniprogram.CustomEvent<{ value: number }, object, { skuId: string }>) {
    const { skuId } = currentTarget.dataset;
    const line = this.data.lines.find((known) => known.skuId === skuId);
    if (line === undefined) return;
    // From more than there is, the first step down leads to what there is.
    const quantity = Math.max(1, Math.min(detail.value, line.maxQuantity));
    if (quantity === line.quantity) return;
    this.setData({ settling: true });
    void this.change({ key: `quantity ${skuId}`, send: () => setCartQuantity(skuId, quantity) });
  },

  async onMore({ currentTarget }: LineTap) {
    const { skuId } = currentTarget.dataset;
    if ((await choose(['删除这件商品'])) === 0) this.remove(skuId);
  },

  onRemove({ currentTarget }: LineTap) {
    this.remove(currentTarget.dataset.skuId);
  },

  remove(skuId: string) {
    this.setData({ settling: true });
    void this.change({ key: `remove ${skuId}`, send: () => removeFromCart([skuId]) });
  },

  async onClearInvalid() {
    const count = this.data.invalid.length;
    if (!(await askToConfirm({ title: `清空${count}件失效商品？`, yes: '清空' }))) return;
    void this.change({ key: 'clear', send: clearInvalidLines });
  },

  onProduct({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { productId: string }>) {
    const { productId } = currentTarget.dataset;
    if (productId !== '') void openPage('product', { productId });
  },

  async onSpecification({ currentTarget }: LineTap) {
    const { skuId } = currentTarget.dataset;
    const line = this.data.lines.find((known) => known.skuId === skuId);
    if (line === undefined || this.data.busy) return;
    this.setData({ busy: true });
    const end = await loadProduct(line.productId);
    this.setData({ busy: false });
    if (end.kind !== 'accepted') {
      notify(end.message);
      return;
    }
    const { quantity } = line;
    this.setData({ product: end.value, changing: { skuId, quantity }, choosing: true });
  },

  onCloseChoice() {
    this.setData({ choosing: false });
  },

  async onChange({ detail }: WechatMiniprogram.CustomEvent<WantedLine>) {
    const before = this.data.changing;
    if (before === null || this.data.busy) return;
    this.setData({ busy: true });
    await this.change({ key: 'change', send: () => replaceLine(before, detail) });
    this.setData({ busy: false, choosing: false });
  },

  async onCheckout() {
    if (this.data.busy) return;
    this.setData({ busy: true });
    await living.get(this)?.queue.idle();
    this.setData({ busy: false });
    const wanted = this.data.lines.filter(({ selected }) => selected);
    if (wanted.length === 0) notify('请先选择要结算的商品');
    else if (wanted.length > MAX_ORDER_LINES) notify(`一次最多结算${MAX_ORDER_LINES}种商品，请分开下单`);
    else void openPage('confirm', { lines: linesText(wanted) });
  },

  onBrowse() {
    void openPage('home', {});
  },

  onShareAppMessage() {
    return { title: '来店里逛逛', path: '/pages/home/home' };
  },
});

/** Another specification goes in before the old one goes out: a call that gets lost in between loses nothing. */
async function replaceLine(before: WantedLine, { skuId, quantity }: WantedLine): Promise<CartEnd> {
  if (skuId === before.skuId) return setCartQuantity(skuId, quantity);
  const end = await addToCart({ clientToken: newClientToken(), skuId, quantity });
  return end.kind === 'accepted' ? removeFromCart([before.skuId]) : end;
}
