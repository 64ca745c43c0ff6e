import type { SheetProduct } from '../checks/order-fields';
import { parseRfc3339 } from '../checks/rfc3339';
import { done } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { OrderWire } from '../wire';
import type { World } from '../world';
import { canonicalJson, payUntil, tradeStateAt } from './order-record';
import type { OrderProduct, OrderRecord } from './order-record';
import { reorderDiffers, reorderOfClosed, reorderOfPaid } from './order-refusals';
import { newPrepay, sheetAnswer } from './pay-sheet';

/** A first order is placed; a repeat is judged by what became of the first. */
export function admitOrder(product: SheetProduct, request: OrderWire, world: World): ApiAnswer {
  const { ledger, clock, random } = world;
  const nowMs = clock.nowMs();
  const before = ledger.orderByNumber(request.out_trade_no);
  const refusal = before && refuseRepeat(before, { product, request, world });
  if (refusal !== undefined) return refusal;
  const prepay = newPrepay(product, nowMs, random);
  if (before === undefined) {
    ledger.record({ kind: 'orderPlaced', order: newOrder(product, request, { nowMs, prepays: [prepay] }) });
  } else {
    const { id: prepayId, createdMs: atMs, ...rest } = prepay;
    ledger.record({ kind: 'prepayIssued', outTradeNo: before.outTradeNo, prepayId, atMs, ...rest });
  }
  return done(sheetAnswer(product, prepay, world.baseUrl()));
}

/** An order as it is first written down. */
export function newOrder(
  product: OrderProduct,
  request: OrderWire,
  at: { readonly nowMs: number; readonly prepays: OrderRecord['prepays'] },
): OrderRecord {
  const timeExpireMs = request.time_expire === undefined ? undefined : parseRfc3339(request.time_expire);
  return {
    product,
    outTradeNo: request.out_trade_no,
    request,
    fingerprint: canonicalJson(request),
    createdMs: at.nowMs,
    payUntilMs: payUntil(at.nowMs, timeExpireMs),
    prepays: at.prepays,
  };
}

/** Whether a request repeats the order it names, down to the last parameter and by the same API. */
export function isSameOrder(before: OrderRecord, product: OrderProduct, request: OrderWire): boolean {
  return before.product === product && before.fingerprint === canonicalJson(request);
}

function refuseRepeat(
  before: OrderRecord,
  { product, request, world }: { product: SheetProduct; request: OrderWire; world: World },
): ApiRefusal | undefined {
  const nowMs = world.clock.nowMs();
  const state = tradeStateAt(before, nowMs);
  if (before.payment !== undefined) return reorderOfPaid(world.variations);
  if (!isSameOrder(before, product, request)) return reorderDiffers();
  if (state === 'CLOSED' || nowMs > before.payUntilMs) return reorderOfClosed(product, world.variations);
  return undefined;
}
