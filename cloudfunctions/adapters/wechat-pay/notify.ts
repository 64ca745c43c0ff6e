import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type {
  NotificationEvent,
  NotificationOutcome,
  NotificationReader,
  RawHttp,
  RejectedStage,
} from '../../ports/payment-gateway';
import { assertNotificationConfig } from './check-config';
import type { NotificationConfig } from './config';
import { strangeParty } from './map/merchant';
import { toGatewayPayment } from './map/payment';
import { readNotifiedRefund } from './map/refund';
import { signingMchid } from './merchant';
import { createTrustedKeys, type TrustedKeys } from './trusted-keys';
import { unseal } from './unseal';
import { createVerifier } from './verifier';
import { readNotification } from './wire/notification';
import { malformed, readJson, type Read } from './wire/read';
import { readTransaction } from './wire/transaction';

/** Largest body looked at: the longest documented ciphertext (1,048,576 characters) and its envelope. */
export const MAX_NOTIFICATION_BYTES = 1_048_576 + 4_096;

const NO_BYTES = Buffer.alloc(0);

function rejected(stage: RejectedStage, reason: string): NotificationOutcome {
  return { kind: 'rejected', stage, reason };
}

function readPayment(bytes: Buffer, { merchant }: NotificationConfig): Read<NotificationEvent> {
  const json = readJson(bytes);
  const wire = json.kind === 'read' ? readTransaction(json.value) : json;
  if (wire.kind === 'malformed') return wire;
  const stranger = strangeParty(wire.value.transaction.party, merchant);
  if (stranger !== undefined) return malformed(`${stranger} is not ours`);
  return { kind: 'read', value: { kind: 'payment', payment: toGatewayPayment(wire.value) } };
}

function readRefund(bytes: Buffer, { merchant }: NotificationConfig): Read<NotificationEvent> {
  const json = readJson(bytes, 'utf8');
  const refund = json.kind === 'read' ? readNotifiedRefund(json.value, merchant) : json;
  if (refund.kind === 'malformed') return refund;
  return { kind: 'read', value: { kind: 'refund', refund: refund.value } };
}

/** What each event's resource holds. The state of a refund is taken from the resource, not from the event's name. */
function readEvent(eventType: string, bytes: Buffer, config: NotificationConfig): Read<NotificationEvent> {
  if (eventType === 'TRANSACTION.SUCCESS') return readPayment(bytes, config);
  if (eventType.startsWith('REFUND.')) return readRefund(bytes, config);
  return { kind: 'read', value: { kind: 'other', eventType } };
}

/** The part behind the signature: envelope, decryption, payment or refund, and whose it is. */
function readVerified(body: Buffer, config: NotificationConfig, key: KeyObject): NotificationOutcome {
  const json = readJson(body);
  if (json.kind === 'malformed') return rejected('body', json.reason);
  const envelope = readNotification(json.value);
  if (envelope.kind === 'malformed') return rejected('body', envelope.reason);
  const { id: notificationId, event_type: eventType, resource } = envelope.value;
  const plain = unseal(resource, key);
  if (plain.kind === 'failed') return rejected('decrypt', plain.reason);
  const event = readEvent(eventType, plain.bytes, config);
  if (event.kind === 'malformed') return rejected('resource', event.reason);
  return { kind: 'verified', notificationId, event: event.value };
}

/**
 * Makes the reader of notifications. It checks method, size, headers, age, serial and signature before it looks into
 * the body, then decrypts and reads it; whose order it is and what it should have cost is for the caller to compare.
 * It keeps no memory of what it read: the same notification reads the same again.
 * It never throws and never calls out. A key that cannot be read rejects at stage `serial` and names the setting.
 * It believes `keys`, which may grow while it is in use; by default those of the settings alone.
 * @throws Error listing every problem of the settings that shows without parsing a key. Sources: pages 4012791902 and 4013071196.
 */
export function createNotificationReader(
  config: NotificationConfig & { readonly clock: Clock; readonly keys?: TrustedKeys },
): NotificationReader {
  assertNotificationConfig(config);
  const { clock, merchant, trust } = config;
  const keys = config.keys ?? createTrustedKeys(trust, signingMchid(merchant), clock);
  const verifier = createVerifier(keys, clock);
  let key: KeyObject | undefined;
  return {
    parseNotification: ({ method, headers, body }: RawHttp) => {
      if (method !== 'POST') return rejected('method', 'not POST');
      // A framework that already parsed the body cannot give back the bytes that were signed.
      if (!ArrayBuffer.isView(body))
        return rejected('body', 'pass the raw bytes of the body, before any parsing');
      if (body.length > MAX_NOTIFICATION_BYTES)
        return rejected('size', `more than ${MAX_NOTIFICATION_BYTES} bytes`);
      const verdict = verifier.verify(headers, body);
      if (verdict.kind === 'invalid') return rejected(verdict.stage, verdict.reason);
      key ??= createSecretKey(config.apiV3Key, 'utf8');
      const bytes = body.length === 0 ? NO_BYTES : Buffer.from(body.buffer, body.byteOffset, body.length);
      return readVerified(bytes, config, key);
    },
  };
}
