import type { TodoKind } from '../../miniprogram/contract/desk-today';
import type { DayFigures } from '../core/sales/day-sales';

/** Figures of the desk's first page. */
export interface SalesStore {
  /** Each day from one to the other, both included, on which something was paid or given back; in their order. */
  readDays(query: { readonly from: string; readonly to: string }): Promise<readonly DayFigures[]>;
  /** How much of each kind is waiting; `lowAt` is how few pieces are few. */
  countTodo(query: { readonly lowAt: number }): Promise<Readonly<Record<TodoKind, number>>>;
}
