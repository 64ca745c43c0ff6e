import type { ProductMethods } from '../contract/desk-products';
import { callDesk, type DeskEnd } from './desk';

/** One page of a shelf, or of what a text finds. */
export function listDeskProducts(
  params: ProductMethods['products.list']['params'],
): Promise<DeskEnd<'products.list'>> {
  return callDesk('products.list', params);
}

/** What the form needs; without an id for a new product. */
export function loadProductForm(
  params: ProductMethods['products.form']['params'],
): Promise<DeskEnd<'products.form'>> {
  return callDesk('products.form', params);
}

/** Looks at an uploaded picture. */
export function checkPicture(fileId: string): Promise<DeskEnd<'products.checkPicture'>> {
  return callDesk('products.checkPicture', { fileId });
}

/** Puts a new product into the books. Safe to repeat with the same `clientToken`. */
export function createProduct(
  params: ProductMethods['products.create']['params'],
): Promise<DeskEnd<'products.create'>> {
  return callDesk('products.create', params);
}

/** Changes a product. Safe to repeat with the same `clientToken`. */
export function editProduct(
  params: ProductMethods['products.edit']['params'],
): Promise<DeskEnd<'products.edit'>> {
  return callDesk('products.edit', params);
}

/** Puts a product on sale. Safe to repeat. */
export function publishProduct(productId: string): Promise<DeskEnd<'products.publish'>> {
  return callDesk('products.publish', { productId });
}

/** Takes a product off sale. Safe to repeat. */
export function withdrawProduct(productId: string): Promise<DeskEnd<'products.withdraw'>> {
  return callDesk('products.withdraw', { productId });
}

/** Deletes a product that never moved. */
export function removeProduct(productId: string): Promise<DeskEnd<'products.remove'>> {
  return callDesk('products.remove', { productId });
}
