import type { AdjustReason } from '../../../miniprogram/contract/desk-stock';

/** The books of one SKU. Always: onHand + reserved + sold = initial + adjusted, nothing negative (money rule 2). */
export interface Stock {
  readonly skuId: string;
  /** Pieces when the SKU was first put into the books. */
  readonly initial: number;
  /** Sum of all adjustments since: deliveries, losses, recounts; may be negative. */
  readonly adjusted: number;
  /** Pieces that can be ordered now. */
  readonly onHand: number;
  /** Pieces set aside for orders that await payment. */
  readonly reserved: number;
  readonly sold: number;
}

/**
 * Every way pieces move. `sellOnHand` sells without a reservation, for a closed order that was revived; `return` brings
 * sold pieces back on hand, with the refund they came back for.
 */
export const MOVEMENT_KINDS = ['reserve', 'release', 'sell', 'sellOnHand', 'return', 'adjust'] as const;
/** One of {@link MOVEMENT_KINDS}. */
export type MovementKind = (typeof MOVEMENT_KINDS)[number];
/** The movements of a whole order; each happens at most once per order and SKU. */
export type OrderMovementKind = Exclude<MovementKind, 'adjust' | 'return'>;

/** Who adjusted stock, and why. */
export interface Adjustment {
  /** By openid. */
  readonly by: string;
  readonly reason: AdjustReason;
  /** May be empty. */
  readonly note: string;
}

/** One movement of stock, applied in the same write that records it. */
export interface Movement {
  /** Unique: a movement whose id is already recorded has happened and must not be applied again. */
  readonly movementId: string;
  readonly skuId: string;
  /** Null exactly for adjustments. */
  readonly orderId: string | null;
  readonly kind: MovementKind;
  /** Whole pieces, more than zero; for an adjustment any whole number but zero. */
  readonly quantity: number;
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** There exactly for adjustments. */
  readonly adjustment?: Adjustment;
}

/** How a movement ends. `available` is what there was to take from; the stock did not change. */
export type MovementOutcome =
  | { readonly kind: 'applied'; readonly stock: Stock }
  | { readonly kind: 'refused'; readonly reason: 'insufficient'; readonly available: number };

/** A quantity of one SKU. */
export interface SkuQuantity {
  readonly skuId: string;
  readonly quantity: number;
}

/**
 * The books of a new SKU with `initial` pieces on hand.
 * @throws RangeError when `initial` is not a whole number of at least zero.
 */
export function newStock(skuId: string, initial: number): Stock {
  if (!Number.isSafeInteger(initial) || initial < 0)
    throw new RangeError(`initial stock cannot be ${initial}`);
  return { skuId, initial, adjusted: 0, onHand: initial, reserved: 0, sold: 0 };
}

/**
 * The id of the movement an order causes: the same three always give the same id, different ones never do, so that
 * repeating a movement is noticed.
 * @throws RangeError when `orderId` contains a colon, which separates the parts; order ids are our own.
 */
export function movementId(orderId: string, skuId: string, kind: OrderMovementKind): string {
  if (orderId.includes(':')) throw new RangeError(`order id must not contain a colon: ${orderId}`);
  return `${orderId}:${kind}:${skuId}`;
}

/** Lines of the same SKU as one, in the order of first appearance. */
export function mergeLines(lines: Iterable<SkuQuantity>): readonly SkuQuantity[] {
  const merged = new Map<string, number>();
  for (const { skuId, quantity } of lines) merged.set(skuId, (merged.get(skuId) ?? 0) + quantity);
  return [...merged].map(([skuId, quantity]) => ({ skuId, quantity }));
}

/** One movement of `kind` per SKU of the order, with deterministic ids: making them twice makes the same ones. */
export function orderMovements(
  order: { readonly orderId: string; readonly lines: readonly SkuQuantity[] },
  kind: OrderMovementKind,
  atMs: number,
): readonly Movement[] {
  const { orderId } = order;
  return mergeLines(order.lines).map(({ skuId, quantity }) => ({
    movementId: movementId(orderId, skuId, kind),
    skuId,
    orderId,
    kind,
    quantity,
    atMs,
  }));
}

/** The movements that bring goods of a refund back on hand; ids name the refund, so that they come back once. */
export function returnMovements(
  refund: { readonly orderId: string; readonly outRefundNo: string },
  lines: Iterable<SkuQuantity>,
  atMs: number,
): readonly Movement[] {
  const { orderId, outRefundNo } = refund;
  return mergeLines(lines).map(({ skuId, quantity }) => ({
    movementId: `${orderId}:return:${outRefundNo}:${skuId}`,
    skuId,
    orderId,
    kind: 'return',
    quantity,
    atMs,
  }));
}

/**
 * The stock after a movement, or a refusal when it would take more than there is. Does not know which movements
 * have happened: the caller skips an id that is already recorded.
 * @throws RangeError when the movement is of another SKU or its quantity is none (see {@link Movement}).
 */
export function applyMovement(stock: Stock, movement: Movement): MovementOutcome {
  if (movement.skuId !== stock.skuId) throw new RangeError(`movement of ${movement.skuId} on ${stock.skuId}`);
  if (!isQuantity(movement)) throw new RangeError(`${movement.kind} cannot move ${movement.quantity} pieces`);
  const taken = takenFrom(stock, movement);
  if (taken.needed > taken.available) {
    return { kind: 'refused', reason: 'insufficient', available: taken.available };
  }
  return { kind: 'applied', stock: shifted(stock, shiftOf(movement)) };
}

/**
 * Everything wrong with the books of one SKU, one sentence each; empty when they are right. `movements` are all
 * recorded movements of that SKU, in any order: clocks of different machines do not agree on one.
 */
export function stockProblems(stock: Stock, movements: Iterable<Movement>): string[] {
  const problems: string[] = [];
  const { onHand, reserved, sold, initial, adjusted } = stock;
  for (const [name, value] of Object.entries({ onHand, reserved, sold, initial })) {
    if (!Number.isSafeInteger(value) || value < 0) problems.push(`${name} is ${value}`);
  }
  if (onHand + reserved + sold !== initial + adjusted) {
    problems.push(
      `onHand ${onHand} + reserved ${reserved} + sold ${sold} is not initial ${initial} + adjusted ${adjusted}`,
    );
  }
  const expected = replay(stock, movements, problems);
  for (const name of ['adjusted', 'onHand', 'reserved', 'sold'] as const) {
    if (stock[name] !== expected[name]) {
      problems.push(`${name} is ${stock[name]} but the movements make it ${expected[name]}`);
    }
  }
  return problems;
}

/** What the movements alone make of the initial stock; movements that cannot be are named and left out. */
function replay(stock: Stock, movements: Iterable<Movement>, problems: string[]): Stock {
  const seen = new Set<string>();
  let books: Stock = { ...stock, adjusted: 0, onHand: stock.initial, reserved: 0, sold: 0 };
  for (const movement of movements) {
    const { movementId: id } = movement;
    if (seen.has(id)) problems.push(`movement ${id} is recorded twice`);
    else if (movement.skuId !== stock.skuId) problems.push(`movement ${id} is of ${movement.skuId}`);
    else if (!isQuantity(movement)) problems.push(`movement ${id} has quantity ${movement.quantity}`);
    else books = shifted(books, shiftOf(movement));
    seen.add(id);
  }
  return books;
}

/** What a movement adds to the pieces that can be ordered: more, fewer, or as many. */
export function onHandShift(movement: Movement): number {
  return shiftOf(movement).onHand;
}

type Shift = Pick<Stock, 'adjusted' | 'onHand' | 'reserved' | 'sold'>;

const STILL: Shift = { adjusted: 0, onHand: 0, reserved: 0, sold: 0 };

function shiftOf({ kind, quantity }: Movement): Shift {
  switch (kind) {
    case 'reserve':
      return { ...STILL, onHand: -quantity, reserved: quantity };
    case 'release':
      return { ...STILL, onHand: quantity, reserved: -quantity };
    case 'sell':
      return { ...STILL, reserved: -quantity, sold: quantity };
    case 'sellOnHand':
      return { ...STILL, onHand: -quantity, sold: quantity };
    case 'return':
      return { ...STILL, onHand: quantity, sold: -quantity };
    case 'adjust':
      return { ...STILL, adjusted: quantity, onHand: quantity };
  }
}

function shifted(stock: Stock, shift: Shift): Stock {
  return {
    ...stock,
    adjusted: stock.adjusted + shift.adjusted,
    onHand: stock.onHand + shift.onHand,
    reserved: stock.reserved + shift.reserved,
    sold: stock.sold + shift.sold,
  };
}

function takenFrom(stock: Stock, { kind, quantity }: Movement): { needed: number; available: number } {
  switch (kind) {
    case 'reserve':
    case 'sellOnHand':
      return { needed: quantity, available: stock.onHand };
    case 'release':
    case 'sell':
      return { needed: quantity, available: stock.reserved };
    case 'return':
      return { needed: quantity, available: stock.sold };
    case 'adjust':
      return { needed: -quantity, available: stock.onHand };
  }
}

function isQuantity({ kind, quantity }: Movement): boolean {
  return Number.isSafeInteger(quantity) && (kind === 'adjust' ? quantity !== 0 : quantity > 0);
}
