import type { CartMethods } from '../../../../miniprogram/contract/cart';
import {
  clearInvalid,
  putIntoCart,
  readCart,
  removeLines,
  selectLines,
  setQuantity,
} from '../../../usecases/use-cart';
import type { CartResult } from '../../../usecases/use-cart';
import type { Answer, MethodsOf } from '../method';

function answered(result: CartResult): Answer<'cart.get'> {
  return result.kind === 'refused' ? { refusal: result.refusal } : { value: result.cart };
}

/** What the methods of the cart do. */
export const CART: MethodsOf<keyof CartMethods> = {
  'cart.get': async (deps, openid) => answered(await readCart(deps, openid)),
  'cart.add': async (deps, openid, params) => answered(await putIntoCart(deps, { openid, ...params })),
  'cart.setQuantity': async (deps, openid, params) =>
    answered(await setQuantity(deps, { openid, ...params })),
  'cart.select': async (deps, openid, params) => answered(await selectLines(deps, { openid, ...params })),
  'cart.remove': async (deps, openid, params) => answered(await removeLines(deps, { openid, ...params })),
  'cart.clearInvalid': async (deps, openid) => answered(await clearInvalid(deps, openid)),
};
