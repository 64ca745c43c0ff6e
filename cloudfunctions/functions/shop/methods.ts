import type { ShopMethod } from '../../../miniprogram/contract/shop';
import type { MethodsOf } from './method';
import { ADDRESSES } from './methods/addresses';
import { CART } from './methods/cart';
import { CATALOGUE } from './methods/catalogue';
import { JOIN } from './methods/join';
import { ME } from './methods/me';
import { ORDERS } from './methods/orders';
import { REFUNDS } from './methods/refunds';

/** What each method of the function does. */
export const METHODS: MethodsOf<ShopMethod> = {
  ...CATALOGUE,
  ...CART,
  ...ADDRESSES,
  ...ORDERS,
  ...REFUNDS,
  ...ME,
  ...JOIN,
};
