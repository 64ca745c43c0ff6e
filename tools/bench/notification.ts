import { createDecipheriv, createPublicKey, createSecretKey, verify } from 'node:crypto';
import { compare, verdictLine } from './measure';
import { API_V3_KEY, ASSOCIATED_DATA, SEAL_NONCE, sampleNotification } from './samples';
import type { SampleNotification } from './samples';

const TARGET = 0.9;

/** Noise left after medians; a forged notification must not cost more than a good one beyond it. */
const NOISE = 0.02;

/** The least any reader must do, on inputs already cut out and decoded, with nothing checked in between. */
function bareWork({ sealed, body, message, signature, publicPem }: SampleNotification): () => void {
  const publicKey = createPublicKey(publicPem);
  const key = createSecretKey(Buffer.from(API_V3_KEY));
  const iv = Buffer.from(SEAL_NONCE);
  const aad = Buffer.from(ASSOCIATED_DATA);
  const ciphertext = sealed.subarray(0, -16);
  const tag = sealed.subarray(-16);
  return () => {
    if (!verify('RSA-SHA256', message, publicKey, signature)) throw new Error('bare verify');
    JSON.parse(body.toString());
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    decipher.setAuthTag(tag);
    decipher.setAAD(aad);
    const plain = decipher.update(ciphertext);
    decipher.final();
    JSON.parse(plain.toString());
  };
}

/** Prints how near the whole handling of a notification comes to its bare cryptography, and what a forged one costs. */
export async function run(print: (line: string) => void): Promise<void> {
  const sample = sampleNotification();
  const { reader, body, signature, headers } = sample;
  const forgedSignature = Buffer.from(signature);
  forgedSignature.writeUInt8(forgedSignature.readUInt8(100) ^ 1, 100);
  const good = { method: 'POST', headers: headers(), body };
  const forged = { method: 'POST', headers: headers(forgedSignature), body };
  if (reader.parseNotification(good).kind !== 'verified')
    throw new Error('the good notification is verified');
  if (reader.parseNotification(forged).kind !== 'rejected') throw new Error('the forged one is rejected');
  const [bare, whole, refused] = await compare(
    [
      { name: 'bare', run: bareWork(sample) },
      { name: 'whole', run: () => reader.parseNotification(good) },
      { name: 'forged', run: () => reader.parseNotification(forged) },
    ],
    { rounds: 3001, turnMs: 0.5 },
  );
  if (bare === undefined || whole === undefined || refused === undefined) throw new Error('all are measured');
  const forgedOverGood = whole.ratio / refused.ratio;
  print(
    `handling a notification: bare ${bare.microseconds.toFixed(1)} us, whole ${whole.microseconds.toFixed(1)} us, ` +
      `forged ${refused.microseconds.toFixed(1)} us`,
  );
  print(
    verdictLine(
      'speed over bare RSA, AES and JSON',
      whole.ratio.toFixed(3),
      `>= ${TARGET}`,
      whole.ratio >= TARGET,
    ),
  );
  print(
    verdictLine(
      'time of a forged one over a good one',
      forgedOverGood.toFixed(3),
      '<= 1',
      forgedOverGood <= 1 + NOISE,
    ),
  );
}
