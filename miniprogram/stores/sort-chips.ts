import type { ProductSort } from '../contract/catalogue';

/** The orders offered above a list, with words short enough for four in a row on a narrow phone. */
export const SORT_CHIPS: { sort: ProductSort; words: string }[] = [
  { sort: 'featured', words: '推荐' },
  { sort: 'sales', words: '销量' },
  { sort: 'priceUp', words: '价格↑' },
  { sort: 'priceDown', words: '价格↓' },
];
