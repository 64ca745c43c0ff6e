import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';

/** RSA keys shorter than this are not WeChat Pay's: its algorithm is named RSA2048. */
const MIN_RSA_BITS = 2048;

/** Text of a key with its armour taken off. `label` is absent when the text was bare base64. */
interface KeyText {
  readonly label: string | undefined;
  readonly der: Buffer;
}

const ARMOUR = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The only way a key problem is told: which setting, and what is wrong; never the text itself. */
function problem(setting: string, what: string, cause?: unknown): Error {
  return new Error(`${setting}: ${what}`, cause === undefined ? undefined : { cause });
}

/**
 * Takes off quotes, escaped line breaks and armour. Settings travel through environment variables and consoles that
 * turn line breaks into `\n`, into spaces or into nothing; the base64 between the armour is the same in all of them.
 */
function keyText(setting: string, text: string): KeyText {
  const unescaped = text
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^(["'])([\s\S]*)\1$/, '$2')
    .replace(/(?:\\r)?\\n/g, '\n')
    .trim();
  if (unescaped === '') throw problem(setting, 'is empty');
  const [, label, armoured] = ARMOUR.exec(unescaped) ?? [];
  if (label === undefined && unescaped.includes('-----')) {
    throw problem(setting, 'its -----BEGIN and -----END lines do not match; paste the whole file');
  }
  if (/\.(pem|key|crt|cer|p12)$/i.test(unescaped)) {
    throw problem(setting, 'looks like the name of a file; give the text inside the file');
  }
  const base64 = (armoured ?? unescaped).replace(/\s+/g, '');
  if (!BASE64.test(base64)) throw problem(setting, 'is neither PEM text nor base64');
  return { label, der: Buffer.from(base64, 'base64') };
}

function checkedRsa(setting: string, key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa') throw problem(setting, 'is not an RSA key');
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < MIN_RSA_BITS) throw problem(setting, `has ${bits} bits; at least ${MIN_RSA_BITS} are needed`);
  return key;
}

/** Tries each way of reading and keeps the first that works; the last failure is the cause of the error. */
function firstThatReads<Value>(setting: string, what: string, ways: readonly (() => Value)[]): Value {
  let cause: unknown;
  for (const way of ways) {
    try {
      return way();
    } catch (error) {
      cause = error;
    }
  }
  throw problem(setting, what, cause);
}

/**
 * Reads the merchant's private key: PEM (PKCS#8 or PKCS#1) or the same base64 without armour.
 * @throws Error `merchant private key: …` that says what was given instead and prints nothing of it.
 */
export function merchantPrivateKey(text: string): KeyObject {
  const setting = 'merchant private key';
  const { label, der } = keyText(setting, text);
  if (label === 'CERTIFICATE') {
    throw problem(setting, 'is a certificate (apiclient_cert.pem?); the private key is apiclient_key.pem');
  }
  if (label?.endsWith('PUBLIC KEY'))
    throw problem(setting, 'is a public key; the private key is apiclient_key.pem');
  if (label === 'ENCRYPTED PRIVATE KEY') throw problem(setting, 'is encrypted; give it without a passphrase');
  const key = firstThatReads(setting, 'cannot be read as an RSA private key; the text may be damaged', [
    () => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }),
    () => createPrivateKey({ key: der, format: 'der', type: 'pkcs1' }),
  ]);
  return checkedRsa(setting, key);
}

/**
 * Reads a WeChat Pay public key: PEM (SPKI or PKCS#1) or the same base64 without armour.
 * @throws Error `WeChat Pay public key <id>: …` that says what was given instead and prints nothing of it.
 */
export function wechatPayPublicKey(publicKeyId: string, text: string): KeyObject {
  const setting = `WeChat Pay public key ${publicKeyId}`;
  const { label, der } = keyText(setting, text);
  if (label === 'CERTIFICATE')
    throw problem(setting, 'is a certificate; it belongs under platformCertificates');
  if (label?.endsWith('PRIVATE KEY'))
    throw problem(setting, 'is a private key; the public key is pub_key.pem');
  const key = firstThatReads(setting, 'cannot be read as an RSA public key; the text may be damaged', [
    () => createPublicKey({ key: der, format: 'der', type: 'spki' }),
    () => createPublicKey({ key: der, format: 'der', type: 'pkcs1' }),
  ]);
  return checkedRsa(setting, key);
}

/** A platform certificate that was read. Between the two moments its signatures are believed. */
export interface PlatformCertificate {
  /** Upper-case hexadecimal, as `Wechatpay-Serial` names it. */
  readonly serial: string;
  readonly key: KeyObject;
  /** Milliseconds since 1970. */
  readonly effectiveMs: number;
  readonly expireMs: number;
}

/**
 * Reads a platform certificate and checks that it is the one that was named. Whether it is in force is for the user
 * to ask at the moment of use.
 * @throws Error `platform certificate <serial>: …` that says what was given instead and prints nothing of it.
 */
export function platformCertificate(serialNo: string, text: string, mchid: string): PlatformCertificate {
  const setting = `platform certificate ${serialNo}`;
  const { label, der } = keyText(setting, text);
  if (label?.endsWith('PUBLIC KEY')) throw problem(setting, 'is a public key; it belongs under publicKeys');
  if (label?.endsWith('PRIVATE KEY')) throw problem(setting, 'is a private key, not a certificate');
  const certificate = firstThatReads(setting, 'cannot be read as a certificate; the text may be damaged', [
    () => new X509Certificate(der),
  ]);
  // A merchant certificate names the merchant as its subject; both are downloaded from the same platform.
  if (certificate.subject.split('\n').includes(`CN=${mchid}`)) {
    throw problem(
      setting,
      "is the merchant's own certificate; WeChat Pay signs with the platform certificate",
    );
  }
  if (bareSerial(certificate.serialNumber) !== bareSerial(serialNo)) {
    throw problem(setting, `the certificate's own serial is ${certificate.serialNumber}`);
  }
  return {
    serial: serialNo.toUpperCase(),
    key: checkedRsa(setting, certificate.publicKey),
    effectiveMs: Date.parse(certificate.validFrom),
    expireMs: Date.parse(certificate.validTo),
  };
}

/** Serials differ in case and leading zeros between tools; this form does not. */
function bareSerial(serialNo: string): string {
  return serialNo.toUpperCase().replace(/^0+/, '');
}
