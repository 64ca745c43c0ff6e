import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { Store } from '../../cloudfunctions/ports/store';

/** How much an audit looked at. */
export interface AuditCount {
  readonly skus: number;
  readonly orders: number;
  readonly attempts: number;
  readonly refunds: number;
  readonly shipments: number;
}

/** What an audit found: every break in one line, and how much was looked at. */
export interface AuditReport {
  readonly problems: readonly string[];
  readonly counted: AuditCount;
}

/** Checks the money rules over the whole database. */
export async function auditStore(store: Store): Promise<AuditReport> {
  const books = await store.readBooks();
  const { stocks, orders, attempts, refunds, shipments } = books;
  return {
    problems: auditBooks(books).map(({ rule, id, text }) => `${rule} ${id}: ${text}`),
    counted: {
      skus: stocks.length,
      orders: orders.length,
      attempts: attempts.length,
      refunds: refunds.length,
      shipments: shipments.length,
    },
  };
}
