import type { ProductCard } from '../../contract/catalogue';
import { formatMoney } from '../../contract/money';

function labelOf({ title, priceFrom, priceVaries, soldOut }: ProductCard): string {
  const price = `${formatMoney(priceFrom)}${priceVaries ? '起' : ''}`;
  return soldOut ? `${title}，${price}，已售罄` : `${title}，${price}`;
}

/** A product in a list; without one its grey shape. Tells `open` with the `productId`. */
Component({
  properties: {
    product: { type: Object, optionalTypes: [null], value: null },
  },

  data: { label: '' },

  observers: {
    product(product: ProductCard | null) {
      if (product !== null) this.setData({ label: labelOf(product) });
    },
  },

  methods: {
    onTap() {
      const product = this.data.product as ProductCard | null;
      if (product !== null) this.triggerEvent('open', { productId: product.productId });
    },
  },
});
