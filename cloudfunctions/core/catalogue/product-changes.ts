import type { FieldChange } from '../../../miniprogram/contract/desk-actions';
import { formatMoney } from '../../../miniprogram/contract/money';
import type { PictureView } from '../../../miniprogram/contract/picture';
import { changesBetween, inShort } from '../shop/action';
import type { Product, ShelfSku } from './product';
import { specificationOf } from './product';

/** A product with its specifications, as two of them are compared. */
export interface Described {
  readonly product: Product;
  readonly skus: readonly ShelfSku[];
}

function skuName({ values }: ShelfSku): string {
  return values.length === 0 ? '' : ` ${specificationOf(values)}`;
}

function inWords({ product, skus }: Described, categoryOf: (id: string) => string): Record<string, string> {
  const { title, subtitle, categoryId, facts, keywords, axes, position, limitPerOrder, onSale } = product;
  return {
    状态: onSale ? '在售' : '已下架',
    标题: title,
    副标题: subtitle,
    分类: categoryOf(categoryId),
    参数: facts.map(({ name, value }) => `${name}：${value}`).join('；'),
    搜索词: keywords.join('、'),
    规格项: axes.map(({ name, values }) => `${name}：${values.join('、')}`).join('；'),
    排序: String(position),
    每单限购: limitPerOrder === null ? '不限' : `${limitPerOrder} 件`,
    ...Object.fromEntries(
      skus.flatMap((sku) => [
        [`价格${skuName(sku)}`, formatMoney(sku.price)],
        [`条码${skuName(sku)}`, sku.barcode],
        [`供应${skuName(sku)}`, sku.offered ? '可售' : '不提供'],
      ]),
    ),
  };
}

function pictureKey({ fileId, width, height, alt }: PictureView): readonly unknown[] {
  return [fileId, width, height, alt];
}

/** What is too long to be compared in words: said with how much there is of it. */
function bulk(described: Described): readonly (readonly [field: string, key: unknown, said: string])[] {
  const { gallery, details } = described.product;
  // The books know no order of specifications.
  const skus = described.skus.toSorted((a, b) => (a.skuId < b.skuId ? -1 : 1));
  const pictured = skus.flatMap(({ skuId, picture }) => (picture === null ? [] : [{ skuId, picture }]));
  return [
    ['商品图片', gallery.map(pictureKey), `${gallery.length} 张`],
    [
      '详情',
      details.map((block) =>
        block.kind === 'picture' ? pictureKey(block.picture) : [block.kind, block.text],
      ),
      `${details.length} 段`,
    ],
    ['规格图片', pictured.map(({ skuId, picture }) => [skuId, pictureKey(picture)]), `${pictured.length} 张`],
    // Two specifications of one name, one of them retired, look alike in words.
    [
      '规格',
      skus.map(({ skuId, values, price, barcode, offered }) => [
        skuId,
        values,
        price.minor,
        barcode,
        offered,
      ]),
      `${skus.length} 个`,
    ],
  ];
}

/** What differs between two states of one product, in words. Empty exactly when nothing does. */
export function productChanges(
  before: Described,
  after: Described,
  categoryOf: (categoryId: string) => string,
): readonly FieldChange[] {
  const texts = changesBetween(inWords(before, categoryOf), inWords(after, categoryOf));
  const was = bulk(before);
  const bulky = bulk(after).flatMap(([field, key, to], at): readonly FieldChange[] => {
    const [, old, from] = was[at] ?? ['', [], ''];
    if (JSON.stringify(old) === JSON.stringify(key)) return [];
    return [{ field, from, to: from === to ? `${to}，有更换` : to }];
  });
  const told = texts.some(({ field }) => /^(价格|条码|供应)/.test(field));
  return [...texts, ...bulky].filter(({ field }) => field !== '规格' || !told).map(inShort);
}
