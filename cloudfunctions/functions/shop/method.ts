import type * as v from 'valibot';
import type { ShopMethod, ShopMethods, ShopRefusal } from '../../../miniprogram/contract/shop';
import type { ShopDeps } from '../../main/wire';
import type { PARAMS } from './schemas';

/** What a refusal of a method may bring along. */
type DetailOf<Method extends ShopMethod> = ShopMethods[Method] extends { detail: infer Detail }
  ? Detail
  : undefined;

/** A method's value, or the code of its refusal. */
export type Answer<Method extends ShopMethod> =
  | { readonly value: ShopMethods[Method]['value'] }
  | { readonly refusal: ShopRefusal; readonly detail?: DetailOf<Method> };

/** What a method does for one shopper with parameters of the right shape. */
export type MethodOf<Method extends ShopMethod> = (
  deps: ShopDeps,
  openid: string,
  params: v.InferOutput<(typeof PARAMS)[Method]>,
) => Promise<Answer<Method>>;

/** Some methods with what they do. */
export type MethodsOf<Method extends ShopMethod> = { readonly [Name in Method]: MethodOf<Name> };
