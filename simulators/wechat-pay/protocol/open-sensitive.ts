import { constants, privateDecrypt } from 'node:crypto';
import type { SigningKey } from '../keys/key-store';

/** Opens a field encrypted for WeChat Pay: RSA-OAEP with SHA-1, base64. undefined: it does not open with this key. */
export function openSensitive(sealed: string, key: SigningKey): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(sealed)) return undefined;
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    return privateDecrypt(
      { key: key.privateKey, padding, oaepHash: 'sha1' },
      Buffer.from(sealed, 'base64'),
    ).toString('utf8');
  } catch {
    // Whatever OpenSSL says of it, it was not encrypted for this key.
    return undefined;
  }
}
