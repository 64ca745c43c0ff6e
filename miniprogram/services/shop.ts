import type { ShopMethod, ShopMethods, ShopRefusal } from '../contract/shop';
import { callerOf, type MethodEnd } from './function-caller';

/** How a call of a method of the `shop` function ends. */
export type ShopEnd<Method extends ShopMethod> = MethodEnd<ShopMethods[Method], ShopRefusal>;

/** Calls a method of the `shop` function. Never rejects. */
export const callShop = callerOf<ShopMethods, ShopRefusal>('shop');
