import { createCipheriv } from 'node:crypto';
import type { SealedWire } from '../wire';

export interface SealOptions {
  readonly apiV3Key: string;
  /** Twelve ASCII characters. */
  readonly nonce: string;
  /** undefined: no member in the result, and empty for the cipher. */
  readonly associatedData: string | undefined;
}

/** AES-256-GCM as WeChat Pay seals: base64 of the ciphertext with its 16-byte tag at the end. */
export function seal(plaintext: string, options: SealOptions): SealedWire {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(options.apiV3Key), Buffer.from(options.nonce));
  cipher.setAAD(Buffer.from(options.associatedData ?? ''));
  const bytes = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: bytes.toString('base64'),
    ...(options.associatedData === undefined ? {} : { associated_data: options.associatedData }),
    nonce: options.nonce,
  };
}
