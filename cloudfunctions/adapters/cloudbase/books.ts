import type { Books } from '../../ports/store';
import type { Database, Document, Operators, Session } from './database';
import { MAX_PAGE } from './database';
import type {
  AttemptDocument,
  MovementDocument,
  OrderDocument,
  RefundDocument,
  ShipmentDocument,
  SkuDocument,
} from './documents';
import { attemptOf, movementOf, orderOf, refundOf, shipmentOf, stockOf } from './documents';
import type { DayDocument } from './sales';
import { dayFigures } from './sales';
import { COLLECTIONS } from './schema';

/** Everything of one collection, page by page in key order. */
async function readAll<Doc extends Document>(
  session: Session,
  operators: Operators,
  collection: string,
): Promise<readonly Doc[]> {
  const all: Doc[] = [];
  let last = '';
  for (;;) {
    const options = { sort: [['_id', 'asc']], limit: MAX_PAGE } as const;
    const page = await session.find<Doc>(collection, { _id: operators.gt(last) }, options);
    all.push(...page);
    const end = page.at(-1);
    if (end === undefined || page.length < MAX_PAGE) return all;
    last = end._id;
  }
}

/** All books as they stood at one moment: read one after the other, a busy shop would seem to be broken. */
export function readBooks(database: Database): Promise<Books> {
  return database.transaction(async (session) => {
    const all = <Doc extends Document>(collection: string) =>
      readAll<Doc>(session, database.operators, collection);
    return {
      stocks: (await all<SkuDocument>(COLLECTIONS.skus)).map(stockOf),
      movements: (await all<MovementDocument>(COLLECTIONS.movements)).map(movementOf),
      orders: (await all<OrderDocument>(COLLECTIONS.orders)).map(orderOf),
      attempts: (await all<AttemptDocument>(COLLECTIONS.attempts)).map(attemptOf),
      refunds: (await all<RefundDocument>(COLLECTIONS.refunds)).map(refundOf),
      shipments: (await all<ShipmentDocument>(COLLECTIONS.shipments)).map(shipmentOf),
      days: dayFigures(await all<DayDocument>(COLLECTIONS.days)),
    };
  });
}
