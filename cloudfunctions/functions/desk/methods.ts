import type { DeskMethod } from '../../../miniprogram/contract/desk';
import type { MethodsOf } from './method';
import { BILLS } from './methods/bills';
import { COLLECT } from './methods/collect';
import { EVIDENCE } from './methods/evidence';
import { ORDERS } from './methods/orders';
import { REFUNDS } from './methods/refunds';
import { ACTIONS } from './methods/actions';
import { PRODUCTS } from './methods/products';
import { SETTINGS } from './methods/settings';
import { SHIPPING } from './methods/shipping';
import { STAFF } from './methods/staff';
import { STOCK } from './methods/stock';
import { TODAY } from './methods/today';

/** What each method of the function does. */
export const METHODS: MethodsOf<DeskMethod> = {
  ...TODAY,
  ...PRODUCTS,
  ...STOCK,
  ...STAFF,
  ...ORDERS,
  ...REFUNDS,
  ...SHIPPING,
  ...COLLECT,
  ...EVIDENCE,
  ...BILLS,
  ...ACTIONS,
  ...SETTINGS,
};
