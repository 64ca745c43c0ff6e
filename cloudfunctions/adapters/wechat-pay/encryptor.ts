import { constants, publicEncrypt, type KeyObject } from 'node:crypto';
import type { TrustedKeys } from './trusted-keys';

/** Bytes OAEP with SHA-1 takes for itself: two hashes and two more. */
const PADDING_BYTES = 2 * 20 + 2;

/** Hides fields for WeChat Pay alone, under one of its keys. */
export interface Encryptor {
  /** Goes into `Wechatpay-Serial`: says which of their keys was used. */
  readonly serial: string;
  /** Most bytes of UTF-8 one field may have. */
  readonly maxBytes: number;
  /**
   * RSAES-OAEP with SHA-1 and MGF1 with SHA-1, in base64; differs at every call.
   * @throws Error when the text is longer than `maxBytes`.
   */
  encrypt(plain: string): string;
}

/**
 * Makes an encryptor with the key our requests name; it stays with that one key even while keys are exchanged.
 * @throws Error naming the setting when the key cannot be read, or when there is none.
 */
export function createEncryptor(keys: TrustedKeys): Encryptor {
  const serial = keys.requestSerial;
  const key: KeyObject | undefined = keys.find(serial);
  if (key === undefined) throw new Error('trust: no key of WeChat Pay to encrypt with');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return {
    serial,
    maxBytes: bits / 8 - PADDING_BYTES,
    encrypt: (plain) =>
      publicEncrypt(
        { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' },
        Buffer.from(plain),
      ).toString('base64'),
  };
}
