import { constants, privateDecrypt, publicEncrypt } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** RSAES-OAEP with SHA-1 and MGF1-SHA-1, base64: how single fields are hidden in either direction. */
const PADDING = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' } as const;

export function encryptField(plaintext: string, key: KeyObject): string {
  return publicEncrypt({ key, ...PADDING }, Buffer.from(plaintext)).toString('base64');
}

/** undefined: not base64, or not encrypted for this key. */
export function decryptField(ciphertext: string, key: KeyObject): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(ciphertext)) return undefined;
  try {
    return privateDecrypt({ key, ...PADDING }, Buffer.from(ciphertext, 'base64')).toString('utf8');
  } catch {
    // OpenSSL does not say why, and neither does the live service.
    return undefined;
  }
}
