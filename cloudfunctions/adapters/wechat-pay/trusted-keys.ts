import type { KeyObject } from 'node:crypto';
import type { Trust } from './config';
import { platformCertificateKey, wechatPayPublicKey } from './keys';

/** The keys whose signatures are believed, by the serial that `Wechatpay-Serial` names. */
export interface TrustedKeys {
  /** What our requests put into `Wechatpay-Serial`: it asks WeChat Pay to sign the answer with this key. */
  readonly requestSerial: string;
  /**
   * The key of that serial, or nothing when the serial is not ours. Never fetches: an unknown serial costs a look-up.
   * @throws Error naming the setting when the configured key cannot be read.
   */
  find(serial: string): KeyObject | undefined;
}

/** The serials of a trust in the order they stand, public keys first. */
export function trustedSerials(trust: Trust): readonly string[] {
  return [
    ...(trust.publicKeys ?? []).map((entry) => entry.publicKeyId),
    ...(trust.platformCertificates ?? []).map((entry) => entry.serialNo.toUpperCase()),
  ];
}

/** Makes the look-up. Each key is parsed when it is first asked for, and kept. */
export function createTrustedKeys(trust: Trust, mchid: string): TrustedKeys {
  const sources = new Map<string, () => KeyObject>();
  for (const { publicKeyId, publicKeyPem } of trust.publicKeys ?? []) {
    sources.set(publicKeyId, () => wechatPayPublicKey(publicKeyId, publicKeyPem));
  }
  for (const { serialNo, certificatePem } of trust.platformCertificates ?? []) {
    sources.set(serialNo.toUpperCase(), () => platformCertificateKey(serialNo, certificatePem, mchid));
  }
  const parsed = new Map<string, KeyObject>();
  const requestSerial =
    trust.mode === 'publicKey'
      ? trust.publicKeys[0]?.publicKeyId
      : trust.platformCertificates[0]?.serialNo.toUpperCase();
  return {
    requestSerial: requestSerial ?? '',
    find: (serial) => {
      const known = parsed.get(serial);
      if (known !== undefined) return known;
      const key = sources.get(serial)?.();
      if (key !== undefined) parsed.set(serial, key);
      return key;
    },
  };
}
