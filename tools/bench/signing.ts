import { createPrivateKey, sign } from 'node:crypto';
import { createSigner } from '../../cloudfunctions/adapters/wechat-pay/signer';
import { compare, verdictLine } from './measure';
import { keyPair, MCHID, MERCHANT_SERIAL, ORDER } from './samples';

const TARGET = 0.95;

/** Prints how near building a whole `Authorization` comes to the bare RSA signature inside it. */
export async function run(print: (line: string) => void): Promise<void> {
  const { privatePem: pem } = keyPair();
  const body = JSON.stringify(ORDER);
  const request = { method: 'POST', path: '/v3/pay/transactions/jsapi', body } as const;
  const freshness = { timestampSeconds: 1_554_208_460, nonce: '593BEC0C930BF1AFEB40B4A08C8FB242' };
  const message = Buffer.from(
    `POST\n${request.path}\n${freshness.timestampSeconds}\n${freshness.nonce}\n${body}\n`,
  );
  const key = createPrivateKey(pem);
  const signer = createSigner({
    mchid: MCHID,
    merchantSerialNo: MERCHANT_SERIAL,
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
