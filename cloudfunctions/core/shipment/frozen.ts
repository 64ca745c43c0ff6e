import { fen } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import type { FrozenState, ShippingWay } from '../../../miniprogram/contract/shipping';
import { subtractMoney, sumMoney } from '../money';
import { countingAttempt } from '../refund/refund-request';
import type { Shipment } from './shipment';
import type { ShippingBooks } from './shipping';

const DAY_MS = 24 * 60 * 60_000;

/** How long WeChat holds the money of goods nobody confirms, from the upload on (its staff's answers). */
const HELD_MS: Record<ShippingWay, number> = {
  express: 10 * DAY_MS,
  sameCity: 2 * DAY_MS,
  virtual: 2 * DAY_MS,
  pickup: 2 * DAY_MS,
};

/** The money of one order at WeChat. */
export interface FrozenMoney {
  readonly state: FrozenState;
  /** Zero once nothing is held. */
  readonly frozen: Money;
  readonly sinceMs: number;
  /** Null while nothing can be said, or nothing is waited for. */
  readonly expectedAtMs: number | null;
  readonly settledAtMs: number | null;
}

function expected(shipment: Shipment | null): number | null {
  if (shipment === null || shipment.settledAtMs !== null) return null;
  if (shipment.confirmedAtMs !== null) return shipment.confirmedAtMs;
  const { taken } = shipment.upload;
  return taken?.finished === true ? taken.atMs + HELD_MS[shipment.way] : null;
}

/** Where the money of an order is; null for one without a payment that counts. */
export function frozenMoney(books: ShippingBooks): FrozenMoney | null {
  const { shipment, refunds } = books;
  const attempt = countingAttempt(books);
  if (attempt === null) return null;
  // What the shop gave back by hand never left WeChat: only a refund through it is off what it holds.
  const back = refunds
    .filter(({ state, outTradeNo }) => state === 'succeeded' && outTradeNo === attempt.outTradeNo)
    .map(({ amount }) => amount);
  const rest = subtractMoney(attempt.amount, sumMoney(back, attempt.amount.currency));
  const sinceMs = attempt.succeededAtMs ?? attempt.createdAtMs;
  const none = { frozen: fen(0), sinceMs, expectedAtMs: null };
  const settledAtMs = shipment?.settledAtMs ?? null;
  if (settledAtMs !== null) return { ...none, state: 'settled', settledAtMs };
  if (rest.minor <= 0) return { ...none, state: 'returned', settledAtMs };
  const state = (shipment?.confirmedAtMs ?? null) === null ? 'frozen' : 'settling';
  return { state, frozen: rest, sinceMs, expectedAtMs: expected(shipment), settledAtMs };
}
