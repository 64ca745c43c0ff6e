import type { ProductChanged, ProductDraft, EditProductView } from '../../miniprogram/contract/desk-products';
import type { FieldProblem } from '../../miniprogram/contract/field-problem';
import { decideCreating, decideEditing, decideRemoving, decideShelving } from '../core/catalogue/editing';
import type { ProductContext, ProductDecision, ProductDoing, TakenBarcode } from '../core/catalogue/editing';
import type { ProductFile } from '../core/catalogue/product';
import type { Actor } from '../core/shop/actor';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';
import { editProductView } from './product-views';
import { changesSince } from './read-actions';
import { settingsOf } from './shop-settings';

type Deps = { readonly store: Store; readonly clock: Clock; readonly ids: Ids };

/** How editing a product ends. `changed` brings what somebody else did since the version that was sent. */
export type EditResult =
  | { readonly kind: 'done'; readonly product: EditProductView }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'changed'; readonly changed: ProductChanged }
  | {
      readonly kind: 'refused';
      readonly refusal: Exclude<Extract<ProductDecision, { kind: 'refused' }>['refusal'], 'PRODUCT_CHANGED'>;
    };

function doing({ clock, ids }: Deps, actor: Actor, token: string): ProductDoing {
  const call = ids.unique();
  return {
    actor,
    token,
    nowMs: clock.nowMs(),
    // A repeat of the wish finds its specifications, a repeat of the write its action.
    id: (what) => (what === 'action' ? call : ids.derived('product', actor.openid, token, what)),
  };
}

function filesOf({ gallery, details, skus }: ProductDraft): readonly string[] {
  const blocks = details.flatMap((block) => (block.kind === 'picture' ? [block.picture] : []));
  const ofSkus = skus.flatMap((sku) => (sku.offered && sku.picture !== null ? [sku.picture] : []));
  return [...new Set([...gallery, ...blocks, ...ofSkus].map(({ fileId }) => fileId))];
}

async function contextOf({ store }: Deps, draft: ProductDraft): Promise<ProductContext> {
  const [settings, pictures] = await Promise.all([settingsOf(store), store.findPictures(filesOf(draft))]);
  return {
    categories: new Map(settings.categories.map(({ categoryId, name }) => [categoryId, name])),
    pictures: new Map(
      pictures.map(({ fileId, width, height }) => [fileId, { fileId, width, height, alt: '' }]),
    ),
  };
}

async function changed(
  deps: Deps,
  productId: string,
  decide: (file: ProductFile | null, taken: TakenBarcode | null) => ProductDecision,
): Promise<ProductDecision> {
  return deps.store.changeProduct<ProductDecision>(productId, (file, taken) => {
    const result = decide(file, taken);
    return result.kind === 'done' && result.write !== undefined
      ? { result, write: result.write }
      : { result };
  });
}

async function ended(
  deps: Deps,
  { productId, version }: { readonly productId: string; readonly version: number },
  decision: ProductDecision,
): Promise<EditResult> {
  if (decision.kind === 'invalid') return decision;
  if (decision.kind === 'refused' && decision.refusal !== 'PRODUCT_CHANGED')
    return { kind: 'refused', refusal: decision.refusal };
  const file = await deps.store.findProductFile(productId);
  if (file === null) return { kind: 'refused', refusal: 'PRODUCT_NOT_FOUND' };
  if (decision.kind === 'done') return { kind: 'done', product: editProductView(file) };
  const subject = { kind: 'product', id: productId } as const;
  const changes = await changesSince(deps, subject, { seen: version, now: file.version });
  return { kind: 'changed', changed: { product: editProductView(file), changes } };
}

/** Puts a new product into the books, withdrawn. Safe to repeat with the same token. */
export async function createProduct(
  deps: Deps,
  wish: { readonly actor: Actor; readonly clientToken: string; readonly product: ProductDraft },
): Promise<EditResult> {
  const { actor, clientToken, product: draft } = wish;
  const productId = deps.ids.derived('product', actor.openid, clientToken);
  const context = await contextOf(deps, draft);
  const does = doing(deps, actor, clientToken);
  const decision = await changed(deps, productId, (file, taken) =>
    decideCreating(file, productId, { draft, context, taken }, does),
  );
  return ended(deps, { productId, version: 0 }, decision);
}

/** Replaces what was written of a product, on the version the editor saw. Safe to repeat with the same token. */
export async function editProduct(
  deps: Deps,
  wish: {
    readonly actor: Actor;
    readonly clientToken: string;
    readonly productId: string;
    readonly version: number;
    readonly product: ProductDraft;
  },
): Promise<EditResult> {
  const { actor, clientToken, productId, version, product: draft } = wish;
  const context = await contextOf(deps, draft);
  const does = doing(deps, actor, clientToken);
  const decision = await changed(deps, productId, (file, taken) =>
    decideEditing(file, version, { draft, context, taken }, does),
  );
  return ended(deps, { productId, version }, decision);
}

/** Puts a product on sale, or withdraws it from sale. Safe to repeat. */
export async function shelveProduct(
  deps: Deps,
  wish: { readonly actor: Actor; readonly productId: string; readonly onSale: boolean },
): Promise<EditResult> {
  const { actor, productId, onSale } = wish;
  const does = doing(deps, actor, deps.ids.unique());
  const decision = await changed(deps, productId, (file) => decideShelving(file, onSale, does));
  return ended(deps, { productId, version: 0 }, decision);
}

/** How deleting a product ends. */
export type RemoveResult =
  | { readonly kind: 'removed' }
  | { readonly kind: 'refused'; readonly refusal: 'PRODUCT_NOT_FOUND' | 'PRODUCT_IN_BOOKS' };

/** Deletes a product whose pieces never moved. */
export async function removeProduct(
  deps: Deps,
  { actor, productId }: { readonly actor: Actor; readonly productId: string },
): Promise<RemoveResult> {
  const does = doing(deps, actor, deps.ids.unique());
  let removing = false;
  const decision = await changed(deps, productId, (file) => {
    // The answer to our own write was lost: it is gone by us.
    if (file === null && removing) return { kind: 'done' };
    const result = decideRemoving(file, does);
    removing = result.kind === 'done';
    return result;
  });
  if (decision.kind === 'done') return { kind: 'removed' };
  const inBooks = decision.kind === 'refused' && decision.refusal === 'PRODUCT_IN_BOOKS';
  return { kind: 'refused', refusal: inBooks ? 'PRODUCT_IN_BOOKS' : 'PRODUCT_NOT_FOUND' };
}
