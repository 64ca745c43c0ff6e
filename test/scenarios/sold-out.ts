import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../../cloudfunctions/core/audit/audit';
import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { Store } from '../../cloudfunctions/ports/store';

/** What is left of a rush, in the shop's books and in WeChat Pay's. */
export interface Aftermath {
  readonly orders: Readonly<Record<string, number>>;
  readonly stock: { readonly onHand: number; readonly reserved: number; readonly sold: number } | null;
  readonly audit: readonly Problem[];
  /** Payments that one side has and the other has not. */
  readonly payments: { readonly onlyHere: readonly string[]; readonly onlyThere: readonly string[] };
}

const LOOK_EVERY_MS = 40;

async function takenAtWechatPay(controlUrl: string): Promise<Set<string>> {
  const response = await fetch(`${controlUrl}/state`);
  const { orders } = (await response.json()) as {
    orders: readonly { trade_state: string; transaction_id: string | null; out_trade_no: string }[];
  };
  const taken = orders.filter(({ trade_state }) => trade_state === 'SUCCESS');
  return new Set(taken.map((order) => `${order.out_trade_no} ${order.transaction_id}`));
}

/** Reads both sides. */
export async function aftermath(store: Store, controlUrl: string, skuId: string): Promise<Aftermath> {
  const books = await store.readBooks();
  const orders: Record<string, number> = {};
  for (const { state } of books.orders) orders[state] = (orders[state] ?? 0) + 1;
  const stock = books.stocks.find((one) => one.skuId === skuId);
  const here = new Set(
    books.attempts
      .filter(({ state }) => state === 'succeeded')
      .map(({ outTradeNo, transactionId }) => `${outTradeNo} ${transactionId}`),
  );
  const there = await takenAtWechatPay(controlUrl);
  return {
    orders,
    stock: stock === undefined ? null : { onHand: stock.onHand, reserved: stock.reserved, sold: stock.sold },
    audit: auditBooks(books),
    payments: {
      onlyHere: [...here].filter((payment) => !there.has(payment)),
      onlyThere: [...there].filter((payment) => !here.has(payment)),
    },
  };
}

/** What must be left when `pieces` were there and more people than that wanted one. */
export function soldOut(pieces: number): Aftermath {
  return {
    orders: { paid: pieces },
    stock: { onHand: 0, reserved: 0, sold: pieces },
    audit: [],
    payments: { onlyHere: [], onlyThere: [] },
  };
}

/** Orders paid so far, read from the books so that nothing is healed by looking. */
export async function paidOrders(store: Store): Promise<number> {
  const { orders } = await store.readBooks();
  return orders.filter(({ state }) => state === 'paid').length;
}

/** Waits for the books; the test's own time is the limit. */
export async function untilPaid(store: Store, count: number): Promise<void> {
  while ((await paidOrders(store)) < count) await pause(LOOK_EVERY_MS);
}

/** The fewest pieces ever seen in any counter of a SKU, from now until `stop` is called. */
export function watchStock(store: Store, skuId: string): { stop(): Promise<number> } {
  let watching = true;
  const watch = async (): Promise<number> => {
    let fewest = Number.POSITIVE_INFINITY;
    while (watching) {
      const stock = (await store.findStocks([skuId])).get(skuId);
      if (stock) fewest = Math.min(fewest, stock.onHand, stock.reserved, stock.sold);
      await pause(LOOK_EVERY_MS);
    }
    return fewest;
  };
  const watched = watch();
  return {
    stop: () => {
      watching = false;
      return watched;
    },
  };
}
