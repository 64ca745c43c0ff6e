import type { OrderRecord, PrepayRecord } from '../orders/order-record';
import { h5Package, H5_PATH } from '../orders/pay-sheet';
import type { World } from '../world';
import type { ControlResult } from './control-error';

/** How a shopper came to an order: what the phone, the QR code or the browser holds. */
export interface WayIn {
  readonly prepay_id?: string | undefined;
  readonly code_url?: string | undefined;
  readonly h5_url?: string | undefined;
  readonly out_trade_no?: string | undefined;
}

export const WAYS_IN = ['prepay_id', 'code_url', 'h5_url', 'out_trade_no'] as const;

export interface Payable {
  readonly order: OrderRecord;
  /** The sheet it would open; undefined with a payment code. */
  readonly prepay: PrepayRecord | undefined;
}

/** The order behind one of the four, and the way into its sheet that was taken. */
export function findPayable(way: WayIn, world: World): ControlResult<Payable> {
  const { ledger } = world;
  const where = WAYS_IN.find((name) => way[name] !== undefined) ?? 'out_trade_no';
  const value = way[where] ?? '';
  const found = {
    prepay_id: () => byPrepay(ledger.orderByPrepayId(value), ({ id }) => id === value),
    code_url: () => byPrepay(ledger.orderByCodeUrl(value), ({ codeUrl }) => codeUrl === value),
    h5_url: () => byH5Url(value, world),
    // As a shopper who was just sent there: the newest sheet.
    out_trade_no: () => byPrepay(ledger.orderByNumber(value), () => true),
  }[where]();
  if (found !== undefined) return { kind: 'value', value: found };
  const what = 'no order has it';
  const todo = 'place the order first, and give the value of its answer';
  return { kind: 'error', error: { status: 404, code: 'ORDER_NOT_FOUND', what, where, todo } };
}

function byPrepay(
  order: OrderRecord | undefined,
  wanted: (prepay: PrepayRecord) => boolean,
): Payable | undefined {
  return order && { order, prepay: order.prepays.findLast(wanted) };
}

function byH5Url(text: string, world: World): Payable | undefined {
  if (!URL.canParse(text)) return undefined;
  const { pathname, searchParams } = new URL(text);
  const prepayId = searchParams.get('prepay_id') ?? '';
  if (pathname !== H5_PATH || searchParams.get('package') !== h5Package(prepayId)) return undefined;
  const order = world.ledger.orderByPrepayId(prepayId);
  return order?.product === 'h5' ? byPrepay(order, ({ id }) => id === prepayId) : undefined;
}
