import { readFileSync } from 'node:fs';
import WxPay from 'wechatpay-node-v3';
import type { PublicClient, TrustMode } from './public-client';
import type { Merchant, ReceivedNotification } from './simulator';

type Json = Readonly<Record<string, unknown>>;

interface Answer {
  /** Missing when no answer came. */
  readonly status?: number;
  readonly data?: unknown;
  readonly errRaw?: unknown;
  readonly error?: unknown;
}

function dataOf(answer: Answer): Json {
  if (answer.status === undefined || answer.status > 299) {
    throw new Error(`HTTP ${answer.status}: ${JSON.stringify(answer.error ?? answer.errRaw)}`);
  }
  // The library answers with what the server sent.
  return answer.data as Json;
}

/**
 * wechatpay-node-v3. It has WeChat Pay's address built in, so the process leads HTTPS to the simulator. It downloads
 * platform certificates by itself; public keys its users put into its static map by hand, so the same is done here.
 */
export function createNodeV3Client(merchant: Merchant, mode: TrustMode): PublicClient {
  const known =
    mode === 'publicKey' ? { [merchant.publicKeyId]: readFileSync(merchant.publicKeyFile, 'utf8') } : {};
  Reflect.set(WxPay, 'certificates', known);
  const { appid, mchid, apiV3Key } = merchant;
  const pay = new WxPay({
    appid,
    mchid,
    serial_no: merchant.merchantSerialNo,
    publicKey: readFileSync(merchant.merchantCertificateFile),
    privateKey: readFileSync(merchant.merchantKeyFile),
    key: apiV3Key,
  });

  const readNotification = async ({ headers, body }: ReceivedNotification): Promise<Json> => {
    const header = (name: string): string => String(headers[name]);
    const genuine = await pay.verifySign({
      timestamp: header('wechatpay-timestamp'),
      nonce: header('wechatpay-nonce'),
      serial: header('wechatpay-serial'),
      signature: header('wechatpay-signature'),
      body,
      apiSecret: apiV3Key,
    });
    if (!genuine) throw new Error('the notification does not verify');
    const { resource } = JSON.parse(body) as { readonly resource: Readonly<Record<string, string>> };
    const { ciphertext = '', nonce = '', associated_data: aad = '' } = resource;
    return pay.decipher_gcm<Json>(ciphertext, aad, nonce, apiV3Key);
  };

  return {
    async order({ outTradeNo, total, openid, notifyUrl }) {
      const answer = await pay.transactions_jsapi({
        description: '小铺-亚麻餐垫',
        out_trade_no: outTradeNo,
        notify_url: notifyUrl,
        amount: { total, currency: 'CNY' },
        payer: { openid },
      });
      // It signs the mini program's parameters at once.
      const { package: prepay } = dataOf(answer);
      return { prepayId: String(prepay).replace('prepay_id=', '') };
    },
    query: async (outTradeNo) => dataOf(await pay.query({ out_trade_no: outTradeNo })),
    readNotification,
    refund: async ({ outTradeNo, outRefundNo, refund, total, notifyUrl }) =>
      dataOf(
        await pay.refunds({
          out_trade_no: outTradeNo,
          out_refund_no: outRefundNo,
          notify_url: notifyUrl,
          amount: { refund, total, currency: 'CNY' },
        }),
      ),
    queryRefund: async (outRefundNo) => dataOf(await pay.find_refunds(outRefundNo)),
    async bill(date) {
      const data = dataOf(await pay.tradebill({ bill_date: date, bill_type: 'ALL' }));
      const file: Answer = await pay.downloadBill(String(data['download_url']));
      return { bytes: Buffer.from(String(file.data)), sha1: String(data['hash_value']) };
    },
  };
}
