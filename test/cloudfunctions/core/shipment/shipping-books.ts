import type { Order } from '../../../../cloudfunctions/core/order/order';
import type { Attempt } from '../../../../cloudfunctions/core/payment/attempt';
import type { Refund } from '../../../../cloudfunctions/core/refund/refund';
import { decideShipping } from '../../../../cloudfunctions/core/shipment/shipping';
import type {
  Shipping,
  ShippingBooks,
  ShippingWish,
} from '../../../../cloudfunctions/core/shipment/shipping';
import type { Shipment } from '../../../../cloudfunctions/core/shipment/shipment';
import { decideShippingStep } from '../../../../cloudfunctions/core/shipment/upload-steps';
import { afterUpload } from '../../../../cloudfunctions/core/shipment/upload-answers';
import { NOW_MS, sampleAttempt, sampleOrder, sampleRefund } from '../samples';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A number of 顺丰, and one that nobody else gives out of 圆通. */
export const SF_NO = 'SF1420098765432';
export const YTO_NO = 'YT7712345678901';

/** The payment of `sampleOrder()`, succeeded. */
const PAID: Attempt = {
  ...sampleAttempt(),
  state: 'succeeded',
  transactionId: '4200000001',
  succeededAtMs: NOW_MS,
};

/** A paid order of two teas and a cup. */
export function books(changes: Partial<ShippingBooks> = {}, order: Partial<Order> = {}): ShippingBooks {
  const paid = sampleOrder({ state: 'paid', paidAtMs: NOW_MS, attempts: ['trade-1'], ...order });
  return { order: paid, attempts: [PAID], refunds: [], requests: [], shipment: null, ...changes };
}

/** A refund of these pieces that is live. */
export function refundOf(skuId: string, quantity: number, changes: Partial<Refund> = {}): Refund {
  const amount = { minor: 1_000, currency: 'CNY' } as const;
  return sampleRefund({ amount, lines: [{ skuId, quantity }], state: 'succeeded', ...changes });
}

let wishes = 0;

/** One parcel of 顺丰 with everything, unless told. */
export function wish(changes: Partial<ShippingWish> = {}): ShippingWish {
  return {
    token: `token-${++wishes}`,
    hash: 'hash',
    way: 'express',
    parcels: [{ courierId: 'SF', trackingNo: SF_NO }],
    nowMs: NOW_MS,
    ...changes,
  };
}

/** The books after a decision that must have changed them. */
export function after(
  before: ShippingBooks,
  decision: Shipping,
): ShippingBooks & { readonly shipment: Shipment } {
  if (decision.kind !== 'changed') throw new Error(`nothing changed: ${JSON.stringify(decision)}`);
  return { ...before, order: decision.order, shipment: decision.shipment };
}

/** The books after the goods were sent. */
export function shipped(
  before = books(),
  changes: Partial<ShippingWish> = {},
): ShippingBooks & { readonly shipment: Shipment } {
  return after(before, decideShipping(before, wish(changes)));
}

/** The shipment after the next call went out. */
export function begun(at: ShippingBooks, nowMs: number): ShippingBooks & { readonly shipment: Shipment } {
  const step = decideShippingStep(at, nowMs);
  if (step.kind !== 'upload') throw new Error(`nothing goes out: ${step.kind}`);
  return { ...at, shipment: step.shipment };
}

/** The books once WeChat has taken the upload. */
export function uploaded(at: ShippingBooks, nowMs = NOW_MS): ShippingBooks & { readonly shipment: Shipment } {
  const sent = begun(at, nowMs);
  return { ...sent, shipment: afterUpload(sent.shipment, { kind: 'accepted' }, nowMs).shipment };
}
