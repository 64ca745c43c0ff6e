import type { DeskProductCard, EditProductView, EditSkuView } from '../../miniprogram/contract/desk-products';
import { STOCK_LIMITS } from '../../miniprogram/contract/desk-stock';
import { fen } from '../../miniprogram/contract/money';
import type { Money } from '../../miniprogram/contract/money';
import type { BookedSku, ProductFile } from '../core/catalogue/product';
import { combinationsOf } from '../core/catalogue/sku-grid';
import type { ShelvedProduct } from '../ports/product-store';
import { rfc3339 } from './order-view';

function skuView({ onHand, moved: _moved, ...sku }: BookedSku): EditSkuView {
  return { ...sku, available: onHand };
}

/** A product as its form shows it: every combination with its specification, then those the axes no longer know. */
export function editProductView({ product, version, skus }: ProductFile): EditProductView {
  const { listedAtMs, axes, ...fields } = product;
  // Of two that have the same values the one that is offered is meant.
  const inOrder = skus.toSorted((a, b) => Number(b.offered) - Number(a.offered));
  const key = (values: readonly string[]) => JSON.stringify(values);
  const grid = combinationsOf(axes).map((values) => {
    const sku = inOrder.find((one) => key(one.values) === key(values));
    return { values, sku: sku === undefined ? null : skuView(sku) };
  });
  const shown = new Set(grid.map(({ sku }) => sku?.skuId));
  return {
    ...fields,
    axes,
    version,
    grid,
    retired: skus.filter(({ skuId }) => !shown.has(skuId)).map(skuView),
    listedAt: rfc3339(listedAtMs),
  };
}

function extreme(prices: readonly Money[], pick: (...minors: number[]) => number): Money {
  return fen(prices.length === 0 ? 0 : pick(...prices.map(({ minor }) => minor)));
}

/** A product as the desk's list shows it; prices are of what is offered, or of everything where nothing is. */
export function deskCard({ product, onSale, skus }: ShelvedProduct): DeskProductCard {
  const offered = skus.filter((sku) => sku.offered);
  const prices = (offered.length === 0 ? skus : offered).map(({ price }) => price);
  const { productId, title, gallery } = product;
  return {
    productId,
    title,
    picture: gallery[0] ?? null,
    onSale,
    priceFrom: extreme(prices, Math.min),
    priceTo: extreme(prices, Math.max),
    skuCount: offered.length,
    available: offered.reduce((sum, { available }) => sum + available, 0),
    lowSkus: offered.filter(({ available }) => available <= STOCK_LIMITS.lowAt).length,
    sold: skus.reduce((sum, { sold }) => sum + sold, 0),
  };
}
