import type * as v from 'valibot';
import type { DeskMethod, DeskMethods, DeskRefusal } from '../../../miniprogram/contract/desk';
import { DESK_REFUSAL_WORDS } from '../../../miniprogram/contract/desk';
import type { FieldProblem, FieldProblems } from '../../../miniprogram/contract/field-problem';
import type { Actor } from '../../core/shop/actor';
import type { CallFacts } from '../../main/answer-call';
import type { ShopDeps } from '../../main/wire';
import type { PARAMS } from './schemas';

/** What a method works with, and what is known of the call besides who makes it. */
export interface DeskDeps extends ShopDeps {
  readonly call: CallFacts;
}

/** What a refusal of a method may bring along. */
type DetailOf<Method extends DeskMethod> = DeskMethods[Method] extends { detail: infer Detail }
  ? Detail
  : undefined;

/** A method's value, or the code of its refusal. */
export type Answer<Method extends DeskMethod> =
  | { readonly value: DeskMethods[Method]['value'] }
  | {
      readonly refusal: DeskRefusal;
      /** In place of the refusal's own words, where a sum or a name belongs into the sentence. */
      readonly message?: string;
      readonly detail?: DetailOf<Method>;
    };

/** What a method does for a member of the staff, who may do it, with parameters of the right shape. */
export type MethodOf<Method extends DeskMethod> = (
  deps: DeskDeps,
  actor: Actor,
  params: v.InferOutput<(typeof PARAMS)[Method]>,
) => Promise<Answer<Method>>;

/** Some methods with what they do. */
export type MethodsOf<Method extends DeskMethod> = { readonly [Name in Method]: MethodOf<Name> };

/** A refusal that names the fields to be mended; its message is that of the first one. */
export function withProblems(problems: readonly FieldProblem[]): {
  readonly refusal: 'FIELDS_INVALID';
  readonly detail: FieldProblems;
  readonly message: string;
} {
  const [first] = problems;
  return {
    refusal: 'FIELDS_INVALID',
    detail: { problems },
    message: first?.message ?? DESK_REFUSAL_WORDS.FIELDS_INVALID,
  };
}
