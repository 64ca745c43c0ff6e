import { TODO_WORDS } from '../../../miniprogram/contract/desk-today';
import type { TodoKind } from '../../../miniprogram/contract/desk-today';
import { addedUp, figuresBetween, figuresOf, isNothing } from '../../core/sales/day-sales';
import type { DayFigures } from '../../core/sales/day-sales';
import type { OrderFile } from '../../ports/store';
import type { SalesStore } from '../../ports/sales-store';
import type { Database, Document, Operators, Session } from './database';
import { COLLECTIONS } from './schema';

/** A part of one day's figures, under the day and the part. */
export interface DayDocument extends Document, DayFigures {}

/** Parts of one day: every payment writes one of them, and payments at the same moment seldom the same one. */
const PARTS = 8;

/** One of the parts, the same for the same order. */
function partOf(orderId: string): number {
  return Array.from(orderId).reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % PARTS, 0);
}

/** Writes what a change of an order does to the figures, in the transaction of the change: mostly one request. */
export async function writeFigures(
  session: Session,
  { inc }: Operators,
  before: Pick<OrderFile, 'order' | 'refunds'> | null,
  after: Pick<OrderFile, 'order' | 'refunds'>,
): Promise<void> {
  const { orderId } = after.order;
  for (const change of figuresBetween(before === null ? [] : figuresOf(before), figuresOf(after))) {
    const { day, paidOrders, paidMinor, refundedMinor } = change;
    const _id = `${day}.${partOf(orderId)}`;
    const more = {
      paidOrders: inc(paidOrders),
      paidMinor: inc(paidMinor),
      refundedMinor: inc(refundedMinor),
    };
    if (await session.changeIf(COLLECTIONS.days, { _id }, more)) continue;
    const document: DayDocument = { _id, ...change };
    await session.add(COLLECTIONS.days, [document]);
  }
}

function figuresIn({ day, paidOrders, paidMinor, refundedMinor }: DayDocument): DayFigures {
  return { day, paidOrders, paidMinor, refundedMinor };
}

/** The figures of each day once; days on which everything was taken back again are left out. */
export function dayFigures(documents: readonly DayDocument[]): readonly DayFigures[] {
  return addedUp(documents.map(figuresIn)).filter((one) => !isNothing(one));
}

/** Each day of a span, along the index `day`: as many documents as days and parts, however many orders. */
export async function readDays(
  database: Database,
  { from, to }: Parameters<SalesStore['readDays']>[0],
): Promise<readonly DayFigures[]> {
  const where = { day: database.operators.within(from, to) };
  return dayFigures(await database.find<DayDocument>(COLLECTIONS.days, where));
}

type Count = (database: Database, query: { readonly lowAt: number }) => Promise<number>;

/** How each kind is counted, along one index each. */
const COUNTS: Record<TodoKind, Count> = {
  toShip: (database) => database.count(COLLECTIONS.orders, { toShip: true }),
  refusedUploads: (database) => database.count(COLLECTIONS.orders, { uploadRefused: true }),
  refundRequests: (database) => database.count(COLLECTIONS.refundRequests, { state: 'requested' }),
  secondApprovals: (database) => database.count(COLLECTIONS.refunds, { state: 'awaitingApproval' }),
  // Refused while due, or abnormal and sent nowhere yet: a person has to look.
  abnormalRefunds: async (database) => {
    const { refunds } = COLLECTIONS;
    const refused = { state: 'due', 'trouble.kind': database.operators.in(['payerAccount', 'refused']) };
    const [stuck, abnormal] = await Promise.all([
      database.count(refunds, refused),
      database.count(refunds, { state: 'abnormal', redirection: null }),
    ]);
    return stuck + abnormal;
  },
  lowStock: (database, { lowAt }) =>
    database.count(COLLECTIONS.skus, { onSale: true, onHand: database.operators.lte(lowAt) }),
};

/** How much of each kind is waiting. */
export async function countTodo(
  database: Database,
  query: Parameters<SalesStore['countTodo']>[0],
): Promise<Readonly<Record<TodoKind, number>>> {
  const kinds = Object.keys(TODO_WORDS) as TodoKind[];
  const counted = await Promise.all(kinds.map(async (kind) => [kind, await COUNTS[kind](database, query)]));
  return Object.fromEntries(counted) as Record<TodoKind, number>;
}
