import { readStored, store as keep } from '../platform/storage';
import { newClientToken } from '../platform/token';
import { createStore } from './observable';

/** The order as it is about to be sent; an order sent again with the same words is the same order. */
export interface Wish {
  /** As `linesText` writes them. */
  readonly lines: string;
  readonly addressId: string;
  readonly remark: string;
}

/** An order that was sent and whose end is not known yet. */
export interface SentOrder {
  readonly wish: Wish;
  readonly clientToken: string;
  readonly sentAtMs: number;
}

/**
 * What the phone keeps of a checkout, also when WeChat ends the mini program: what was typed, which address was chosen,
 * and the name of an order whose reply got lost.
 */
export interface CheckoutState {
  /** What the remark belongs to: other goods begin with an empty one. */
  readonly lines: string;
  readonly remark: string;
  /** Null: the default one. */
  readonly addressId: string | null;
  readonly sent: SentOrder | null;
}

export type CheckoutEvent =
  | { readonly kind: 'opened'; readonly lines: string }
  | { readonly kind: 'remarkTyped'; readonly remark: string }
  | { readonly kind: 'addressChosen'; readonly addressId: string | null }
  | { readonly kind: 'sent'; readonly order: SentOrder }
  /** The server said what became of it. */
  | { readonly kind: 'endKnown' };

export const NEW_CHECKOUT: CheckoutState = { lines: '', remark: '', addressId: null, sent: null };

/** The state after an event. */
export function reduceCheckout(state: CheckoutState, event: CheckoutEvent): CheckoutState {
  switch (event.kind) {
    case 'opened':
      return event.lines === state.lines ? state : { ...state, lines: event.lines, remark: '' };
    case 'remarkTyped':
      return { ...state, remark: event.remark };
    case 'addressChosen':
      return event.addressId === state.addressId ? state : { ...state, addressId: event.addressId };
    case 'sent':
      return { ...state, sent: event.order };
    case 'endKnown':
      return { ...NEW_CHECKOUT, addressId: state.addressId };
  }
}

/**
 * How long a lost reply may be asked for again: as long as an order waits for its payment. The same goods a day later
 * are another order.
 */
export const SENT_ORDER_LIVES_MS = 30 * 60_000;

/** The order to send: under its first name, when these very words were sent before and their end is not known. */
export function orderToSend({ sent }: CheckoutState, wish: Wish, nowMs: number): SentOrder {
  const again =
    sent !== null &&
    nowMs - sent.sentAtMs < SENT_ORDER_LIVES_MS &&
    sent.wish.lines === wish.lines &&
    sent.wish.addressId === wish.addressId &&
    sent.wish.remark === wish.remark;
  return again ? sent : { wish, clientToken: newClientToken(), sentAtMs: nowMs };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
}

function parseSent(stored: unknown): SentOrder | null {
  const fields = fieldsOf(stored);
  const wish = fieldsOf(fields['wish']);
  const sentAtMs = fields['sentAtMs'];
  const clientToken = textIn(fields, 'clientToken');
  if (clientToken === '' || typeof sentAtMs !== 'number') return null;
  const [lines, addressId, remark] = ['lines', 'addressId', 'remark'].map((name) => textIn(wish, name));
  return {
    wish: { lines: lines ?? '', addressId: addressId ?? '', remark: remark ?? '' },
    clientToken,
    sentAtMs,
  };
}

/** A stored checkout, or null for anything that is none. */
export function parseCheckout(stored: unknown): CheckoutState | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const fields = fieldsOf(stored);
  const addressId = textIn(fields, 'addressId');
  return {
    lines: textIn(fields, 'lines'),
    remark: textIn(fields, 'remark'),
    addressId: addressId === '' ? null : addressId,
    sent: parseSent(fields['sent']),
  };
}

const KEY = 'checkout/1';

/** The one checkout of this phone. */
export const checkout = createStore<CheckoutState, CheckoutEvent>(
  readStored(KEY, parseCheckout) ?? NEW_CHECKOUT,
  reduceCheckout,
);

checkout.subscribe((state) => keep(KEY, state));
