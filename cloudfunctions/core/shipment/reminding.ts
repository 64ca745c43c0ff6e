import type { ShippingRefusal } from '../../../miniprogram/contract/shipping';
import { countingAttempt } from '../refund/refund-request';
import type { Shipment } from './shipment';
import type { ShippingBooks } from './shipping';

/** Whether WeChat may be asked to remind the shopper, or why not. */
export type Reminding =
  | { readonly kind: 'remind'; readonly shipment: Shipment }
  | { readonly kind: 'refused'; readonly refusal: ShippingRefusal };

const refused = (refusal: ShippingRefusal): Reminding => ({ kind: 'refused', refusal });

/**
 * Decides on reminding the shopper to confirm the receipt. WeChat does it once per order, of an express it knows to be
 * complete. Whatever becomes of it, it is not asked again.
 */
export function decideReminding(books: ShippingBooks, nowMs: number): Reminding {
  const { shipment, order } = books;
  if (shipment === null) return refused('NOTHING_SHIPPED');
  if (order.state === 'completed' || shipment.confirmedAtMs !== null) return refused('CORRECTION_TOO_LATE');
  if (shipment.remindedAtMs !== null) return refused('ALREADY_REMINDED');
  const transactionId = countingAttempt(books)?.transactionId ?? null;
  const { state, taken } = shipment.upload;
  const known = state === 'sent' && taken?.finished === true && shipment.way === 'express';
  if (!known || transactionId === null) return refused('NOT_UPLOADED');
  return {
    kind: 'remind',
    shipment: { ...shipment, remindedAtMs: nowMs, reminderDue: true, nextStepAtMs: nowMs },
  };
}

/** Whether the shopper can be reminded now. */
export function mayRemind(books: ShippingBooks): boolean {
  return decideReminding(books, 0).kind === 'remind';
}
