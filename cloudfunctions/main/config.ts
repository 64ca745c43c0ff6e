import { gatewayProblems, notificationProblems } from '../adapters/wechat-pay/check-config';
import type { NotificationConfig, Trust, WechatPayConfig } from '../adapters/wechat-pay/config';
import type { Merchant, SceneAppids } from '../adapters/wechat-pay/merchant';
import type { PaymentScene } from '../ports/payment-gateway';

/** What every function needs. */
export interface CloudConfig {
  readonly environmentId: string;
}

/** Settings as the platform gives them. */
type Environment = Readonly<Record<string, string | undefined>>;

/** Collects everything that is wrong, so that one start shows all of it. */
class ConfigReader {
  readonly problems: string[] = [];
  private readonly environment: Environment;
  constructor(environment: Environment) {
    this.environment = environment;
  }

  required(name: string): string {
    const value = this.environment[name]?.trim() ?? '';
    if (value === '') this.problems.push(`${name} is not set`);
    return value;
  }

  optional(name: string): string | undefined {
    const value = this.environment[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** Entries `id:value`, separated by spaces, commas or line breaks. */
  keyList(name: string, form = 'id:base64'): readonly (readonly [id: string, key: string])[] {
    const entries = (this.optional(name) ?? '').split(/[\s,]+/).filter((entry) => entry !== '');
    return entries.flatMap((entry, index) => {
      const colon = entry.indexOf(':');
      if (colon > 0) return [[entry.slice(0, colon), entry.slice(colon + 1)] as const];
      this.problems.push(`${name}: entry ${index + 1} must be ${form}`);
      return [];
    });
  }

  /** Adds what is wrong with the values, once all are there: a missing one would be blamed twice. */
  judge(problems: () => readonly string[]): void {
    if (!this.problems.some((problem) => problem.startsWith('WECHAT_PAY_')))
      this.problems.push(...problems());
  }

  /** @throws Error naming every problem; it holds no value of any setting. */
  finish(): void {
    if (this.problems.length > 0) throw new Error(`configuration refused:\n- ${this.problems.join('\n- ')}`);
  }
}

function readTrust(reader: ConfigReader): Trust {
  const publicKeys = reader
    .keyList('WECHAT_PAY_PUBLIC_KEYS')
    .map(([publicKeyId, publicKeyPem]) => ({ publicKeyId, publicKeyPem }));
  const platformCertificates = reader
    .keyList('WECHAT_PAY_PLATFORM_CERTIFICATES')
    .map(([serialNo, certificatePem]) => ({ serialNo, certificatePem }));
  const mode = reader.required('WECHAT_PAY_TRUST');
  if (mode !== 'publicKey' && mode !== 'platformCertificate')
    reader.problems.push('WECHAT_PAY_TRUST must be publicKey or platformCertificate');
  return mode === 'platformCertificate'
    ? { mode, platformCertificates, publicKeys }
    : { mode: 'publicKey', publicKeys, platformCertificates };
}

const SCENES: readonly PaymentScene[] = [
  'miniProgram',
  'officialAccount',
  'native',
  'h5',
  'paymentCode',
  'app',
];

/** Scenes that run in another app, as `scene:appid` entries. */
function readSceneAppids(reader: ConfigReader): SceneAppids | undefined {
  const entries = reader.keyList('WECHAT_PAY_SCENE_APPIDS', 'scene:appid');
  for (const [scene] of entries) {
    if (!SCENES.some((known) => known === scene))
      reader.problems.push(`WECHAT_PAY_SCENE_APPIDS: a scene must be one of ${SCENES.join(', ')}`);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** `WECHAT_PAY_MCHID` is always whose money it is; behind a service provider the provider's numbers stand beside it. */
function readMerchant(reader: ConfigReader): Merchant {
  const mchid = reader.required('WECHAT_PAY_MCHID');
  const appid = reader.required('WECHAT_PAY_APPID');
  const sceneAppids = readSceneAppids(reader);
  const scenes = sceneAppids === undefined ? {} : { sceneAppids };
  const provided = reader.optional('WECHAT_PAY_SP_MCHID') ?? reader.optional('WECHAT_PAY_SP_APPID');
  if (provided === undefined) return { mode: 'direct', mchid, appid, ...scenes };
  return {
    mode: 'partner',
    spMchid: reader.required('WECHAT_PAY_SP_MCHID'),
    spAppid: reader.required('WECHAT_PAY_SP_APPID'),
    subMchid: mchid,
    appid,
    ...scenes,
  };
}

function readNotification(reader: ConfigReader): NotificationConfig {
  return {
    apiV3Key: reader.required('WECHAT_PAY_API_V3_KEY'),
    merchant: readMerchant(reader),
    trust: readTrust(reader),
  };
}

function readCloud(reader: ConfigReader): CloudConfig {
  // Without these the database SDK sends unsigned requests and then ends the process.
  reader.required('TENCENTCLOUD_SECRETID');
  reader.required('TENCENTCLOUD_SECRETKEY');
  return { environmentId: reader.required('TCB_ENV') };
}

/**
 * Settings of a function that neither pays nor is told of payments.
 * @throws Error listing all problems together.
 */
export function readCloudConfig(environment: Environment = process.env): CloudConfig {
  const reader = new ConfigReader(environment);
  const config = readCloud(reader);
  reader.finish();
  return config;
}

/**
 * Settings of a function that only reads notifications. It asks for no private key and reads none.
 * @throws Error listing all problems together.
 */
export function readNotifyConfig(
  environment: Environment = process.env,
): CloudConfig & { readonly wechatPay: NotificationConfig } {
  const reader = new ConfigReader(environment);
  const config = { ...readCloud(reader), wechatPay: readNotification(reader) };
  reader.judge(() => notificationProblems(config.wechatPay));
  reader.finish();
  return config;
}

/**
 * Settings of a function that moves money.
 * @throws Error listing all problems together.
 */
export function readGatewayConfig(
  environment: Environment = process.env,
): CloudConfig & { readonly wechatPay: WechatPayConfig } {
  const reader = new ConfigReader(environment);
  const backupBaseUrl = reader.optional('WECHAT_PAY_BACKUP_BASE_URL');
  const wechatPay = {
    ...readNotification(reader),
    merchantSerialNo: reader.required('WECHAT_PAY_MERCHANT_SERIAL_NO'),
    merchantPrivateKey: reader.required('WECHAT_PAY_MERCHANT_PRIVATE_KEY'),
    notifyUrl: reader.required('WECHAT_PAY_NOTIFY_URL'),
    baseUrl: reader.required('WECHAT_PAY_BASE_URL'),
    ...(backupBaseUrl !== undefined && { backupBaseUrl }),
  };
  const config = { ...readCloud(reader), wechatPay };
  reader.judge(() => gatewayProblems(wechatPay));
  reader.finish();
  return config;
}
