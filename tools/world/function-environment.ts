import { readFile } from 'node:fs/promises';

/** The facts of `merchant.json` that a merchant would copy from the merchant platform. */
export interface MerchantFile {
  readonly baseUrl: string;
  readonly mchid: string;
  readonly appid: string;
  readonly apiV3Key: string;
  readonly merchantSerialNo: string;
  readonly merchantKeyFile: string;
  readonly publicKeyId: string;
  readonly publicKeyFile: string;
  readonly platformSerialNo: string;
  readonly platformCertificateFile: string;
}

async function base64Of(pemFile: string): Promise<string> {
  const pem = await readFile(pemFile, 'utf8');
  return pem.replace(/-----[^-]+-----|\s/g, '');
}

/** What a function that only reads notifications is given: keys to verify with, no key to sign with. */
export async function notifyEnvironment(merchant: MerchantFile): Promise<Record<string, string>> {
  return {
    WECHAT_PAY_APPID: merchant.appid,
    WECHAT_PAY_MCHID: merchant.mchid,
    WECHAT_PAY_API_V3_KEY: merchant.apiV3Key,
    WECHAT_PAY_TRUST: 'publicKey',
    WECHAT_PAY_PUBLIC_KEYS: `${merchant.publicKeyId}:${await base64Of(merchant.publicKeyFile)}`,
    WECHAT_PAY_PLATFORM_CERTIFICATES: `${merchant.platformSerialNo}:${await base64Of(merchant.platformCertificateFile)}`,
  };
}

/** What a function that moves money is given. */
export async function gatewayEnvironment(
  merchant: MerchantFile,
  notifyUrl: string,
): Promise<Record<string, string>> {
  return {
    ...(await notifyEnvironment(merchant)),
    WECHAT_PAY_MERCHANT_SERIAL_NO: merchant.merchantSerialNo,
    WECHAT_PAY_MERCHANT_PRIVATE_KEY: await base64Of(merchant.merchantKeyFile),
    WECHAT_PAY_BASE_URL: merchant.baseUrl,
    WECHAT_PAY_NOTIFY_URL: notifyUrl,
  };
}
