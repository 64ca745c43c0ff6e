import type { PictureView } from '../../contract/picture';
import { MAX_CART_QUANTITY } from '../../contract/cart';
import type { ProductView, SkuView } from '../../contract/catalogue';
import type { Money } from '../../contract/money';
import { notify } from '../../platform/feedback';
import {
  allSoldOut,
  chosenSku,
  firstChoice,
  missingAxes,
  mostPieces,
  optionsOf,
  pictureOf,
  tapValue,
  type AxisOptions,
  type Choice,
} from './sku-matrix';

function limitOf({ limitPerOrder = MAX_CART_QUANTITY }: ProductView): number {
  return Math.min(limitPerOrder, MAX_CART_QUANTITY);
}

function cheapest(skus: readonly SkuView[]): SkuView | undefined {
  return [...skus].sort((one, other) => one.price.minor - other.price.minor)[0];
}

function stockText(sku: SkuView | null, soldOut: boolean): string {
  if (soldOut || sku?.available === 0) return '已售罄';
  if (sku === null) return '';
  return sku.lowStock ? `仅剩${sku.available}件` : '有货';
}

function summaryOf(product: ProductView, choice: Choice, sku: SkuView | null): string {
  if (sku !== null) return sku.specification === '' ? '' : `已选 ${sku.specification}`;
  return `请选择${missingAxes(product.axes, choice).join('、')}`;
}

/** Everything that is drawn of a choice. */
function viewOf(product: ProductView, choice: Choice, wanted: number) {
  const { axes, skus, gallery } = product;
  const sku = chosenSku(skus, choice);
  const soldOut = allSoldOut(skus);
  const chosenAny = choice.some((value) => value !== null);
  const limit = limitOf(product);
  const most = sku === null ? (soldOut ? 0 : limit) : mostPieces(sku, limit);
  return {
    choice,
    axes: optionsOf(axes, skus, choice),
    picture: (chosenAny && pictureOf(skus, choice)) || (gallery[0] ?? null),
    amount: (sku ?? cheapest(skus))?.price ?? {},
    from: sku === null && new Set(skus.map(({ price }) => price.minor)).size > 1,
    stockText: stockText(sku, soldOut),
    lowStock: sku?.lowStock === true,
    summary: summaryOf(product, choice, sku),
    limitText: product.limitPerOrder === undefined ? '' : `每单限购${product.limitPerOrder}件`,
    soldOut: soldOut || sku?.available === 0,
    quantity: Math.max(1, Math.min(wanted, most)),
    most,
  };
}

/**
 * Lets the shopper choose a specification and how many. `intent` is the one thing the button does (`cart`, `buy` or, for
 * a line of the cart, `change`) or `both`; `skuId` and `pieces` are what it begins with, else the first that can be
 * bought; `busy` stops further taps. Tells `close`, `chosen` with the `skuId` or null, and `submit` with
 * `{ intent, skuId, quantity }`.
 */
Component({
  properties: {
    visible: { type: Boolean, value: false },
    product: { type: Object, optionalTypes: [null], value: null },
    intent: { type: String, value: 'both' },
    skuId: { type: String, value: '' },
    pieces: { type: Number, value: 1 },
    busy: { type: Boolean, value: false },
  },

  data: {
    drawnFor: '',
    choice: [] as Choice,
    axes: [] as readonly AxisOptions[],
    picture: null as PictureView | null,
    amount: {} as Money | Record<never, never>,
    from: false,
    stockText: '',
    lowStock: false,
    summary: '',
    limitText: '',
    soldOut: false,
    quantity: 1,
    most: 1,
  },

  observers: {
    'product, skuId, pieces'(product: ProductView | null, skuId: string, pieces: number) {
      if (product === null) return;
      // Some phones hand a property over again whenever the page draws: the choice stays, and the page is not told,
      // which would make it draw, and this run, without end.
      const drawnFor = `${product.productId} ${skuId} ${pieces}`;
      const again = drawnFor === this.data.drawnFor;
      const asked =
        product.skus.find((sku) => sku.skuId === skuId)?.values ?? firstChoice(product.axes, product.skus);
      const { choice, quantity } = this.data;
      this.setData({ drawnFor, ...viewOf(product, again ? choice : asked, again ? quantity : pieces) });
    },
  },

  methods: {
    onValue({
      currentTarget,
    }: WechatMiniprogram.TouchEvent<object, object, { axis: number; value: string }>) {
      const product = this.data.product as ProductView | null;
      if (product === null) return;
      const { axis, value } = currentTarget.dataset;
      const choice = tapValue(product.skus, this.data.choice, axis, value);
      this.setData(viewOf(product, choice, this.data.quantity));
      this.triggerEvent('chosen', { skuId: chosenSku(product.skus, choice)?.skuId ?? null });
    },

    onQuantity({ detail }: WechatMiniprogram.CustomEvent<{ value: number }>) {
      this.setData({ quantity: detail.value });
    },

    onVisible({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!detail.visible) this.onClose();
    },

    onClose() {
      this.triggerEvent('close');
    },

    onSubmit({
      currentTarget,
    }: WechatMiniprogram.TouchEvent<object, object, { intent: 'cart' | 'buy' | 'change' }>) {
      const product = this.data.product as ProductView | null;
      if (product === null || this.data.busy || this.data.soldOut) return;
      const sku = chosenSku(product.skus, this.data.choice);
      if (sku === null) {
        notify(this.data.summary);
        return;
      }
      const { intent } = currentTarget.dataset;
      this.triggerEvent('submit', { intent, skuId: sku.skuId, quantity: this.data.quantity });
    },
  },
});
