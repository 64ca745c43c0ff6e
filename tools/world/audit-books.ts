import { auditBooks } from '../../cloudfunctions/core/audit/audit';
import type { Store } from '../../cloudfunctions/ports/store';

/** What an audit found: every break in one line, and how much was looked at. */
export interface AuditReport {
  readonly problems: readonly string[];
  readonly counted: string;
}

/** Checks the money rules over the whole database. */
export async function auditStore(store: Store): Promise<AuditReport> {
  const books = await store.readBooks();
  const { stocks, orders, attempts, refunds, shipments } = books;
  return {
    problems: auditBooks(books).map(({ rule, id, text }) => `${rule} ${id}: ${text}`),
    counted: `${stocks.length} SKUs, ${orders.length} orders, ${attempts.length} payment attempts, ${refunds.length} refunds, ${shipments.length} shipments`,
  };
}
