import type { DeskMethod } from '../../../miniprogram/contract/desk';
import type { MethodsOf } from './method';
import { SHIPPING } from './methods/shipping';
import { STAFF } from './methods/staff';

/** What each method of the function does. */
export const METHODS: MethodsOf<DeskMethod> = { ...STAFF, ...SHIPPING };
