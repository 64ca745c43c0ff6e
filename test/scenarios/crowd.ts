import { setTimeout as pause } from 'node:timers/promises';
import type { Reply } from '../../miniprogram/contract/call';
import { createSeededRandom } from '../../simulators/wechat-pay/seeded-random';
import { checkOut, postJson, shopperAt } from '../../tools/world/shopper';

/** How one shopper's visit ended: with a payment, or with the code of the refusal. */
export type Fate = string;

/** A hundred phones that want the same thing at the same moment. */
export interface Crowd {
  readonly seed: number;
  readonly shoppers: number;
  readonly skuId: string;
  readonly cloudUrl: string;
  /** WeChat Pay's control plane, which plays the payment sheet. */
  readonly controlUrl: string;
  /** Whether the back end may die under a call; a phone then sends the same call again. */
  readonly deathsExpected?: boolean;
  readonly onPlaced?: () => void;
  readonly onPaid?: () => void;
}

/** What a phone answers with another try of the identical call. */
const TRY_AGAIN: readonly string[] = ['BUSY', 'PAYMENT_PENDING'];
const LONGEST_PAUSE_MS = 400;

type Call<Value> = () => Promise<Reply<Value, string, unknown>>;

async function untilAnswered<Value>(
  crowd: Crowd,
  random: () => number,
  call: Call<Value>,
): Promise<Reply<Value, string, unknown>> {
  for (;;) {
    try {
      const reply = await call();
      if (reply.ok || !TRY_AGAIN.includes(reply.refusal.code)) return reply;
    } catch (error) {
      if (crowd.deathsExpected !== true) throw error;
    }
    await pause(random() * LONGEST_PAUSE_MS);
  }
}

async function visit(crowd: Crowd, number: number, random: () => number): Promise<Fate> {
  const { skuId, controlUrl } = crowd;
  const shopper = shopperAt(crowd.cloudUrl, `o-crowd-${number}`);
  const wish = { clientToken: `token-of-${number}`, lines: [{ skuId, quantity: 1 }] };
  const placed = await untilAnswered(crowd, random, () => checkOut(shopper, wish));
  if (!placed.ok) return placed.refusal.code;
  crowd.onPlaced?.();
  const { orderId } = placed.value;
  const started = await untilAnswered(crowd, random, () => shopper.call('orders.pay', { orderId }));
  if (!started.ok) return started.refusal.code;
  const prepayId = started.value.requestPayment.package.replace('prepay_id=', '');
  await postJson(`${controlUrl}/payments`, { prepay_id: prepayId, openid: shopper.openid });
  crowd.onPaid?.();
  return 'PAID';
}

/** Lets everybody in at once; answers how many visits ended in which way. */
export async function rush(crowd: Crowd): Promise<Record<Fate, number>> {
  const random = createSeededRandom(crowd.seed);
  const visits = Array.from({ length: crowd.shoppers }, (_, number) =>
    visit(crowd, number, () => random.fraction(`phone ${number}`)),
  );
  const fates: Record<Fate, number> = {};
  for (const fate of await Promise.all(visits)) fates[fate] = (fates[fate] ?? 0) + 1;
  return fates;
}
