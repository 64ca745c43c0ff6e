import { sign, type KeyObject } from 'node:crypto';
import type { RequestPaymentParams } from '../../../miniprogram/contract/order';
import type { Clock } from '../../ports/clock';
import type { AppPaymentParams } from '../../ports/payment-gateway';
import { merchantPrivateKey } from './keys';
import { toPackage } from './map/order';

/** Who signs: the merchant, or the service provider for it. The key's text is read at the first signature, once. */
export interface SignerConfig {
  readonly mchid: string;
  readonly merchantSerialNo: string;
  readonly merchantPrivateKey: string;
}

/** A moment and a random word: together they make each signature single-use. */
export interface Freshness {
  readonly timestampSeconds: number;
  /** At most 32 letters and digits. */
  readonly nonce: string;
}

/** Makes a new one at each call, from a clock and a source of words. */
export function freshnessOf(clock: Clock, nonce: () => string): () => Freshness {
  return () => ({ timestampSeconds: Math.floor(clock.nowMs() / 1000), nonce: nonce() });
}

/** The request to sign, exactly as its bytes go out. */
export interface SignableRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query as on the request line, percent-encoding included. */
  readonly path: string;
  /** Empty when there is no body. */
  readonly body: string;
}

/** Signs with the merchant's private key (WECHATPAY2-SHA256-RSA2048). */
export interface Signer {
  /** Value of the `Authorization` header. Source: page 4012365336. @throws Error when the private key cannot be read. */
  authorization(request: SignableRequest, freshness: Freshness): string;
  /**
   * Arguments of `wx.requestPayment` for an order already placed. Source: pages 4012791898 and 4012365336.
   * @throws Error when the private key cannot be read.
   */
  requestPayment(appid: string, prepayId: string, freshness: Freshness): RequestPaymentParams;
  /**
   * Arguments of the App SDK for an order already placed. Source: pages 4013070351 and 4012365336.
   * @throws Error when the private key cannot be read.
   */
  appPayment(payee: AppPayee, prepayId: string, freshness: Freshness): AppPaymentParams;
}

/** Whom an app pays, in the words of its SDK. */
export type AppPayee = Pick<AppPaymentParams, 'appId' | 'partnerId'>;

/** Makes a signer. Nothing is parsed until it signs. */
export function createSigner(config: SignerConfig): Signer {
  const { mchid, merchantSerialNo } = config;
  let key: KeyObject | undefined;
  const signature = (message: string): string => {
    key ??= merchantPrivateKey(config.merchantPrivateKey);
    return sign('RSA-SHA256', Buffer.from(message), key).toString('base64');
  };
  return {
    authorization: ({ method, path, body }, { timestampSeconds, nonce }) => {
      const signed = signature(`${method}\n${path}\n${timestampSeconds}\n${nonce}\n${body}\n`);
      return (
        `WECHATPAY2-SHA256-RSA2048 mchid="${mchid}",nonce_str="${nonce}",signature="${signed}",` +
        `timestamp="${timestampSeconds}",serial_no="${merchantSerialNo}"`
      );
    },
    requestPayment: (appid, prepayId, { timestampSeconds, nonce }) => {
      const packageText = toPackage(prepayId);
      return {
        timeStamp: String(timestampSeconds),
        nonceStr: nonce,
        package: packageText,
        signType: 'RSA',
        paySign: signature(`${appid}\n${timestampSeconds}\n${nonce}\n${packageText}\n`),
      };
    },
    appPayment: ({ appId, partnerId }, prepayId, { timestampSeconds, nonce }) => ({
      appId,
      partnerId,
      prepayId,
      packageValue: 'Sign=WXPay',
      nonceStr: nonce,
      timeStamp: String(timestampSeconds),
      // Unlike a mini program's, this one is over the bare prepay id.
      sign: signature(`${appId}\n${timestampSeconds}\n${nonce}\n${prepayId}\n`),
    }),
  };
}
