import type { ShopMethod, ShopMethods, ShopRefusal } from '../contract/shop';
import { callCloud, type CallEnd } from '../platform/cloud';

type DetailOf<Method extends ShopMethod> = ShopMethods[Method] extends { detail: infer Detail }
  ? Detail
  : never;

/** How a call of a method ends; see the contract for its value and its refusals. */
export type ShopEnd<Method extends ShopMethod> = CallEnd<
  ShopMethods[Method]['value'],
  ShopRefusal,
  DetailOf<Method>
>;

/** Calls a method of the `shop` function. Never rejects. */
export async function callShop<Method extends ShopMethod>(
  method: Method,
  params: ShopMethods[Method]['params'],
): Promise<ShopEnd<Method>> {
  // The server is ours and answers by the same contract; a reply of another shape has already become `unknown`.
  return (await callCloud('shop', method, params)) as ShopEnd<Method>;
}
