import { readFileSync } from 'node:fs';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import type { PublicClient, TrustMode } from './public-client';
import type { Merchant, ReceivedNotification } from './simulator';

type Json = Readonly<Record<string, unknown>>;

/** The chain of names has no useful type, so each call names its own path and answer. */
interface Requester {
  request(
    path: string,
    method: 'GET' | 'POST',
    data?: unknown,
    config?: unknown,
  ): Promise<{ readonly data: Json }>;
}

/** wechatpay-axios-plugin, as its README sets it up. */
export function createAxiosPluginClient(merchant: Merchant, mode: TrustMode): PublicClient {
  const keyOfWechatPay =
    mode === 'publicKey'
      ? ([merchant.publicKeyId, readFileSync(merchant.publicKeyFile, 'utf8')] as const)
      : ([merchant.platformSerialNo, readFileSync(merchant.platformCertificateFile, 'utf8')] as const);
  const certs = Object.fromEntries([keyOfWechatPay]);
  const { mchid, appid } = merchant;
  const client = new Wechatpay({
    mchid,
    serial: merchant.merchantSerialNo,
    privateKey: readFileSync(merchant.merchantKeyFile, 'utf8'),
    certs: { ...certs },
    baseURL: `${merchant.baseUrl}/`,
    headers: { 'Wechatpay-Serial': keyOfWechatPay[0] },
  }).client as unknown as Requester;

  const readNotification = ({ headers, body }: ReceivedNotification): Json => {
    const header = (name: string): string => String(headers[name]);
    const serial = header('wechatpay-serial');
    const message = Formatter.response(header('wechatpay-timestamp'), header('wechatpay-nonce'), body);
    const key = certs[serial];
    if (key === undefined || !Rsa.verify(message, header('wechatpay-signature'), Rsa.from(key, 'public'))) {
      throw new Error(`the notification under ${serial} does not verify`);
    }
    const { resource } = JSON.parse(body) as { readonly resource: Readonly<Record<string, string>> };
    const { ciphertext = '', nonce = '', associated_data: aad } = resource;
    return JSON.parse(Aes.AesGcm.decrypt(ciphertext, merchant.apiV3Key, nonce, aad)) as Json;
  };

  return {
    async order({ outTradeNo, total, openid, notifyUrl }) {
      const { data } = await client.request('v3/pay/transactions/jsapi', 'POST', {
        appid,
        mchid,
        description: '小铺-亚麻餐垫',
        out_trade_no: outTradeNo,
        notify_url: notifyUrl,
        amount: { total, currency: 'CNY' },
        payer: { openid },
      });
      return { prepayId: String(data['prepay_id']) };
    },
    query: async (outTradeNo) =>
      (
        await client.request('v3/pay/transactions/out-trade-no/{out_trade_no}', 'GET', undefined, {
          params: { mchid },
          out_trade_no: outTradeNo,
        })
      ).data,
    readNotification: async (notification) => readNotification(notification),
    refund: async ({ outTradeNo, outRefundNo, refund, total, notifyUrl }) =>
      (
        await client.request('v3/refund/domestic/refunds', 'POST', {
          out_trade_no: outTradeNo,
          out_refund_no: outRefundNo,
          notify_url: notifyUrl,
          amount: { refund, total, currency: 'CNY' },
        })
      ).data,
    queryRefund: async (outRefundNo) =>
      (
        await client.request('v3/refund/domestic/refunds/{out_refund_no}', 'GET', undefined, {
          out_refund_no: outRefundNo,
        })
      ).data,
    async bill(date) {
      const { data } = await client.request('v3/bill/tradebill', 'GET', undefined, {
        params: { bill_date: date, bill_type: 'ALL' },
      });
      const url = new URL(String(data['download_url']));
      const file = await client.request('v3/billdownload/file', 'GET', undefined, {
        params: Object.fromEntries(url.searchParams),
        responseType: 'arraybuffer',
        transformResponse: [(bytes: unknown) => bytes],
      });
      return { bytes: file.data as unknown as Buffer, sha1: String(data['hash_value']) };
    },
  };
}
