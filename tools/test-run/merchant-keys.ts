import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { access, cp, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { openKeyStore } from '../../simulators/wechat-pay/keys/key-store';

/** What a run of the tests keeps for itself. */
const TEST_RUN = path.resolve(__dirname, '../../dist/test-run');
const MERCHANT_KEYS = path.join(TEST_RUN, 'merchant-keys');

/** Makes the keys of the merchant of this run. Making them takes longer than most tests, so all its worlds have the same. */
export async function makeMerchantKeys(): Promise<void> {
  const fresh = `${MERCHANT_KEYS}.${process.pid}`;
  await openKeyStore({ dir: fresh, nowMs: Date.now() });
  await rm(MERCHANT_KEYS, { recursive: true, force: true });
  await rename(fresh, MERCHANT_KEYS);
}

/** Makes the keys where no run has made any yet: for whoever plays scenarios without `npm test`. */
export async function ensureMerchantKeys(): Promise<void> {
  const there = await access(MERCHANT_KEYS).then(
    () => true,
    () => false,
  );
  if (!there) await makeMerchantKeys();
}

/**
 * Lays the keys of this run into the directory of a WeChat Pay that has none yet, before its first start.
 * @throws when no run has made any: the tests begin with `npm test`
 */
export async function layMerchantKeys(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await cp(MERCHANT_KEYS, dir, { recursive: true });
}

/** A key pair of this run in PEM: the merchant's, or the one WeChat Pay signs with. */
export function keyPairOfRun(whose: 'merchant' | 'wechatPay'): {
  readonly privateKey: string;
  readonly publicKey: string;
} {
  const file = { merchant: 'merchant_key.pem', wechatPay: 'public_key_private.pem' }[whose];
  const privateKey = readFileSync(path.join(MERCHANT_KEYS, file), 'utf8');
  return {
    privateKey,
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  };
}
