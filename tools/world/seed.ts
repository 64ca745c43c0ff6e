import { fen } from '../../miniprogram/contract/money';
import type { ShelfProduct, Store } from '../../cloudfunctions/ports/store';

interface SeedSku {
  readonly specification: string;
  readonly priceFen: number;
  readonly pieces: number;
}

/** What stands on the shelf of a fresh shop. Numbers are fixed, so that a link to a product stays good. */
const SHELF: readonly {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly skus: readonly SeedSku[];
}[] = [
  {
    id: 'longjing',
    title: '明前龙井',
    category: '茶',
    skus: [
      { specification: '50克 罐装', priceFen: 12_800, pieces: 60 },
      { specification: '250克 礼盒', priceFen: 56_800, pieces: 20 },
    ],
  },
  {
    id: 'celadon-cup',
    title: '青瓷品茗杯',
    category: '器',
    skus: [
      { specification: '单只', priceFen: 6_900, pieces: 120 },
      { specification: '一对', priceFen: 12_900, pieces: 40 },
    ],
  },
  {
    id: 'osmanthus-cake',
    title: '桂花糕',
    category: '点心',
    skus: [{ specification: '8块装', priceFen: 2_680, pieces: 200 }],
  },
  {
    id: 'linen-mat',
    title: '亚麻茶席',
    category: '布',
    skus: [{ specification: '30×120厘米', priceFen: 8_800, pieces: 30 }],
  },
];

function skuId(productId: string, index: number): string {
  return `${productId}-${index + 1}`;
}

/** Puts the seeded products on the shelf. Repeating it changes no stock. */
export async function seedShop(store: Store): Promise<void> {
  for (const [position, { id, title, category, skus }] of SHELF.entries()) {
    const product: ShelfProduct = {
      productId: id,
      title,
      category,
      position,
      skus: skus.map(({ specification, priceFen }, index) => ({
        skuId: skuId(id, index),
        specification,
        price: fen(priceFen),
      })),
    };
    await store.addProduct(product, new Map(skus.map(({ pieces }, index) => [skuId(id, index), pieces])));
  }
}
