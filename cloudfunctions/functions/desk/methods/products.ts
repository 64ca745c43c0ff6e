import type { EditProductView, ProductMethods } from '../../../../miniprogram/contract/desk-products';
import { browseShelf, openProductForm } from '../../../usecases/browse-shelf';
import { checkPicture } from '../../../usecases/check-picture';
import { createProduct, editProduct, removeProduct, shelveProduct } from '../../../usecases/edit-products';
import type { EditResult } from '../../../usecases/edit-products';
import { withProblems } from '../method';
import type { Answer, MethodsOf } from '../method';

function answered(result: EditResult): Answer<'products.edit'> {
  switch (result.kind) {
    case 'done':
      return { value: result.product };
    case 'invalid':
      return withProblems(result.problems);
    case 'changed':
      return { refusal: 'PRODUCT_CHANGED', detail: result.changed };
    case 'refused':
      return { refusal: result.refusal };
  }
}

/** As of an edit, for methods that send no version and are never overtaken by another. */
function shelved(result: EditResult): Answer<'products.publish'> {
  switch (result.kind) {
    case 'done':
      return { value: result.product };
    case 'invalid':
      return withProblems(result.problems);
    case 'changed':
      return { refusal: 'PRODUCT_CHANGED' };
    case 'refused':
      return { refusal: result.refusal };
  }
}

function withdrawn(
  result: EditResult,
): { readonly value: EditProductView } | { readonly refusal: 'PRODUCT_NOT_FOUND' } {
  return result.kind === 'done' ? { value: result.product } : { refusal: 'PRODUCT_NOT_FOUND' };
}

/** What the methods of products do. */
export const PRODUCTS: MethodsOf<keyof ProductMethods> = {
  'products.list': async (deps, _actor, params) => ({ value: await browseShelf(deps, params) }),
  'products.form': async (deps, actor, { productId }) => {
    const value = await openProductForm(deps, { actor, productId });
    return value === null ? { refusal: 'PRODUCT_NOT_FOUND' } : { value };
  },
  'products.checkPicture': async (deps, actor, { fileId }) => {
    const result = await checkPicture(deps, { actor, fileId });
    if (result.kind === 'refused') return { refusal: result.refusal };
    const { type, bytes, width, height } = result.picture;
    return { value: { fileId, type, bytes, width, height } };
  },
  'products.create': async (deps, actor, params) => shelved(await createProduct(deps, { actor, ...params })),
  'products.edit': async (deps, actor, params) => answered(await editProduct(deps, { actor, ...params })),
  'products.publish': async (deps, actor, { productId }) =>
    shelved(await shelveProduct(deps, { actor, productId, onSale: true })),
  'products.withdraw': async (deps, actor, { productId }) =>
    withdrawn(await shelveProduct(deps, { actor, productId, onSale: false })),
  'products.remove': async (deps, actor, { productId }) => {
    const result = await removeProduct(deps, { actor, productId });
    return result.kind === 'refused' ? { refusal: result.refusal } : { value: { productId } };
  },
};
