import type { CategoryView } from '../../../contract/catalogue';
import type { EditProductView } from '../../../contract/desk-products';
import type { FieldProblem } from '../../../contract/field-problem';
import type { PictureView } from '../../../contract/picture';
import type { ProductForm } from './product-form';
import { gridRows } from './sku-grid';

/** A combination as it is drawn. */
export interface SkuRow {
  readonly index: number;
  readonly values: readonly string[];
  /** `红 大`; empty where there is one only. */
  readonly name: string;
  readonly skuId: string;
  readonly offered: boolean;
  readonly priceText: string;
  readonly barcode: string;
  /** Of this combination alone; null where the product's own are enough. */
  readonly picture: PictureView | null;
  readonly piecesText: string;
  /** What can be ordered now of one the books have; -1 of a new one. */
  readonly available: number;
}

/** Every picture a combination can have: the product's photos, and those it has from before. */
function picturesOf(
  { gallery }: Pick<ProductForm, 'gallery'>,
  product: EditProductView | null,
): ReadonlyMap<string, PictureView> {
  const kept = product?.grid.flatMap(({ sku }) =>
    sku === null || sku.picture === null ? [] : [sku.picture],
  );
  return new Map([...(kept ?? []), ...gallery].map((picture) => [picture.fileId, picture]));
}

/** The grid as it is drawn. */
export function skuRows(
  form: Pick<ProductForm, 'grid' | 'gallery'>,
  product: EditProductView | null,
): readonly SkuRow[] {
  const pictures = picturesOf(form, product);
  const there = new Map(
    product?.grid.flatMap(({ sku }) => (sku === null ? [] : [[sku.skuId, sku.available]])),
  );
  return gridRows(form.grid).map(({ values, cell }, index) => ({
    index,
    values,
    name: values.join(' '),
    skuId: cell.skuId,
    offered: cell.offered,
    priceText: cell.priceText,
    barcode: cell.barcode,
    picture: pictures.get(cell.pictureId) ?? null,
    piecesText: cell.piecesText,
    available: there.get(cell.skuId) ?? -1,
  }));
}

/** Problems by the place that shows them: a field's name, or `skus.3` for all of one combination. */
export type ProblemMap = Readonly<Record<string, string>>;

/** Where each problem is shown. */
export function problemMap(problems: readonly FieldProblem[]): ProblemMap {
  const map: Record<string, string> = {};
  for (const { field, message } of problems) {
    const [top = '', index] = field.split('.');
    const place = top === 'skus' && index !== undefined ? `skus.${index}` : top;
    map[place] ??= message;
  }
  return map;
}

/** The name of the chosen category; empty while there is none. */
export function categoryName(categories: readonly CategoryView[], categoryId: string): string {
  return categories.find((category) => category.categoryId === categoryId)?.name ?? '';
}

/** What the parts of the page's script know of the page they are a part of. */
export interface EditingPage {
  readonly data: { readonly form: ProductForm | null };
  setData(data: Readonly<Record<string, unknown>>): void;
  /** Writes a change of the form into its draft, by whoever may. */
  change(change: Partial<ProductForm>): void;
  /** Takes the remark off a field that was just mended. */
  fixed(place: string): void;
}
