import { beijingTime } from '../clock';
import { seal } from '../protocol/seal';
import type { NotificationWire, TransactionWire } from '../wire';
import type { NotificationRecord } from './notification-record';

/** The body of a notification. The same record gives the same bytes at every attempt. */
export function composeNotification(
  record: NotificationRecord,
  apiV3Key: string,
  plaintext: TransactionWire = record.plaintext,
): string {
  const sealed = seal(JSON.stringify(plaintext), {
    apiV3Key,
    nonce: record.resourceNonce,
    associatedData: record.associatedData,
  });
  const body: NotificationWire = {
    id: record.id,
    create_time: beijingTime(record.createdMs),
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: { original_type: 'transaction', ...sealed },
  };
  return JSON.stringify(body);
}

/** The same transaction with another amount, for the fault of that name. */
export function withTotal(plaintext: TransactionWire, total: number | undefined): TransactionWire {
  const { amount } = plaintext;
  if (amount === undefined) return plaintext;
  const wrong = total ?? amount.total + 1;
  return {
    ...plaintext,
    amount: { ...amount, total: wrong, ...('payer_total' in amount ? { payer_total: wrong } : {}) },
  };
}
