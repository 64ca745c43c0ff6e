import { FOOD } from './food';
import { LIGHTING } from './lighting';
import { SCENTS } from './scents';
import type { SeedCategory, SeedProduct } from './seed-product';
import { STATIONERY } from './stationery';
import { STORAGE } from './storage';
import { TABLEWARE } from './tableware';
import { TEA_AND_COFFEE } from './tea-and-coffee';
import { TEXTILES } from './textiles';

/** The seeded shop's categories in the order of the side bar. */
export const CATEGORIES: readonly SeedCategory[] = [
  TEA_AND_COFFEE,
  TABLEWARE,
  FOOD,
  TEXTILES,
  STATIONERY,
  SCENTS,
  STORAGE,
  LIGHTING,
];

/** Every product with its category, the first of each category before the second of any: a mixed first page. */
export const SHELF: readonly { readonly category: SeedCategory; readonly product: SeedProduct }[] =
  CATEGORIES.flatMap((category) => category.products.map((product, rank) => ({ category, product, rank })))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ category, product }) => ({ category, product }));
