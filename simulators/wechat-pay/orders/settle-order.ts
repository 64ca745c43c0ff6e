import { beijingTime } from '../clock';
import type { NotificationRecord } from '../notifications/notification-record';
import { DIGITS } from '../seeded-random';
import type { World } from '../world';
import type { OrderRecord, PaymentRecord } from './order-record';
import type { Payer } from './payer';
import { transactionOf } from './transaction-of';

const BANKS = ['OTHERS', 'CMB_CREDIT', 'ICBC_DEBIT', 'CCB_DEBIT'] as const;

export interface Settlement {
  readonly order: OrderRecord;
  readonly payment: PaymentRecord;
  /** undefined: this order has no notify_url, or the merchant cannot be notified. */
  readonly notification: NotificationRecord | undefined;
}

/** Writes a payment down and tells the merchant. */
export function settleOrder(order: OrderRecord, payer: Payer, world: World, paidAtMs: number): Settlement {
  const { ledger, random } = world;
  const day = beijingTime(paidAtMs).slice(0, 10).replaceAll('-', '');
  const payment: PaymentRecord = {
    transactionId: `42000${random.text('transactionId', 5, DIGITS)}${day}${random.text('transactionId', 10, DIGITS)}`,
    paidAtMs,
    ...payer,
    bankType: BANKS[Math.floor(random.fraction('bankType') * BANKS.length)] ?? 'OTHERS',
  };
  ledger.record({ kind: 'orderPaid', outTradeNo: order.outTradeNo, payment });
  const paid: OrderRecord = { ...order, payment };
  const url = order.request.notify_url;
  // The key that would seal it does not exist.
  const silent = url === undefined || world.settings.merchantState === 'noApiV3Key';
  const notification = silent
    ? undefined
    : world.sender.queue({
        outTradeNo: order.outTradeNo,
        url,
        plaintext: transactionOf(paid, { nowMs: paidAtMs, unpaid: 'bare' }),
      });
  return { order: paid, payment, notification };
}
