import type { AxisView } from '../../../miniprogram/contract/catalogue';
import type { PictureDraft, SkuDraft } from '../../../miniprogram/contract/desk-products';
import type { FieldProblem } from '../../../miniprogram/contract/field-problem';
import type { PictureView } from '../../../miniprogram/contract/picture';
import type { BookedSku, ShelfSku } from './product';
import { specificationOf } from './product';

/** A specification as it is to be; `pieces` is the first stock of one that is new. */
export interface PutSku extends ShelfSku {
  readonly pieces: number;
}

/** The specifications of a product after an edit. */
export interface PlacedSkus {
  readonly put: readonly PutSku[];
  /** Never moved and named no longer: deleted. */
  readonly removed: readonly string[];
}

/** Values as one key. */
function keyOf(values: readonly string[]): string {
  return JSON.stringify(values);
}

/** Every combination of the axes' values, in their order; one of no values without axes. */
export function combinationsOf(axes: readonly AxisView[]): readonly (readonly string[])[] {
  return axes.reduce<readonly (readonly string[])[]>(
    (combinations, { values }) =>
      combinations.flatMap((combination) => values.map((value) => [...combination, value])),
    [[]],
  );
}

/** The combination in words. */
export function combinationName(values: readonly string[]): string {
  return values.length === 0 ? '规格' : `规格「${specificationOf(values)}」`;
}

/** What is wrong with the grid itself: combinations missing, double or unknown. `axes` have been checked. */
export function gridProblems(axes: readonly AxisView[], skus: readonly SkuDraft[]): readonly FieldProblem[] {
  const combinations = combinationsOf(axes);
  const wanted = new Set(combinations.map(keyOf));
  const seen = new Set<string>();
  const problems: FieldProblem[] = [];
  skus.forEach(({ values }, at) => {
    const key = keyOf(values);
    const name = combinationName(values);
    if (!wanted.has(key)) problems.push({ field: `skus.${at}.values`, message: `${name}不在规格项里` });
    else if (seen.has(key)) problems.push({ field: `skus.${at}.values`, message: `${name}重复了` });
    seen.add(key);
  });
  const holes = combinations.filter((values) => !seen.has(keyOf(values)));
  return [
    ...problems,
    ...holes.map((values) => ({
      field: 'skus',
      message: `${combinationName(values)}没有填写：请填价格，或标为不提供`,
    })),
  ];
}

/** The booked specification each row of the draft goes on with: the one it names, else one of equal values nobody names. */
function matched(
  drafts: readonly SkuDraft[],
  booked: readonly BookedSku[],
): readonly (BookedSku | undefined)[] {
  const byId = new Map(booked.map((sku) => [sku.skuId, sku]));
  const named = new Set(drafts.map(({ skuId }) => skuId));
  const free = booked.filter(({ skuId }) => !named.has(skuId));
  return drafts.map(({ skuId, values }) => {
    if (skuId !== undefined) return byId.get(skuId);
    const equals = free.filter((sku) => keyOf(sku.values) === keyOf(values));
    return equals.find(({ offered }) => offered) ?? equals[0];
  });
}

/** Rows that name a specification which is not of this product, or which another row names as well. */
export function matchingProblems(
  drafts: readonly SkuDraft[],
  booked: readonly BookedSku[],
): readonly FieldProblem[] {
  const known = new Set(booked.map(({ skuId }) => skuId));
  const taken = new Set<string>();
  return drafts.flatMap(({ skuId, values }, at) => {
    if (skuId === undefined) return [];
    const good = known.has(skuId) && !taken.has(skuId);
    taken.add(skuId);
    const message = `${combinationName(values)}已不是这件商品的规格，请刷新后再保存`;
    return good ? [] : [{ field: `skus.${at}.skuId`, message }];
  });
}

/**
 * The specifications after an edit, from a grid without problems. Whatever is booked stays with its id: offered again,
 * renamed or withdrawn. What the draft names no longer is withdrawn too, or deleted where its pieces never moved.
 */
export function placeSkus(
  drafts: readonly SkuDraft[],
  booked: readonly BookedSku[],
  given: {
    /** The id of a new specification by its row. */
    readonly newId: (row: number) => string;
    readonly pictureOf: (picture: PictureDraft) => PictureView;
  },
): PlacedSkus {
  const before = matched(drafts, booked);
  const kept = new Set(before.map((sku) => sku?.skuId));
  const rows = drafts.flatMap((draft, row): readonly PutSku[] => {
    const known = before[row];
    const { values } = draft;
    if (!draft.offered)
      return known === undefined ? [] : [{ ...shelfOf(known), values, offered: false, pieces: 0 }];
    const { price, barcode, picture, pieces = 0 } = draft;
    const shown = picture === null ? null : given.pictureOf(picture);
    const skuId = known?.skuId ?? given.newId(row);
    return [{ skuId, values, price, barcode, picture: shown, offered: true, pieces }];
  });
  const codes = new Set(rows.map(({ barcode }) => barcode));
  const left = booked.filter(({ skuId }) => !kept.has(skuId));
  const retired = left
    .filter(({ moved }) => moved)
    .map((sku): PutSku => ({
      ...shelfOf(sku),
      // Whoever scans a code means what is sold now.
      barcode: codes.has(sku.barcode) ? '' : sku.barcode,
      offered: false,
      pieces: 0,
    }));
  return {
    put: [...rows, ...retired],
    removed: left.filter(({ moved }) => !moved).map(({ skuId }) => skuId),
  };
}

function shelfOf({ skuId, values, price, picture, barcode, offered }: BookedSku): ShelfSku {
  return { skuId, values, price, picture, barcode, offered };
}
