import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

const ALGORITHM = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const YEAR_MS = 365 * 24 * 3_600_000;

/** Platform and merchant certificates are valid for five years. */
const CERTIFICATE_LIFE_MS = 5 * YEAR_MS;

/** The issuer's name as on WeChat Pay's own certificates. */
const ISSUER = 'CN=Tenpay.com Root CA, OU=Tenpay.com CA Center, O=Tenpay.com, C=CN';

export interface IssuedCertificate {
  readonly pem: string;
  readonly serialNo: string;
  readonly effectiveMs: number;
  readonly expireMs: number;
}

export interface CertificateRequest {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuerKey: KeyObject;
  readonly nowMs: number;
}

/** Issues an X.509 certificate under the simulator's root, with a serial of forty hex characters. */
export async function issueCertificate(request: CertificateRequest): Promise<IssuedCertificate> {
  const serialNo = newSerialNo();
  // X.509 has no fraction of a second; a minute back keeps a client with a slow clock content.
  const effectiveMs = Math.floor(request.nowMs / 1000) * 1000 - 60_000;
  const expireMs = effectiveMs + CERTIFICATE_LIFE_MS;
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNo,
      subject: request.subject,
      issuer: ISSUER,
      notBefore: new Date(effectiveMs),
      notAfter: new Date(expireMs),
      signingAlgorithm: ALGORITHM,
      publicKey: await importKey(request.publicKey),
      signingKey: await importKey(request.issuerKey),
    },
    webcrypto,
  );
  return { pem: `${certificate.toString('pem')}\n`, serialNo, effectiveMs, expireMs };
}

function newSerialNo(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(20));
  // A first byte of 0x40 to 0x7f: DER neither pads it nor drops it, so the serial keeps its length.
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return Buffer.from(bytes).toString('hex').toUpperCase();
}

function importKey(key: KeyObject): Promise<webcrypto.CryptoKey> {
  const { subtle } = webcrypto;
  return key.type === 'private'
    ? subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), ALGORITHM, true, ['sign'])
    : subtle.importKey('spki', key.export({ type: 'spki', format: 'der' }), ALGORITHM, true, ['verify']);
}
