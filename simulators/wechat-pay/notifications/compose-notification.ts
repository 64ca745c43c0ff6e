import { beijingTime } from '../clock';
import { seal } from '../protocol/seal';
import type { EventTypeWire, NotificationWire } from '../wire';
import type { NoticePlaintext, NotificationRecord } from './notification-record';

interface NoticeKind {
  readonly summary: string;
  readonly originalType: 'transaction' | 'refund' | 'security';
}

const NOTICE_KINDS: Readonly<Record<EventTypeWire, NoticeKind>> = {
  'TRANSACTION.SUCCESS': { summary: '支付成功', originalType: 'transaction' },
  'REFUND.SUCCESS': { summary: '退款成功', originalType: 'refund' },
  'REFUND.ABNORMAL': { summary: '退款异常', originalType: 'refund' },
  'REFUND.CLOSED': { summary: '退款关闭', originalType: 'refund' },
  'SECURITY_ECHO.SUCCESS': { summary: '回调通知成功', originalType: 'security' },
};

/** How an event is announced. undefined: a payment. */
export function noticeKind(eventType: EventTypeWire | undefined): NoticeKind {
  return NOTICE_KINDS[eventType ?? 'TRANSACTION.SUCCESS'];
}

/** The body of a notification. The same record gives the same bytes at every attempt. */
export function composeNotification(
  record: NotificationRecord,
  apiV3Key: string,
  plaintext: NoticePlaintext = record.plaintext,
): string {
  const { summary, originalType } = noticeKind(record.eventType);
  const sealed = seal(JSON.stringify(plaintext), {
    apiV3Key,
    nonce: record.resourceNonce,
    associatedData: record.associatedData,
  });
  const body: NotificationWire = {
    id: record.id,
    create_time: beijingTime(record.createdMs),
    resource_type: 'encrypt-resource',
    event_type: record.eventType ?? 'TRANSACTION.SUCCESS',
    summary,
    resource: { original_type: originalType, ...sealed },
  };
  return JSON.stringify(body);
}

/** An amount as transactions and refunds carry it. */
interface AmountWire {
  readonly total: number;
  readonly payer_total?: number;
  readonly refund?: number;
  readonly payer_refund?: number;
}

/** The same object with another amount, for the fault of that name: the refunded one of a refund, else the total. */
export function withAmount<T extends object>(
  given: T & { readonly amount?: AmountWire },
  wanted: number | undefined,
): T {
  const { amount } = given;
  if (amount === undefined) return given;
  const names = amount.refund === undefined ? ['total', 'payer_total'] : ['refund', 'payer_refund'];
  const wrong = wanted ?? (amount.refund ?? amount.total) + 1;
  const changed = names.filter((name) => name in amount).map((name) => [name, wrong] as const);
  return { ...given, amount: { ...amount, ...Object.fromEntries(changed) } };
}
