import type { NotificationConfig, WechatPayConfig } from './config';
import { merchantPrivateKey, platformCertificate, wechatPayPublicKey } from './keys';
import { merchantProblems, signingMchid } from './merchant';
import { trustedSerials } from './trusted-keys';

const API_V3_KEY_BYTES = 32;

/** Longest `notify_url` (order page; older pages say 256). */
const MAX_NOTIFY_URL_CHARS = 255;

const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
const HEX_SERIAL = /^[0-9A-Fa-f]{8,40}$/;

function urlProblems(setting: string, text: string): readonly string[] {
  if (!URL.canParse(text)) return [`${setting}: is not an absolute URL`];
  const url = new URL(text);
  const plainButRemote =
    url.protocol !== 'https:' && !(url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname));
  return [
    ...(plainButRemote ? [`${setting}: must be https (http only for a loopback host)`] : []),
    ...(url.username !== '' || url.password !== '' ? [`${setting}: must hold no user name or password`] : []),
    ...(url.search !== '' || url.hash !== '' ? [`${setting}: must have no query string or fragment`] : []),
  ];
}

function serialProblems(setting: string, serialNo: string): readonly string[] {
  if (HEX_SERIAL.test(serialNo)) return [];
  const decimal = /^\d{41,}$/.test(serialNo) ? ' (it looks decimal)' : '';
  return [`${setting}: must be the hexadecimal serial of the certificate${decimal}`];
}

function trustProblems({ trust }: NotificationConfig): readonly string[] {
  const serials = trustedSerials(trust);
  return [
    // A public key is given by hand only; platform certificates are downloaded.
    ...(trust.mode === 'publicKey' && trust.publicKeys.length === 0 ? ['trust: publicKeys is empty'] : []),
    ...(new Set(serials).size < serials.length ? ['trust: the same serial stands twice'] : []),
    ...(trust.publicKeys ?? [])
      .filter((entry) => !/^PUB_KEY_ID_\w{1,53}$/.test(entry.publicKeyId))
      .map(() => 'WeChat Pay public key: its id must begin with PUB_KEY_ID_'),
    ...(trust.platformCertificates ?? []).flatMap((entry) =>
      serialProblems('platform certificate serial', entry.serialNo),
    ),
  ];
}

function apiV3KeyProblems({ apiV3Key }: NotificationConfig): readonly string[] {
  const bytes = Buffer.byteLength(apiV3Key);
  if (bytes === API_V3_KEY_BYTES) return [];
  const trimmed = Buffer.byteLength(apiV3Key.trim()) === API_V3_KEY_BYTES;
  return [`APIv3 key: must be 32 bytes, has ${bytes}${trimmed ? ' (white space around it?)' : ''}`];
}

/** Every problem that shows without parsing a key. Each names its setting and prints no value. */
export function notificationProblems(config: NotificationConfig): readonly string[] {
  return [...merchantProblems(config.merchant), ...apiV3KeyProblems(config), ...trustProblems(config)];
}

/** Every problem that shows without parsing a key. Each names its setting and prints no value. */
export function gatewayProblems(config: WechatPayConfig): readonly string[] {
  const { baseUrl, backupBaseUrl, notifyUrl, merchantSerialNo, timeoutMs = 1 } = config;
  const hosts = {
    'base URL': baseUrl,
    ...(backupBaseUrl === undefined ? {} : { 'backup base URL': backupBaseUrl }),
  };
  const merchantCertificateTrusted = (config.trust.platformCertificates ?? []).some(
    (entry) => entry.serialNo.toUpperCase() === merchantSerialNo.toUpperCase(),
  );
  return [
    ...notificationProblems(config),
    ...serialProblems('merchant certificate serial', merchantSerialNo),
    ...(merchantCertificateTrusted
      ? [
          "platform certificate: its serial is the merchant certificate's; WeChat Pay signs with the platform's",
        ]
      : []),
    ...Object.entries(hosts).flatMap(([setting, url]) => urlProblems(setting, url)),
    ...Object.entries(hosts)
      .filter(([, url]) => URL.canParse(url) && new URL(url).pathname !== '/')
      .map(([setting]) => `${setting}: must have no path`),
    ...urlProblems('notify URL', notifyUrl),
    ...(notifyUrl.length > MAX_NOTIFY_URL_CHARS
      ? [`notify URL: more than ${MAX_NOTIFY_URL_CHARS} characters`]
      : []),
    ...(Number.isFinite(timeoutMs) && timeoutMs > 0 ? [] : ['timeoutMs: must be more than 0']),
  ];
}

function keyProblem(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : 'a key cannot be read'];
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`WeChat Pay settings: ${problems.join('; ')}`);
}

/** @throws Error listing every problem that shows without parsing a key; prints no value. */
export function assertNotificationConfig(config: NotificationConfig): void {
  refuse(notificationProblems(config));
}

/** @throws Error listing every problem that shows without parsing a key; prints no value. */
export function assertGatewayConfig(config: WechatPayConfig): void {
  refuse(gatewayProblems(config));
}

/**
 * Every problem of the settings, keys parsed too, for a check before going live. Empty when there is none.
 * Each names its setting and prints nothing of a key. It costs a parse of every key, which a function saves itself.
 */
export function configProblems(config: NotificationConfig | WechatPayConfig): readonly string[] {
  const { trust, merchant } = config;
  return [
    ...('merchantPrivateKey' in config ? gatewayProblems(config) : notificationProblems(config)),
    ...('merchantPrivateKey' in config
      ? keyProblem(() => merchantPrivateKey(config.merchantPrivateKey))
      : []),
    ...(trust.publicKeys ?? []).flatMap((entry) =>
      keyProblem(() => wechatPayPublicKey(entry.publicKeyId, entry.publicKeyPem)),
    ),
    ...(trust.platformCertificates ?? []).flatMap((entry) =>
      keyProblem(() => platformCertificate(entry.serialNo, entry.certificatePem, signingMchid(merchant))),
    ),
  ];
}
