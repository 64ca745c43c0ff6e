import { orderMovements } from '../stock/stock';
import type { Movement, OrderMovementKind } from '../stock/stock';
import type { Order, StockHeld } from './order';

/** The movements of stock an order causes; none at the counter, whose line is an amount and no goods. */
export function movementsOf(order: Order, kind: OrderMovementKind, atMs: number): readonly Movement[] {
  return order.kind === 'counter' ? [] : orderMovements(order, kind, atMs);
}

/** Where the pieces of an order stand after those movements. */
export function stockAfter(order: Order, held: Exclude<StockHeld, 'none'>): StockHeld {
  return order.kind === 'counter' ? 'none' : held;
}
