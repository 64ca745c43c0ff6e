import type { BillMethods, BillRefusal } from '../contract/bills';
import type { DeskMethods, DeskRefusal } from '../contract/desk';
import type { DeskCollectMethods } from '../contract/desk-collect';
import type { DeskEvidenceMethods } from '../contract/desk-evidence';
import type { DeskOrderMethods } from '../contract/desk-orders';
import type { ProductMethods, PRODUCT_REFUSAL_WORDS } from '../contract/desk-products';
import type { DeskRefundMethods } from '../contract/desk-refunds';
import type { StockMethods, STOCK_REFUSAL_WORDS } from '../contract/desk-stock';
import type { TodayMethods } from '../contract/desk-today';
import type { ShippingMethods, ShippingRefusal } from '../contract/shipping';
import { callCloud, type CallEnd } from '../platform/cloud';

/** Everything the staff's phone asks for, by area. */
interface Methods
  extends
    DeskMethods,
    TodayMethods,
    ProductMethods,
    StockMethods,
    DeskOrderMethods,
    DeskRefundMethods,
    DeskCollectMethods,
    DeskEvidenceMethods,
    ShippingMethods,
    BillMethods {}
type Refusal =
  | DeskRefusal
  | keyof typeof PRODUCT_REFUSAL_WORDS
  | keyof typeof STOCK_REFUSAL_WORDS
  | ShippingRefusal
  | BillRefusal;

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
