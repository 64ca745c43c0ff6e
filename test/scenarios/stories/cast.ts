import type { Actor } from '../../../cloudfunctions/core/shop/actor';
import type { OrderFile } from '../../../cloudfunctions/ports/store';
import type { WantedLine } from '../../../miniprogram/contract/quote';
import { createSeededRandom } from '../../../simulators/wechat-pay/seeded-random';
import type { InProcessShop } from '../in-process-shop';
import type { Death } from './mortal';
import { mortal } from './mortal';

/** Who buys, and who works in the shop; the cashier may do neither refunds nor second approvals. */
export const SHOPPERS = ['o-lin', 'o-zhou', 'o-mei'] as const;
export const STAFF: readonly Actor[] = [
  { openid: 'o-owner', role: 'owner' },
  { openid: 'o-manager', role: 'manager' },
  { openid: 'o-cashier', role: 'cashier' },
];

/** SKUs and how many pieces there are of each: few enough to sell out. */
export const SHELF: Readonly<Record<string, number>> = { tea: 60, cup: 25, tray: 6 };

/** An order as a phone sends it. */
export interface Wish {
  readonly openid: string;
  readonly clientToken: string;
  readonly lines: readonly WantedLine[];
}

/** A way to pay that a payer still has on the phone. */
export interface Sheet {
  readonly orderId: string;
  readonly openid: string;
  readonly prepay_id?: string;
  readonly code_url?: string;
}

type Deps = InProcessShop['deps'];

/** One story as it is being told: its shop, its chance, and everything that happened so far. */
export class Tale {
  readonly shop: InProcessShop;
  /** Every step and how it ended, oldest first. */
  readonly lines: string[] = [];
  readonly wishes: Wish[] = [];
  readonly orders: { readonly orderId: string; readonly openid: string }[] = [];
  readonly collections: string[] = [];
  readonly sheets: Sheet[] = [];
  private readonly random: ReturnType<typeof createSeededRandom>;
  private names = 0;

  constructor(shop: InProcessShop, seed: number) {
    this.shop = shop;
    this.random = createSeededRandom(seed);
  }

  /** A whole number from 0 up to `limit`, not included. */
  upTo(limit: number): number {
    return Math.floor(this.random.fraction('story') * limit);
  }

  chance(share: number): boolean {
    return this.random.fraction('story') < share;
  }

  one<Item>(items: readonly Item[]): Item | undefined {
    return items[this.upTo(items.length)];
  }

  /** A name no wish of this story has had. */
  name(what: string): string {
    this.names += 1;
    return `${what}-of-the-story-${this.names}`;
  }

  /**
   * Lets one function of the cloud run; now and then its process dies on the way. Answers how it ended in a word.
   */
  async run<Value>(work: (deps: Deps) => Promise<Value>, word: (value: Value) => string): Promise<string> {
    const death: Death | null = this.chance(0.08)
      ? { call: 1 + this.upTo(7), after: this.chance(0.5) }
      : null;
    try {
      if (death === null) return word(await work(this.shop.deps));
      const process = mortal(this.shop.deps, death);
      const end = await Promise.race([work(process.deps).then(word), process.died]);
      return end === 'died'
        ? `died in call ${death.call}, ${death.after ? 'after' : 'before'} it took effect`
        : end;
    } catch (error) {
      // The function answers BUSY or INTERNAL_ERROR, and its caller may try again.
      return `failed: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  /** Turns a switch of WeChat Pay's simulator; it may say no. */
  async control(path: string, body: object): Promise<string> {
    const response = await fetch(`${this.shop.wechatPay.controlUrl}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await response.arrayBuffer();
    return String(response.status);
  }

  /** The file of one of the orders or collections so far; null while there is none. */
  async anyFile(): Promise<OrderFile | null> {
    const orderId = this.one([...this.orders.map((order) => order.orderId), ...this.collections]);
    return orderId === undefined ? null : this.shop.deps.store.findOrder(orderId);
  }
}
