import type { Payee, PaymentScene } from '../../ports/payment-gateway';

/** Scenes that run in another app than the usual one: a mini program, an official account and an app each have one. */
export type SceneAppids = Readonly<Partial<Record<PaymentScene, string>>>;

/** A merchant with a merchant number and an API certificate of its own (直连商户). */
export interface DirectMerchant {
  readonly mode: 'direct';
  readonly mchid: string;
  /** The app payments run in, whose openids payers have. Bound to `mchid`. */
  readonly appid: string;
  readonly sceneAppids?: SceneAppids;
}

/** A service provider (服务商) collecting for a sub-merchant (特约商户): it signs, the sub-merchant gets the money. */
export interface PartnerMerchant {
  readonly mode: 'partner';
  readonly spMchid: string;
  readonly spAppid: string;
  readonly subMchid: string;
  /**
   * The app payments run in, whose openids payers have. Equal to `spAppid` it is the service provider's own; any other
   * is the sub-merchant's, and is sent as its app.
   */
  readonly appid: string;
  readonly sceneAppids?: SceneAppids;
}

/** For whom payments are taken. */
export type Merchant = DirectMerchant | PartnerMerchant;

/** The number that signs requests and whose API certificate and APIv3 key are used. */
export function signingMchid(merchant: Merchant): string {
  return merchant.mode === 'direct' ? merchant.mchid : merchant.spMchid;
}

/** The app a scene runs in. */
export function sceneAppid(merchant: Merchant, scene: PaymentScene): string {
  return merchant.sceneAppids?.[scene] ?? merchant.appid;
}

/** Whether payments for this merchant may be made in that app. */
export function isOurApp(merchant: Merchant, appid: string): boolean {
  return appid === merchant.appid || Object.values(merchant.sceneAppids ?? {}).includes(appid);
}

/** Whom a payment of that scene goes to. */
export function payeeOf(merchant: Merchant, scene: PaymentScene): Payee {
  const mchid = merchant.mode === 'direct' ? merchant.mchid : merchant.subMchid;
  return { appid: sceneAppid(merchant, scene), mchid };
}

function appidProblems(setting: string, appid: string): readonly string[] {
  return /^\w{1,32}$/.test(appid) ? [] : [`${setting}: must be letters and digits`];
}

function mchidProblems(setting: string, mchid: string): readonly string[] {
  return /^\d{6,32}$/.test(mchid) ? [] : [`${setting}: must be digits`];
}

/** Everything that is wrong with these numbers. Prints none of them. */
export function merchantProblems(merchant: Merchant): readonly string[] {
  const numbers =
    merchant.mode === 'direct'
      ? mchidProblems('mchid', merchant.mchid)
      : [
          ...mchidProblems('service provider mchid', merchant.spMchid),
          ...appidProblems('service provider appid', merchant.spAppid),
          ...mchidProblems('sub-merchant mchid', merchant.subMchid),
          ...(merchant.spMchid === merchant.subMchid
            ? ["sub-merchant mchid: is the service provider's own"]
            : []),
        ];
  return [
    ...numbers,
    ...appidProblems('appid', merchant.appid),
    ...Object.entries(merchant.sceneAppids ?? {}).flatMap(([scene, appid]) =>
      appidProblems(`appid of ${scene}`, appid),
    ),
  ];
}
