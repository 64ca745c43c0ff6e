import type { DeskMethods, DeskRefusal } from '../contract/desk';
import type { ShippingMethods, ShippingRefusal } from '../contract/shipping';
import { callCloud, type CallEnd } from '../platform/cloud';

/** Everything the staff's phone asks for. */
interface Methods extends DeskMethods, ShippingMethods {}
type Refusal = DeskRefusal | ShippingRefusal;

type DetailOf<Method extends keyof Methods> = Methods[Method] extends { detail: infer Detail }
  ? Detail
  : never;

/** How a call of a method ends; see the contract for its value and its refusals. */
export type DeskEnd<Method extends keyof Methods> = CallEnd<
  Methods[Method]['value'],
  Refusal,
  DetailOf<Method>
>;

/** Calls a method of the `desk` function. Never rejects. */
export async function callDesk<Method extends keyof Methods>(
  method: Method,
  params: Methods[Method]['params'],
): Promise<DeskEnd<Method>> {
  // The server is ours and answers by the same contract; a reply of another shape has already become `unknown`.
  return (await callCloud('desk', method, params)) as DeskEnd<Method>;
}
