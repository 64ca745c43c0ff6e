import { renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { KeyStore } from './key-store';

/** Content of merchant.json: what a client needs to talk to the simulator. File names are absolute. */
export interface MerchantFile {
  readonly baseUrl: string;
  readonly mchid: string;
  readonly appid: string;
  readonly apiV3Key: string;
  readonly merchantSerialNo: string;
  readonly merchantKeyFile: string;
  readonly merchantCertificateFile: string;
  readonly platformSerialNo: string;
  readonly platformCertificateFile: string;
  readonly platformKeyFile: string;
  readonly publicKeyId: string;
  readonly publicKeyFile: string;
  readonly publicKeyPrivateFile: string;
  /** Named in `/v3/pay/partner/…` requests, with `mchid` and `appid` as sp_mchid and sp_appid. */
  readonly subMchid: string;
  readonly subAppid: string;
  /** The HTTPS address, and the authority to trust for it; only when HTTPS was asked for. */
  readonly tlsBaseUrl?: string;
  readonly tlsAuthorityFile?: string;
}

export function merchantFile(keys: KeyStore, baseUrl: string): MerchantFile {
  const platform = keys.currentPlatformCertificate();
  return {
    baseUrl,
    mchid: keys.mchid,
    appid: keys.appid,
    apiV3Key: keys.apiV3Key,
    merchantSerialNo: keys.merchant.serialNo,
    merchantKeyFile: keys.merchant.keyFile,
    merchantCertificateFile: keys.merchant.certificateFile,
    platformSerialNo: platform.serial,
    platformCertificateFile: platform.certificateFile,
    platformKeyFile: platform.keyFile,
    publicKeyId: keys.publicKey.serial,
    publicKeyFile: keys.publicKey.file,
    publicKeyPrivateFile: keys.publicKey.privateFile,
    subMchid: keys.subMchid,
    subAppid: keys.subAppid,
  };
}

/** Writes merchant.json in one step, so that a reader never sees half of it. */
export function writeMerchantFile(dir: string, content: MerchantFile): void {
  const file = join(resolve(dir), 'merchant.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
