import type * as v from 'valibot';
import type { DeskMethod, DeskMethods, DeskRefusal } from '../../../miniprogram/contract/desk';
import type { Actor } from '../../core/shop/actor';
import type { ShopDeps } from '../../main/wire';
import type { PARAMS } from './schemas';

/** What a refusal of a method may bring along. */
type DetailOf<Method extends DeskMethod> = DeskMethods[Method] extends { detail: infer Detail }
  ? Detail
  : undefined;

/** A method's value, or the code of its refusal. */
export type Answer<Method extends DeskMethod> =
  | { readonly value: DeskMethods[Method]['value'] }
  | {
      readonly refusal: DeskRefusal;
      /** In place of the refusal's own words. */
      readonly message?: string;
      readonly detail?: DetailOf<Method>;
    };

/** What a method does for a member of the staff, who may do it, with parameters of the right shape. */
export type MethodOf<Method extends DeskMethod> = (
  deps: ShopDeps,
  actor: Actor,
  params: v.InferOutput<(typeof PARAMS)[Method]>,
) => Promise<Answer<Method>>;

/** Some methods with what they do. */
export type MethodsOf<Method extends DeskMethod> = { readonly [Name in Method]: MethodOf<Name> };
