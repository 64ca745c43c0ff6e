import type { WantedLine } from '../../../miniprogram/contract/quote';
import type { OrderFile } from '../../../cloudfunctions/ports/store';
import { createSeededRandom } from '../../../simulators/wechat-pay/seeded-random';
import type { InProcessShop } from '../in-process-shop';
import type { Ledger } from './ledger';
import { newLedger } from './ledger';
import type { Death } from '../mortal';
import { mortal } from '../mortal';

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

/** How a process that was to do something ended; of the last two nobody knows what it did. */
export type End<Value> =
  | { readonly kind: 'ended'; readonly value: Value }
  | { readonly kind: 'died' | 'failed'; readonly text: string };

type Deps = InProcessShop['deps'];

/** One story as it is being told: its shop, its chance, and everything that happened so far. */
export class Tale {
  readonly shop: InProcessShop;
  /** Every step and how it ended, oldest first. */
  readonly lines: string[] = [];
  readonly wishes: Wish[] = [];
  /** Where each shopper lives, once it is saved. */
  readonly addresses = new Map<string, string>();
  readonly orders: { readonly orderId: string; readonly openid: string }[] = [];
  readonly collections: string[] = [];
  readonly sheets: Sheet[] = [];
  /** Orders WeChat Pay took money for. */
  readonly paid: string[] = [];
  /** What was asked of the shop and heard of it, for the verdict. */
  readonly ledger: Ledger = newLedger();
  /** What was wrong on the way. */
  readonly problems: string[] = [];
  /** Faults somebody planted, and how often each may strike. */
  readonly planted: { readonly name: string; readonly times: number }[] = [];
  /** How often what happened. */
  readonly tally = new Map<string, number>();
  /** The order everybody is busy with, where some act at once. */
  focus: string | null = null;
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

  /** A number nobody of this story has had. */
  number(): number {
    this.names += 1;
    return this.names;
  }

  /** A name no wish of this story has had. */
  name(what: string): string {
    return `${what}-of-the-story-${this.number()}`;
  }

  /** Counts that something happened. */
  count(what: string, times = 1): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + times);
  }

  /** Lets one function of the cloud run; now and then its process dies on the way. */
  async attempt<Value>(work: (deps: Deps) => Promise<Value>): Promise<End<Value>> {
    const death: Death | null = this.chance(0.08)
      ? { call: 1 + this.upTo(7), after: this.chance(0.5) }
      : null;
    try {
      if (death === null) return { kind: 'ended', value: await work(this.shop.deps) };
      const process = mortal(this.shop.deps, death);
      const living = work(process.deps).then((value) => ({ kind: 'ended' as const, value }));
      const end = await Promise.race([living, process.died]);
      if (end !== 'died') return end;
      this.count('process died');
      const when = death.after ? 'after' : 'before';
      return { kind: 'died', text: `died in call ${death.call}, ${when} it took effect` };
    } catch (error) {
      this.count('function failed');
      // The function answers BUSY or INTERNAL_ERROR, and its caller may try again.
      return { kind: 'failed', text: `failed: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  /** The same, and how it ended in a word. */
  async run<Value>(work: (deps: Deps) => Promise<Value>, word: (value: Value) => string): Promise<string> {
    const end = await this.attempt(work);
    return end.kind === 'ended' ? word(end.value) : end.text;
  }

  /** Turns a switch of WeChat Pay's simulator; it may say no. */
  async control(path: string, body: object): Promise<string> {
    return String((await this.post(`${this.shop.wechatPay.controlUrl}/${path}`, body)).status);
  }

  /** Turns a switch of WeChat's own interfaces. */
  async wechat(path: string, body: object): Promise<string> {
    return String((await this.post(`${this.shop.wechatControlUrl}/${path}`, body)).status);
  }

  private async post(url: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    await response.arrayBuffer();
    return response;
  }

  /** The file of one of the orders or collections so far; null while there is none. */
  async anyFile(): Promise<OrderFile | null> {
    const all = [...this.orders.map(({ orderId }) => orderId), ...this.collections];
    return this.fileOf(this.focus ?? this.one(this.paid.length > 0 && this.chance(0.6) ? this.paid : all));
  }

  /** The file of one of the orders with goods, mostly of one that is paid. */
  async anyDelivery(): Promise<OrderFile | null> {
    const ids = this.orders.map(({ orderId }) => orderId);
    return this.fileOf(this.focus ?? this.one(this.paid.length > 0 && this.chance(0.8) ? this.paid : ids));
  }

  private async fileOf(orderId: string | undefined): Promise<OrderFile | null> {
    return orderId === undefined ? null : this.shop.deps.store.findOrder(orderId);
  }
}
