import type { DeskMethod, DeskMethods, DeskRefusal } from '../contract/desk';
import { callCloud, type CallEnd } from '../platform/cloud';

type DetailOf<Method extends DeskMethod> = DeskMethods[Method] extends { detail: infer Detail }
  ? Detail
  : never;

/** How a call of a method ends; see the contract for its value and its refusals. */
export type DeskEnd<Method extends DeskMethod> = CallEnd<
  DeskMethods[Method]['value'],
  DeskRefusal,
  DetailOf<Method>
>;

/** Calls a method of the `desk` function. Never rejects. */
export async function callDesk<Method extends DeskMethod>(
  method: Method,
  params: DeskMethods[Method]['params'],
): Promise<DeskEnd<Method>> {
  // The server is ours and answers by the same contract; a reply of another shape has already become `unknown`.
  return (await callCloud('desk', method, params)) as DeskEnd<Method>;
}
