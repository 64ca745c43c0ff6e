import { createPrivateKey, generateKeyPair, randomInt, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ALPHANUMERIC } from '../seeded-random';
import { issueCertificate } from './issue-certificate';

/** A key WeChat Pay signs with, and the name it goes by in `Wechatpay-Serial`. */
export interface SigningKey {
  readonly serial: string;
  readonly privateKey: KeyObject;
}

export interface PlatformCertificate extends SigningKey {
  readonly pem: string;
  readonly effectiveMs: number;
  readonly expireMs: number;
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Identity and key material of the simulated merchant and of the simulated WeChat Pay. */
export interface KeyStore {
  readonly mchid: string;
  readonly appid: string;
  /** The one sub merchant bound to this merchant when it acts as a service provider. */
  readonly subMchid: string;
  readonly subAppid: string;
  readonly apiV3Key: string;
  readonly merchant: {
    readonly serialNo: string;
    readonly publicKey: KeyObject;
    readonly keyFile: string;
    readonly certificateFile: string;
  };
  readonly publicKey: SigningKey & { readonly file: string; readonly privateFile: string };
  /** Oldest first; the last one signs unless a request names another. */
  platformCertificates(): readonly PlatformCertificate[];
  currentPlatformCertificate(): PlatformCertificate;
  /** Issues a new platform certificate and lets the older ones end within a day. */
  rotate(nowMs: number): Promise<PlatformCertificate>;
}

export interface KeyStoreOptions {
  readonly dir: string;
  readonly nowMs: number;
  readonly mchid?: string;
  readonly appid?: string;
}

/** What is kept in keys.json. Written last, so its presence says that every file beside it is whole. */
interface KeyFile {
  readonly mchid: string;
  readonly appid: string;
  readonly apiV3Key: string;
  readonly merchantSerialNo: string;
  readonly publicKeyId: string;
  readonly platform: readonly {
    readonly serialNo: string;
    readonly effectiveMs: number;
    readonly expireMs: number;
  }[];
}

const DEFAULT_MCHID = '1900000109';
const DEFAULT_APPID = 'wx0123456789abcdef';
const SUB_APPID = 'wx0123456789fedcba';
const DAY_MS = 24 * 3_600_000;
const KEY_BITS = 2048;

interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const generateRsa = promisify(generateKeyPair);
const newKeyPair = (): Promise<KeyPair> => generateRsa('rsa', { modulusLength: KEY_BITS });

/** Opens the key material of `dir`, making it at the first start. Throws when it belongs to another merchant. */
export async function openKeyStore(options: KeyStoreOptions): Promise<KeyStore> {
  const dir = resolve(options.dir);
  const at = (name: string): string => join(dir, name);
  mkdirSync(dir, { recursive: true });
  const made = existsSync(at('keys.json')) ? readKeyFile(at('keys.json')) : await makeKeys(at, options);
  if (options.mchid !== undefined && options.mchid !== made.mchid) {
    throw new Error(
      `${dir} holds the keys of merchant ${made.mchid}, not ${options.mchid}: use another directory`,
    );
  }
  let file: KeyFile = { ...made, appid: options.appid ?? made.appid };
  if (file.appid !== made.appid) writeKeyFile(at('keys.json'), file);
  let platform = file.platform.map((entry) => loadPlatformCertificate(at, entry));
  const current = (): PlatformCertificate => {
    const last = platform.at(-1);
    if (last === undefined) throw new Error(`${at('keys.json')} names no platform certificate`);
    return last;
  };
  return {
    mchid: file.mchid,
    appid: file.appid,
    subMchid: subMchidOf(file.mchid),
    subAppid: SUB_APPID,
    apiV3Key: file.apiV3Key,
    merchant: {
      serialNo: file.merchantSerialNo,
      publicKey: new X509Certificate(readFileSync(at('merchant_certificate.pem'))).publicKey,
      keyFile: at('merchant_key.pem'),
      certificateFile: at('merchant_certificate.pem'),
    },
    publicKey: {
      serial: file.publicKeyId,
      privateKey: createPrivateKey(readFileSync(at('public_key_private.pem'))),
      file: at('public_key.pem'),
      privateFile: at('public_key_private.pem'),
    },
    platformCertificates: () => platform,
    currentPlatformCertificate: current,
    async rotate(nowMs) {
      const issuerKey = createPrivateKey(readFileSync(at('ca_key.pem')));
      const issued = await certifyPlatform(at, await newKeyPair(), { issuerKey, nowMs });
      const ended = file.platform.map((entry) => ({
        ...entry,
        expireMs: Math.min(entry.expireMs, nowMs + DAY_MS),
      }));
      file = { ...file, platform: [...ended, issued] };
      writeKeyFile(at('keys.json'), file);
      platform = file.platform.map((entry) => loadPlatformCertificate(at, entry));
      return current();
    },
  };
}

/** A number of the same length that is never the merchant's own. */
function subMchidOf(mchid: string): string {
  const last = Number(mchid.slice(-1));
  return `${mchid.slice(0, -1)}${(last + 1) % 10}`;
}

type At = (name: string) => string;

async function makeKeys(at: At, options: KeyStoreOptions): Promise<KeyFile> {
  const mchid = options.mchid ?? DEFAULT_MCHID;
  const [authority, merchant, publicKey, platformKey] = await Promise.all([
    newKeyPair(),
    newKeyPair(),
    newKeyPair(),
    newKeyPair(),
  ]);
  const certificate = await issueCertificate({
    subject: `CN=${mchid}, OU=Simulated merchant, O=微信商户系统, L=Shenzhen, C=CN`,
    publicKey: merchant.publicKey,
    issuerKey: authority.privateKey,
    nowMs: options.nowMs,
  });
  const platform = await certifyPlatform(at, platformKey, {
    issuerKey: authority.privateKey,
    nowMs: options.nowMs,
  });
  writePem(at('ca_key.pem'), authority.privateKey);
  writePem(at('merchant_key.pem'), merchant.privateKey);
  writeFileSync(at('merchant_certificate.pem'), certificate.pem);
  writePem(at('public_key.pem'), publicKey.publicKey);
  writePem(at('public_key_private.pem'), publicKey.privateKey);
  const file: KeyFile = {
    mchid,
    appid: options.appid ?? DEFAULT_APPID,
    apiV3Key: Array.from({ length: 32 }, () => ALPHANUMERIC.charAt(randomInt(ALPHANUMERIC.length))).join(''),
    merchantSerialNo: certificate.serialNo,
    publicKeyId: `PUB_KEY_ID_${Array.from({ length: 34 }, () => randomInt(10)).join('')}`,
    platform: [platform],
  };
  writeKeyFile(at('keys.json'), file);
  return file;
}

async function certifyPlatform(
  at: At,
  pair: KeyPair,
  issuer: { readonly issuerKey: KeyObject; readonly nowMs: number },
): Promise<KeyFile['platform'][number]> {
  const { pem, serialNo, effectiveMs, expireMs } = await issueCertificate({
    subject: 'CN=Tenpay.com sign, OU=MerchantSign, O=Tenpay.com, L=Shenzhen, C=CN',
    publicKey: pair.publicKey,
    ...issuer,
  });
  writePem(at(`platform_key_${serialNo}.pem`), pair.privateKey);
  writeFileSync(at(`platform_certificate_${serialNo}.pem`), pem);
  return { serialNo, effectiveMs, expireMs };
}

function loadPlatformCertificate(at: At, entry: KeyFile['platform'][number]): PlatformCertificate {
  const keyFile = at(`platform_key_${entry.serialNo}.pem`);
  const certificateFile = at(`platform_certificate_${entry.serialNo}.pem`);
  return {
    serial: entry.serialNo,
    privateKey: createPrivateKey(readFileSync(keyFile)),
    pem: readFileSync(certificateFile, 'utf8'),
    effectiveMs: entry.effectiveMs,
    expireMs: entry.expireMs,
    keyFile,
    certificateFile,
  };
}

function writePem(file: string, key: KeyObject): void {
  const pem = key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' });
  writeFileSync(file, pem, { mode: key.type === 'private' ? 0o600 : 0o644 });
}

function readKeyFile(file: string): KeyFile {
  // Written by this file alone, so it has this type.
  return JSON.parse(readFileSync(file, 'utf8')) as KeyFile;
}

function writeKeyFile(file: string, content: KeyFile): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
