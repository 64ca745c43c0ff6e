import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { openJournal } from '../wechat-pay/journal';

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

/** How many messages of a template a shopper still takes. */
export interface Allowance {
  readonly openid: string;
  readonly templateId: string;
  readonly left: number;
}

/** One line of the journal: what is so from then on. */
type Entry =
  | { readonly kind: 'order'; readonly order: OrderRecord }
  | { readonly kind: 'allowed'; readonly allowed: Allowance }
  | { readonly kind: 'message'; readonly message: SentMessage }
  | { readonly kind: 'path'; readonly name: string; readonly path: string };

/** The simulator's memory; each change is in its file before it is answered. */
export interface Book {
  readonly order: (transactionId: string) => OrderRecord;
  /** As they are now: whoever goes through them may change them. */
  readonly orders: () => readonly OrderRecord[];
  readonly keepOrder: (order: OrderRecord) => void;
  readonly allowed: (openid: string, templateId: string) => number;
  readonly allowances: () => readonly Allowance[];
  readonly allow: (openid: string, templateId: string, left: number) => void;
  readonly messages: () => readonly SentMessage[];
  readonly keepMessage: (message: SentMessage) => void;
  readonly paths: () => Readonly<Record<string, string>>;
  readonly keepPath: (name: string, path: string) => void;
  readonly clear: () => void;
  readonly close: () => void;
}

/** Messages that are kept; older ones nobody looks at. */
const MESSAGES_KEPT = 1_000;

function newOrder(transactionId: string): OrderRecord {
  const nothing = { shipping: null, confirmedMs: null, confirmedBy: null, settledMs: null, remindedMs: null };
  return { transactionId, ...nothing };
}

/** What the lines of a journal come to. */
class Memory {
  readonly orders = new Map<string, OrderRecord>();
  readonly allowed = new Map<string, Allowance>();
  readonly paths = new Map<string, string>();
  readonly messages: SentMessage[] = [];

  take(entry: Entry): void {
    switch (entry.kind) {
      case 'order':
        this.orders.set(entry.order.transactionId, entry.order);
        return;
      case 'allowed':
        this.allowed.set(allowanceKey(entry.allowed), entry.allowed);
        return;
      case 'message':
        this.messages.push(entry.message);
        if (this.messages.length > MESSAGES_KEPT) this.messages.shift();
        return;
      case 'path':
        this.paths.set(entry.name, entry.path);
    }
  }

  clear(): void {
    for (const map of [this.orders, this.allowed, this.paths]) map.clear();
    this.messages.length = 0;
  }
}

function allowanceKey({ openid, templateId }: Pick<Allowance, 'openid' | 'templateId'>): string {
  return `${openid}\n${templateId}`;
}

function journalIn(file: string): ReturnType<typeof openJournal> {
  mkdirSync(dirname(file), { recursive: true });
  return openJournal(file);
}

/** Opens the memory in a journal; null keeps it in memory alone. @throws Error when a line of the file is broken. */
export function openBook(file: string | null): Book {
  const { journal, entries } = file === null ? { journal: null, entries: [] } : journalIn(file);
  const memory = new Memory();
  // Written by this file alone.
  for (const entry of entries) memory.take(entry as Entry);
  const change = (entry: Entry): void => {
    journal?.append(entry);
    memory.take(entry);
  };
  return {
    order: (id) => memory.orders.get(id) ?? newOrder(id),
    orders: () => [...memory.orders.values()],
    keepOrder: (order) => change({ kind: 'order', order }),
    allowed: (openid, templateId) => memory.allowed.get(allowanceKey({ openid, templateId }))?.left ?? 0,
    allowances: () => [...memory.allowed.values()],
    allow: (openid, templateId, left) => change({ kind: 'allowed', allowed: { openid, templateId, left } }),
    messages: () => memory.messages,
    keepMessage: (message) => change({ kind: 'message', message }),
    paths: () => Object.fromEntries(memory.paths),
    keepPath: (name, path) => change({ kind: 'path', name, path }),
    clear: () => {
      journal?.clear();
      memory.clear();
    },
    close: () => journal?.close(),
  };
}
