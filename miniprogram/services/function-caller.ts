import { callCloud, type CallEnd, type CloudFunction } from '../platform/cloud';

/** What the contract says of one method of a function. */
interface MethodShape {
  readonly params: unknown;
  readonly value: unknown;
}

type DetailOf<Shape> = Shape extends { readonly detail: infer Detail } ? Detail : never;

/** How a call of a method ends; see the contract for its value and its refusals. */
export type MethodEnd<Shape extends MethodShape, Refusal extends string> = CallEnd<
  Shape['value'],
  Refusal,
  DetailOf<Shape>
>;

/** Answers how to call the methods of a function by its contract. Such a call never rejects. */
export function callerOf<Methods extends Record<keyof Methods, MethodShape>, Refusal extends string>(
  name: CloudFunction,
) {
  return async <Method extends keyof Methods & string>(
    method: Method,
    params: Methods[Method]['params'],
  ): Promise<MethodEnd<Methods[Method], Refusal>> =>
    // The server is ours and answers by the same contract; a reply of another shape has already become `unknown`.
    (await callCloud(name, method, params)) as MethodEnd<Methods[Method], Refusal>;
}
