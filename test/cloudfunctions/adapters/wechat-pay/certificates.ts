import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { X509CertificateGenerator } from '@peculiar/x509';

export interface TestCertificate {
  readonly serialNo: string;
  readonly certificatePem: string;
  readonly privateKey: string;
}

/** A certificate's own dates. */
export interface Validity {
  readonly notBefore?: string;
  readonly notAfter?: string;
}

/** A self-signed certificate with a fresh key, made at run time: no test ships a key. */
export async function certificate(
  subject: string,
  serialNo: string,
  { notBefore = '2024-01-01T00:00:00Z', notAfter = '2099-01-01T00:00:00Z' }: Validity = {},
): Promise<TestCertificate> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: new Uint8Array([1, 0, 1]),
    modulusLength: 2048,
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNo,
      name: subject,
      notBefore: new Date(notBefore),
      notAfter: new Date(notAfter),
      signingAlgorithm: algorithm,
      keys,
    },
    webcrypto,
  );
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const privateKey = `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
  return { serialNo, certificatePem: made.toString('pem'), privateKey };
}
