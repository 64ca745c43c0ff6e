import type { Answer } from '../answer';
import { refused } from '../answer';
import type { OrderRecord } from '../book';
import type { Payment, PaymentKey } from '../payments';
import type { World } from '../world';

/** A payment WeChat's shipping service knows, with what it keeps of it. */
export interface Found {
  readonly order: OrderRecord;
  readonly payment: Payment;
}

/** True for something that was found. */
export function isFound(value: Found | Answer): value is Found {
  return 'payment' in value;
}

/** The order, or 10060001: unknown, unpaid, or paid a moment ago. */
export async function findOrder(key: PaymentKey, world: World): Promise<Found | Answer> {
  const payment = await world.payment(key);
  if (payment === null || world.nowMs() < payment.paidMs + world.settings.appearAfterMs)
    return refused(10060001, 'the payment order does not exist');
  return { order: world.book.order(payment.transactionId), payment };
}
