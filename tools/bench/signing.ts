import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createSigner } from '../../cloudfunctions/adapters/wechat-pay/signer';
import { compare, verdictLine } from './measure';

const TARGET = 0.95;

/** Prints how near building a whole `Authorization` comes to the bare RSA signature inside it. */
export async function run(print: (line: string) => void): Promise<void> {
  const { privateKey: pem } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const body = JSON.stringify({
    appid: 'wxd678efh567hg6787',
    mchid: '1900007291',
    description: 'Image形象店-深圳腾大-QQ公仔',
    out_trade_no: '1217752501201407033233368018',
    notify_url: 'https://www.weixin.qq.com/wxpay/pay.php',
    amount: { total: 100, currency: 'CNY' },
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  });
  const request = { method: 'POST', path: '/v3/pay/transactions/jsapi', body } as const;
  const freshness = { timestampSeconds: 1_554_208_460, nonce: '593BEC0C930BF1AFEB40B4A08C8FB242' };
  const message = Buffer.from(
    `POST\n${request.path}\n${freshness.timestampSeconds}\n${freshness.nonce}\n${body}\n`,
  );
  const key = createPrivateKey(pem);
  const signer = createSigner({
    mchid: '1900007291',
    merchantSerialNo: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
    merchantPrivateKey: pem,
  });
  const [bare, whole] = await compare(
    [
      { name: 'bare', run: () => sign('RSA-SHA256', message, key) },
      { name: 'Authorization', run: () => signer.authorization(request, freshness) },
    ],
    { rounds: 151, turnMs: 10 },
  );
  if (bare === undefined || whole === undefined) throw new Error('both candidates are measured');
  print(
    `signing a request: bare ${bare.microseconds.toFixed(0)} us, whole ${whole.microseconds.toFixed(0)} us`,
  );
  print(verdictLine('speed over bare RSA', whole.ratio.toFixed(3), `>= ${TARGET}`, whole.ratio >= TARGET));
}
