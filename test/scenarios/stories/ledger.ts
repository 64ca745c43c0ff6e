import type { BillDifferenceKind } from '../../../miniprogram/contract/bills';
import type { Role } from '../../../miniprogram/contract/me';
import type { ParcelWish } from '../../../miniprogram/contract/shipping';
import type { Refund } from '../../../cloudfunctions/core/refund/refund';
import { SHELF, STAFF } from './people';

/** How a call ended for whoever made it. `unheard`: it may have happened or not. */
export type Heard = 'done' | 'refused' | 'unheard';

/** Parcels somebody entered. */
export interface ParcelsAsked {
  readonly orderId: string;
  readonly what: 'ship' | 'correct';
  readonly parcels: readonly ParcelWish[];
  readonly heard: Heard;
}

/** An adjustment of stock somebody made; the note is a name of its own. */
export interface AdjustmentAsked {
  readonly skuId: string;
  readonly delta: number;
  readonly note: string;
  readonly heard: Heard;
}

/** A row of a bill that was made to differ. */
export interface PlantedDifference {
  readonly date: string;
  readonly number: string;
  readonly kind: BillDifferenceKind;
  /** It is certain that the books were held against this very bill. */
  readonly certain: boolean;
}

/** What a story asked of the shop: the verdict holds the books against it. */
export interface Ledger {
  readonly parcels: ParcelsAsked[];
  readonly adjustments: AdjustmentAsked[];
  readonly differences: PlantedDifference[];
  /** Prices each SKU was ever given, in fen. */
  readonly prices: Map<string, Set<number>>;
  /** What each order was agreed to cost, in fen. */
  readonly totals: Map<string, number>;
  /** Who has which role; null where nobody heard the answer to a change. */
  readonly roles: Map<string, Role | null>;
  /** Uploads WeChat was made to refuse. */
  refusals: number;
}

/** Nothing has been asked. */
export function newLedger(): Ledger {
  return {
    parcels: [],
    adjustments: [],
    differences: [],
    prices: new Map(Object.keys(SHELF).map((skuId) => [skuId, new Set<number>()])),
    totals: new Map(),
    roles: new Map(Object.entries(STAFF)),
    refusals: 0,
  };
}

/** What goes back of an order, or has gone back: what was declined or closed takes nothing. */
export function takenBackMinor(refunds: readonly Refund[]): number {
  return refunds.filter(({ state }) => state !== 'closed').reduce((sum, { amount }) => sum + amount.minor, 0);
}
