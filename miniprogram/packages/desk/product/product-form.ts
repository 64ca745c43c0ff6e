import {
  PRODUCT_LIMITS,
  type DetailDraft,
  type EditProductView,
  type EditSkuView,
  type ProductDraft,
  type SkuDraft,
} from '../../../contract/desk-products';
import type { FieldProblem } from '../../../contract/field-problem';
import { fen, formatMoney } from '../../../contract/money';
import type { PictureView } from '../../../contract/picture';
import { createDrafts } from '../../../stores/drafts';
import { readYuan } from '../../../stores/yuan';
import { cellKey, EMPTY_CELL, gridRows, PLAIN_GRID, type Cell, type Grid, type GridRow } from './sku-grid';

/** What a merchant writes of a product; texts as they were typed. */
export interface ProductWords {
  readonly title: string;
  readonly subtitle: string;
  readonly categoryId: string;
  readonly gallery: readonly PictureView[];
  readonly grid: Grid;
  readonly details: readonly DetailDraft[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly keywordsText: string;
  readonly limitText: string;
  readonly position: number;
}

/** A product that is being written, with what it was when the writing began: what others change meanwhile is told apart. */
export interface ProductForm extends ProductWords {
  readonly version: number;
  readonly base: ProductWords | null;
}

export const NEW_PRODUCT: ProductForm = {
  version: 0,
  base: null,
  title: '',
  subtitle: '',
  categoryId: '',
  gallery: [],
  grid: PLAIN_GRID,
  details: [],
  facts: [],
  keywordsText: '',
  limitText: '',
  position: 0,
};

function cellOf(sku: EditSkuView): Cell {
  return {
    skuId: sku.skuId,
    offered: sku.offered,
    priceText: formatMoney(sku.price).replace(/[¥,]/g, ''),
    barcode: sku.barcode,
    piecesText: '',
    pictureId: sku.picture?.fileId ?? '',
  };
}

/** A product of the books in the words of the form. */
export function wordsOf(product: EditProductView): ProductWords {
  const { title, subtitle, categoryId, gallery, axes, grid, details, facts, keywords, limitPerOrder } =
    product;
  const cells = grid.map(({ values, sku }): [string, Cell] => [
    cellKey(values),
    sku === null ? { ...EMPTY_CELL, offered: false } : cellOf(sku),
  ]);
  return {
    title,
    subtitle,
    categoryId,
    gallery,
    grid: { axes, cells: Object.fromEntries(cells) },
    details: details.map((block) =>
      block.kind === 'picture'
        ? { kind: 'picture', picture: { fileId: block.picture.fileId, alt: block.picture.alt } }
        : block,
    ),
    facts,
    keywordsText: keywords.join(' '),
    limitText: limitPerOrder === null ? '' : String(limitPerOrder),
    position: product.position,
  };
}

/** The form of a product of the books. */
export function formOf(product: EditProductView): ProductForm {
  const words = wordsOf(product);
  return { ...words, version: product.version, base: words };
}

/** Whether anything was written that the books do not have. */
export function isDirty(form: ProductForm): boolean {
  const { version: _version, base, ...words } = form;
  return JSON.stringify(words) !== JSON.stringify(base ?? wordsOfNew());
}

function wordsOfNew(): ProductWords {
  const { version: _version, base: _base, ...words } = NEW_PRODUCT;
  return words;
}

/** A whole number from 0 on, or null. */
function readPieces(text: string): number | null {
  const plain = text.trim().replace(/[０-９]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return /^\d{1,7}$/.test(plain) ? Number(plain) : null;
}

const PRICE_WRONG = `价格须在 ${formatMoney(fen(PRODUCT_LIMITS.leastPriceMinor))} 到 ${formatMoney(fen(PRODUCT_LIMITS.mostPriceMinor))} 之间，最多两位小数`;

function skuProblems({ cell }: GridRow, index: number): FieldProblem[] {
  if (!cell.offered) return [];
  const at = (field: string, message: string): FieldProblem => ({ field: `skus.${index}.${field}`, message });
  const problems: FieldProblem[] = [];
  if (cell.priceText.trim() === '') problems.push(at('price', '请填写价格，如 19.90'));
  else if (readYuan(cell.priceText) === null) problems.push(at('price', PRICE_WRONG));
  const pieces = cell.piecesText.trim() === '' ? 0 : readPieces(cell.piecesText);
  if (cell.skuId === '' && (pieces === null || pieces > PRODUCT_LIMITS.mostPieces))
    problems.push(at('pieces', `库存请填 0 到 ${PRODUCT_LIMITS.mostPieces} 的整数`));
  return problems;
}

/** What has to be mended before it is worth sending; the server looks again and knows more. */
export function formProblems(form: ProductForm): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (form.title.trim() === '') problems.push({ field: 'title', message: '请填写商品名称' });
  if (form.categoryId === '') problems.push({ field: 'categoryId', message: '请选择分类' });
  if (form.gallery.length === 0) problems.push({ field: 'gallery', message: '请至少添加一张照片' });
  const limit = form.limitText.trim() === '' ? 1 : readPieces(form.limitText);
  if (limit === null || limit < 1 || limit > PRODUCT_LIMITS.mostPerOrder)
    problems.push({
      field: 'limitPerOrder',
      message: `每单限购请填 1 到 ${PRODUCT_LIMITS.mostPerOrder}，不限购就留空`,
    });
  return [...problems, ...gridRows(form.grid).flatMap(skuProblems)];
}

function skuDraft({ values, cell }: GridRow): SkuDraft {
  const was = cell.skuId === '' ? {} : { skuId: cell.skuId };
  const price = readYuan(cell.priceText);
  if (!cell.offered || price === null) return { values, offered: false, ...was };
  return {
    values,
    offered: true,
    ...was,
    price,
    barcode: cell.barcode.trim(),
    picture: cell.pictureId === '' ? null : { fileId: cell.pictureId },
    ...(cell.skuId === '' && { pieces: readPieces(cell.piecesText) ?? 0 }),
  };
}

/** The product as it is sent. The form has no problem. */
export function draftOf(form: ProductForm): ProductDraft {
  return {
    title: form.title.trim(),
    subtitle: form.subtitle.trim(),
    categoryId: form.categoryId,
    gallery: form.gallery.map(({ fileId, alt }) => ({ fileId, ...(alt !== '' && { alt }) })),
    details: form.details.filter((block) => block.kind === 'picture' || block.text.trim() !== ''),
    facts: form.facts.filter(({ name, value }) => name.trim() !== '' || value.trim() !== ''),
    keywords: form.keywordsText.split(/[\s,，、]+/).filter((word) => word !== ''),
    axes: form.grid.axes,
    skus: gridRows(form.grid).map(skuDraft),
    position: form.position,
    limitPerOrder: form.limitText.trim() === '' ? null : readPieces(form.limitText),
  };
}

function isForm(stored: Readonly<Record<string, unknown>>): boolean {
  const texts = ['title', 'subtitle', 'categoryId', 'keywordsText', 'limitText'];
  const lists = ['gallery', 'details', 'facts'];
  const grid = stored['grid'];
  return (
    texts.every((name) => typeof stored[name] === 'string') &&
    lists.every((name) => Array.isArray(stored[name])) &&
    typeof stored['version'] === 'number' &&
    typeof grid === 'object' &&
    grid !== null &&
    'axes' in grid &&
    'cells' in grid
  );
}

/** Products that are being written, by id; a new one under {@link NEW_SUBJECT}. */
export const productDrafts = createDrafts<ProductForm>('desk-product/1', (stored) =>
  // What this very version wrote: its outline says so, and its inside is judged by the server.
  isForm(stored) ? (stored as unknown as ProductForm) : null,
);

export const NEW_SUBJECT = 'new';
