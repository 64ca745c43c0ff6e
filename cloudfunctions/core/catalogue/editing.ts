import type { DetailBlock } from '../../../miniprogram/contract/catalogue';
import type { ActionKind } from '../../../miniprogram/contract/desk-actions';
import type { PictureDraft, ProductDraft } from '../../../miniprogram/contract/desk-products';
import type { FieldProblem } from '../../../miniprogram/contract/field-problem';
import type { PictureView } from '../../../miniprogram/contract/picture';
import type { Action } from '../shop/action';
import { actionOf } from '../shop/action';
import type { Actor } from '../shop/actor';
import { cleaned, draftProblems } from './draft';
import type { Product, ProductFile } from './product';
import { NO_PICTURE } from './product';
import { productChanges } from './product-changes';
import type { PutSku } from './sku-grid';
import { matchingProblems, placeSkus } from './sku-grid';

/** A barcode another product has: nothing was written. */
export interface TakenBarcode {
  readonly barcode: string;
  /** Of the product that has it. */
  readonly title: string;
}

/** What a decision about a product writes; its version grows by one. */
export type ProductWrite =
  | {
      readonly kind: 'put';
      readonly product: Product;
      readonly token: string;
      readonly skus: readonly PutSku[];
      readonly removedSkus: readonly string[];
      readonly action: Action;
    }
  | { readonly kind: 'remove'; readonly action: Action };

/** How a decision about a product ends; without a write everything was so already. */
export type ProductDecision =
  | { readonly kind: 'done'; readonly write?: ProductWrite }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | {
      readonly kind: 'refused';
      readonly refusal: 'PRODUCT_NOT_FOUND' | 'PRODUCT_CHANGED' | 'PRODUCT_IN_BOOKS' | 'CLIENT_TOKEN_REUSED';
    };

/** Who does it and when; `id` is that of the action, and of new specifications by their row. */
export interface ProductDoing {
  readonly actor: Actor;
  readonly nowMs: number;
  /** Names the wish: the same token again is the same change. */
  readonly token: string;
  readonly id: (what: string) => string;
}

/** What a draft may refer to. */
export interface ProductContext {
  readonly categories: ReadonlyMap<string, string>;
  /** Pictures that were checked. Those the product has already are known from itself. */
  readonly pictures: ReadonlyMap<string, PictureView>;
}

interface Given {
  readonly draft: ProductDraft;
  readonly context: ProductContext;
  readonly taken: TakenBarcode | null;
}

const NOT_FOUND = { kind: 'refused', refusal: 'PRODUCT_NOT_FOUND' } as const;

/** Puts a new product into the books, withdrawn. The same `productId` again is the same product. */
export function decideCreating(
  file: ProductFile | null,
  productId: string,
  given: Given,
  doing: ProductDoing,
): ProductDecision {
  // A repeat finds its own work, whatever became of it since.
  if (file !== null) return { kind: 'done' };
  const draft = cleaned(given.draft);
  const problems = problemsOf(draft, [], given, given.context.pictures);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const empty = { productId, listedAtMs: doing.nowMs, onSale: false };
  const { product, skus } = written(draft, empty, given.context.pictures, { doing, booked: [] });
  const action = productAction('product.create', product, [], doing);
  const { token } = doing;
  return { kind: 'done', write: { kind: 'put', product, token, skus, removedSkus: [], action } };
}

/** Replaces what was written of a product, on the version the editor saw. Safe to repeat with the same token. */
export function decideEditing(
  file: ProductFile | null,
  version: number,
  given: Given,
  doing: ProductDoing,
): ProductDecision {
  if (file === null) return NOT_FOUND;
  const draft = cleaned(given.draft);
  const pictures = new Map([...picturesOf(file), ...given.context.pictures]);
  const repeated = file.token === doing.token;
  if (!repeated && file.version !== version) return { kind: 'refused', refusal: 'PRODUCT_CHANGED' };
  const problems = [...problemsOf(draft, file.skus, given, pictures), ...emptyShelfProblems(file, draft)];
  if (problems.length > 0) return { kind: 'invalid', problems };
  const { product, skus, removed } = written(draft, file.product, pictures, { doing, booked: file.skus });
  const changes = productChanges(file, { product, skus }, (id) => given.context.categories.get(id) ?? id);
  if (changes.length === 0) return { kind: 'done' };
  if (repeated) return { kind: 'refused', refusal: 'CLIENT_TOKEN_REUSED' };
  const action = productAction('product.edit', product, changes, doing);
  const { token } = doing;
  return { kind: 'done', write: { kind: 'put', product, token, skus, removedSkus: removed, action } };
}

/** Puts a product on sale, or withdraws it from sale. Safe to repeat. */
export function decideShelving(
  file: ProductFile | null,
  onSale: boolean,
  doing: ProductDoing,
): ProductDecision {
  if (file === null) return NOT_FOUND;
  if (file.product.onSale === onSale) return { kind: 'done' };
  if (onSale && !file.skus.some(({ offered }) => offered))
    return { kind: 'invalid', problems: [NOTHING_OFFERED] };
  const listedAtMs = onSale ? doing.nowMs : file.product.listedAtMs;
  const product = { ...file.product, onSale, listedAtMs };
  const changes = productChanges(file, { product, skus: file.skus }, (id) => id);
  const action = productAction(onSale ? 'product.publish' : 'product.withdraw', product, changes, doing);
  const skus = file.skus.map((sku) => ({ ...sku, pieces: 0 }));
  return {
    kind: 'done',
    write: { kind: 'put', product, token: doing.token, skus, removedSkus: [], action },
  };
}

/** Deletes a product whose pieces never moved. Orders and the ledger name all others for good. */
export function decideRemoving(file: ProductFile | null, doing: ProductDoing): ProductDecision {
  if (file === null) return NOT_FOUND;
  if (file.skus.some(({ moved }) => moved)) return { kind: 'refused', refusal: 'PRODUCT_IN_BOOKS' };
  const action = productAction('product.remove', file.product, [], doing);
  return { kind: 'done', write: { kind: 'remove', action } };
}

const NOTHING_OFFERED: FieldProblem = { field: 'skus', message: '上架的商品至少要有一个可售的规格' };

function emptyShelfProblems({ product }: ProductFile, { skus }: ProductDraft): readonly FieldProblem[] {
  return product.onSale && !skus.some(({ offered }) => offered) ? [NOTHING_OFFERED] : [];
}

function problemsOf(
  draft: ProductDraft,
  booked: ProductFile['skus'],
  { context, taken }: Given,
  pictures: ReadonlyMap<string, PictureView>,
): readonly FieldProblem[] {
  const isPicture = (fileId: string): boolean => pictures.has(fileId);
  const at =
    taken === null ? -1 : draft.skus.findIndex((sku) => sku.offered && sku.barcode === taken.barcode);
  return [
    ...draftProblems(draft, { categoryIds: new Set(context.categories.keys()), isPicture }),
    ...matchingProblems(draft.skus, booked),
    ...(taken === null
      ? []
      : [{ field: `skus.${at}.barcode`, message: `条码 ${taken.barcode} 已用在「${taken.title}」上` }]),
  ];
}

/** Every picture the product has, by its file. */
function picturesOf({ product, skus }: ProductFile): readonly (readonly [string, PictureView])[] {
  const details = product.details.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []));
  const ofSkus = skus.flatMap(({ picture }) => (picture === null ? [] : [picture]));
  return [...ofSkus, ...details, ...product.gallery].map((picture) => [picture.fileId, picture] as const);
}

function written(
  draft: ProductDraft,
  kept: Pick<Product, 'productId' | 'listedAtMs' | 'onSale'>,
  pictures: ReadonlyMap<string, PictureView>,
  { doing, booked }: { readonly doing: ProductDoing; readonly booked: ProductFile['skus'] },
): { readonly product: Product; readonly skus: readonly PutSku[]; readonly removed: readonly string[] } {
  const { title, subtitle, categoryId, facts, keywords, axes, position, limitPerOrder } = draft;
  const { productId, listedAtMs, onSale } = kept;
  const shown = ({ fileId, alt }: PictureDraft): PictureView => {
    const picture = pictures.get(fileId) ?? NO_PICTURE;
    return { ...picture, alt: alt ?? (picture.alt === '' ? title : picture.alt) };
  };
  const { put, removed } = placeSkus(draft.skus, booked, {
    newId: (row) => doing.id(`sku-${row}`),
    pictureOf: (picture) => shown(picture),
  });
  const details = draft.details.map((block): DetailBlock =>
    block.kind === 'picture' ? { kind: 'picture', picture: shown(block.picture) } : block,
  );
  const words = { title, subtitle, categoryId, facts, keywords, axes, position, limitPerOrder };
  return {
    product: { productId, listedAtMs, onSale, ...words, gallery: draft.gallery.map(shown), details },
    skus: put,
    removed,
  };
}

function productAction(
  what: ActionKind,
  { productId, title }: Product,
  changes: Action['changes'],
  { actor, nowMs, id }: ProductDoing,
): Action {
  const subject = { kind: 'product', id: productId } as const;
  return actionOf(actor, { actionId: id('action'), atMs: nowMs, what, subject, title, changes });
}
