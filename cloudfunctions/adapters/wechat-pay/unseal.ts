import { createDecipheriv, type KeyObject } from 'node:crypto';
import type { WireNotification } from './wire/notification';

const TAG_BYTES = 16;

/** Nonces have 12 ASCII characters in practice; the field is documented as at most 16. */
const NONCE = /^[\x20-\x7e]{12,16}$/;

/** What WeChat Pay seals with the APIv3 key: base64 of the ciphertext with its tag behind it. */
export type Sealed = Pick<WireNotification['resource'], 'ciphertext' | 'nonce' | 'associated_data'>;

/** The end of opening. `reason` quotes nothing of the input. */
export type Unsealed =
  { readonly kind: 'plain'; readonly bytes: Buffer } | { readonly kind: 'failed'; readonly reason: string };

/** Opens AES-256-GCM with its tag: what was changed by one bit is refused. Never throws. Source: page 4012071382. */
export function unseal(sealed: Sealed, key: KeyObject): Unsealed {
  const bytes = Buffer.from(sealed.ciphertext, 'base64');
  if (bytes.length <= TAG_BYTES) return { kind: 'failed', reason: 'the ciphertext is shorter than its tag' };
  const { nonce, associated_data: associatedData } = sealed;
  if (!NONCE.test(nonce)) return { kind: 'failed', reason: 'the nonce is not 12 to 16 ASCII characters' };
  const border = bytes.length - TAG_BYTES;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(border));
    if (associatedData !== '') decipher.setAAD(Buffer.from(associatedData));
    const plain = decipher.update(bytes.subarray(0, border));
    const rest = decipher.final();
    return { kind: 'plain', bytes: rest.length === 0 ? plain : Buffer.concat([plain, rest]) };
  } catch {
    // OpenSSL says only "unable to authenticate": another APIv3 key, or changed bytes.
    return { kind: 'failed', reason: 'the tag does not match; was the APIv3 key changed?' };
  }
}
