import type { Merchant } from './merchant';

/** A WeChat Pay public key (微信支付公钥), downloaded by hand from the merchant platform. It has no expiry. */
export interface PublicKeyEntry {
  /** `PUB_KEY_ID_` and digits. */
  readonly publicKeyId: string;
  /** PEM text, or the same base64 without its first and last line. */
  readonly publicKeyPem: string;
}

/** A platform certificate (微信支付平台证书). Two may be valid at once around a rotation. */
export interface PlatformCertificateEntry {
  /** Hexadecimal, as WeChat Pay writes it in `Wechatpay-Serial`. */
  readonly serialNo: string;
  /** PEM text, or the same base64 without its first and last line. */
  readonly certificatePem: string;
}

/**
 * Answers and notifications are checked with public keys. Requests name the first of them.
 * During the switch from certificates both kinds are held: WeChat Pay moves notifications over about 7 days. The
 * certificates are downloaded in this mode too; a merchant that never had one is answered 404, which means none.
 */
export interface PublicKeyTrust {
  readonly mode: 'publicKey';
  readonly publicKeys: readonly PublicKeyEntry[];
  readonly platformCertificates?: readonly PlatformCertificateEntry[];
}

/**
 * Answers and notifications are checked with platform certificates, which are downloaded. Those listed are believed
 * beside them, so the list may be empty or old. Requests name the one in force with the latest effective time.
 */
export interface PlatformCertificateTrust {
  readonly mode: 'platformCertificate';
  readonly platformCertificates: readonly PlatformCertificateEntry[];
  readonly publicKeys?: readonly PublicKeyEntry[];
}

/** Whose signatures are believed, by serial. The mode says only which serial our requests name. */
export type Trust = PublicKeyTrust | PlatformCertificateTrust;

/** What reading notifications needs. There is no private key in it, so a notification function holds none. */
export interface NotificationConfig {
  /** 32 bytes of text, set on the merchant platform. */
  readonly apiV3Key: string;
  readonly trust: Trust;
  /** A notification for another merchant or app is rejected. */
  readonly merchant: Merchant;
}

/** What moving money needs. It is also a `NotificationConfig`. */
export interface WechatPayConfig extends NotificationConfig {
  /** Serial of the merchant API certificate (商户API证书), hexadecimal; a service provider's own. */
  readonly merchantSerialNo: string;
  /** `apiclient_key.pem`: PEM text, or the same base64 without its first and last line. */
  readonly merchantPrivateKey: string;
  /** Where payments and refunds are told: absolute, no query string, at most 255 characters. */
  readonly notifyUrl: string;
  /** `https://api.mch.weixin.qq.com`; `http:` is accepted only for a loopback host. */
  readonly baseUrl: string;
  /** Another host that takes the identical request when the first cannot be reached. */
  readonly backupBaseUrl?: string;
  /** Longest wait for one host, default 6000. A call with its repeats never takes longer than twice this. */
  readonly timeoutMs?: number;
}
