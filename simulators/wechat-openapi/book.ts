import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** One parcel as it was uploaded. */
export interface ShippedItem {
  readonly trackingNo: string;
  readonly expressCompany: string;
  readonly itemDesc: string;
  readonly contact: Readonly<Record<string, string>>;
}

/** What was uploaded for a payment. */
export interface ShippingRecord {
  readonly logisticsType: number;
  readonly deliveryMode: number;
  readonly finished: boolean;
  readonly items: readonly ShippedItem[];
  readonly uploadedMs: number;
  /** When it was finished first: from then on time runs. */
  readonly finishedMs: number | null;
  /** Uploads after it was finished, or of another mode. */
  readonly corrections: number;
}

/** What WeChat keeps of one payment. */
export interface OrderRecord {
  readonly transactionId: string;
  readonly shipping: ShippingRecord | null;
  readonly confirmedMs: number | null;
  readonly confirmedBy: 'shopper' | 'time' | null;
  readonly settledMs: number | null;
  readonly remindedMs: number | null;
}

/** A message a shopper got. */
export interface SentMessage {
  readonly openid: string;
  readonly templateId: string;
  readonly page: string;
  readonly data: unknown;
  readonly atMs: number;
}

/** Everything that is kept across restarts. */
export interface Kept {
  readonly orders: readonly OrderRecord[];
  readonly allowed: readonly {
    readonly openid: string;
    readonly templateId: string;
    readonly left: number;
  }[];
  readonly messages: readonly SentMessage[];
  readonly paths: Readonly<Record<string, string>>;
}

/** The simulator's memory; written to its file at every change. */
export interface Book {
  readonly order: (transactionId: string) => OrderRecord;
  readonly orders: () => Iterable<OrderRecord>;
  readonly keepOrder: (order: OrderRecord) => void;
  readonly allowed: (openid: string, templateId: string) => number;
  readonly allow: (openid: string, templateId: string, left: number) => void;
  readonly messages: () => readonly SentMessage[];
  readonly keepMessage: (message: SentMessage) => void;
  readonly paths: () => Readonly<Record<string, string>>;
  readonly keepPath: (name: string, path: string) => void;
  readonly kept: () => Kept;
  readonly clear: () => void;
}

/** Messages that are kept; older ones nobody looks at. */
const MESSAGES_KEPT = 1_000;

const NOTHING: Kept = { orders: [], allowed: [], messages: [], paths: {} };

function read(file: string | null): Kept {
  if (file === null) return NOTHING;
  try {
    // Written by this file alone, whole or not at all.
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return NOTHING;
    throw new Error(`${file} cannot be read: delete it to begin anew`, { cause });
  }
}

function write(file: string | null, kept: Kept): void {
  if (file === null) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(kept));
  renameSync(`${file}.new`, file);
}

function newOrder(transactionId: string): OrderRecord {
  const nothing = { shipping: null, confirmedMs: null, confirmedBy: null, settledMs: null, remindedMs: null };
  return { transactionId, ...nothing };
}

/** Opens the memory in a file; null keeps it in memory alone. @throws Error when the file is broken. */
export function openBook(file: string | null): Book {
  let kept = read(file);
  const change = (next: Partial<Kept>): void => {
    kept = { ...kept, ...next };
    write(file, kept);
  };
  const find = (id: string) => kept.orders.find((one) => one.transactionId === id);
  const others = (openid: string, templateId: string) =>
    kept.allowed.filter((one) => one.openid !== openid || one.templateId !== templateId);
  return {
    order: (id) => find(id) ?? newOrder(id),
    orders: () => kept.orders,
    keepOrder: (order) =>
      change({ orders: [...kept.orders.filter((one) => one.transactionId !== order.transactionId), order] }),
    allowed: (openid, templateId) =>
      kept.allowed.find((one) => one.openid === openid && one.templateId === templateId)?.left ?? 0,
    allow: (openid, templateId, left) =>
      change({ allowed: [...others(openid, templateId), { openid, templateId, left }] }),
    messages: () => kept.messages,
    keepMessage: (message) => change({ messages: [...kept.messages, message].slice(-MESSAGES_KEPT) }),
    paths: () => kept.paths,
    keepPath: (name, path) => change({ paths: { ...kept.paths, [name]: path } }),
    kept: () => kept,
    clear: () => change(NOTHING),
  };
}
