import {
  UNAVAILABLE_WORDS,
  type QuoteView,
  type UnavailableLineView,
  type UnavailableReason,
  type WantedLine,
} from '../../../contract/quote';

/** Lines that cannot be bought for one reason. */
export interface MissingGroup {
  readonly reason: UnavailableReason;
  readonly words: string;
  readonly lines: readonly UnavailableLineView[];
}

/** Ways to go on; going back is always one more. */
export type WayOut = 'reduced' | 'without' | 'address';

/** A button: what it does and what it says. */
export interface WayOutButton {
  readonly way: WayOut;
  readonly words: string;
}

/** What stands in the sheet when some of the order cannot be bought. */
export interface Missing {
  readonly groups: readonly MissingGroup[];
  /** The first is the one that keeps most of the order. */
  readonly buttons: readonly WayOutButton[];
}

function sameLines(one: readonly WantedLine[], other: readonly WantedLine[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ skuId, quantity }, at) => other[at]?.skuId === skuId && other[at].quantity === quantity)
  );
}

function groupsOf(unavailable: readonly UnavailableLineView[]): MissingGroup[] {
  const reasons = [...new Set(unavailable.map(({ reason }) => reason))];
  return reasons.map((reason) => ({
    reason,
    words: UNAVAILABLE_WORDS[reason],
    lines: unavailable.filter((line) => line.reason === reason),
  }));
}

/** The sheet for a quote, or null when everything can be bought. */
export function missingOf({ unavailable, waysOut }: QuoteView): Missing | null {
  if (unavailable.length === 0) return null;
  const { reduced, without } = waysOut;
  const buttons: WayOutButton[] = [];
  if (unavailable.some(({ reason }) => reason === 'noDelivery'))
    buttons.push({ way: 'address', words: '更换收货地址' });
  if (reduced.length > 0 && !sameLines(reduced, without))
    buttons.push({ way: 'reduced', words: '按可买数量继续' });
  if (without.length > 0) buttons.push({ way: 'without', words: '去掉后继续' });
  return { groups: groupsOf(unavailable), buttons: buttons.slice(0, 2) };
}
