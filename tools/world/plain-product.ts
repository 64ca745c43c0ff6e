import type { Product } from '../../cloudfunctions/core/catalogue/product';

/** A product with nothing special about it, and a picture that is nowhere. */
export const PLAIN_PRODUCT: Product = {
  productId: 'tea',
  categoryId: 'tea',
  title: '茶',
  subtitle: '',
  gallery: [{ fileId: 'cloud://env/p.svg', width: 600, height: 600, alt: '茶' }],
  details: [],
  facts: [],
  axes: [],
  keywords: [],
  position: 0,
  listedAtMs: 0,
  onSale: true,
  limitPerOrder: null,
};
