import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Clock } from '../../ports/clock';
import type {
  NotificationOutcome,
  NotificationReader,
  RawHttp,
  RejectedStage,
} from '../../ports/payment-gateway';
import { assertNotificationConfig } from './check-config';
import type { NotificationConfig } from './config';
import { toGatewayPayment } from './map';
import { createTrustedKeys, type TrustedKeys } from './trusted-keys';
import { unseal } from './unseal';
import { createVerifier } from './verifier';
import { readJson, readNotification, readTransaction } from './wire';

/** Largest body looked at: the longest documented ciphertext (1,048,576 characters) and its envelope. */
export const MAX_NOTIFICATION_BYTES = 1_048_576 + 4_096;

const NO_BYTES = Buffer.alloc(0);

function rejected(stage: RejectedStage, reason: string): NotificationOutcome {
  return { kind: 'rejected', stage, reason };
}

/** The part behind the signature: envelope, decryption, transaction, and whose it is. */
function readVerified(body: Buffer, config: NotificationConfig, key: KeyObject): NotificationOutcome {
  const json = readJson(body);
  if (json.kind === 'malformed') return rejected('body', json.reason);
  const envelope = readNotification(json.value);
  if (envelope.kind === 'malformed') return rejected('body', envelope.reason);
  const { id: notificationId, event_type: eventType, resource } = envelope.value;
  const plain = unseal(resource, key);
  if (plain.kind === 'failed') return rejected('decrypt', plain.reason);
  if (eventType !== 'TRANSACTION.SUCCESS') {
    return { kind: 'verified', notificationId, event: { kind: 'other', eventType } };
  }
  const opened = readJson(plain.bytes);
  if (opened.kind === 'malformed') return rejected('resource', opened.reason);
  const wire = readTransaction(opened.value);
  if (wire.kind === 'malformed') return rejected('resource', wire.reason);
  const { mchid, appid } = wire.value.transaction;
  if (mchid !== config.mchid) return rejected('resource', 'mchid is not ours');
  if (config.appid !== undefined && appid !== config.appid) return rejected('resource', 'appid is not ours');
  return {
    kind: 'verified',
    notificationId,
    event: { kind: 'payment', payment: toGatewayPayment(wire.value) },
  };
}

/**
 * Makes the reader of notifications. It checks method, size, headers, age, serial and signature before it looks into
 * the body, then decrypts and reads it; whose order it is and what it should have cost is for the caller to compare.
 * It keeps no memory of what it read: the same notification reads the same again.
 * It never throws and never calls out. A key that cannot be read rejects at stage `serial` and names the setting.
 * It believes `keys`, which may grow while it is in use; by default those of the settings alone.
 * @throws Error listing every problem of the settings that shows without parsing a key. Source: page 4012791902.
 */
export function createNotificationReader(
  config: NotificationConfig & { readonly clock: Clock; readonly keys?: TrustedKeys },
): NotificationReader {
  assertNotificationConfig(config);
  const { clock } = config;
  const keys = config.keys ?? createTrustedKeys(config.trust, config.mchid, clock);
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
