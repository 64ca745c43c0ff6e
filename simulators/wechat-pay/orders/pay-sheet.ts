import { createHash } from 'node:crypto';
import type { SheetProduct } from '../checks/order-fields';
import { beijingTime } from '../clock';
import { ALPHANUMERIC, DIGITS } from '../seeded-random';
import type { SeededRandom } from '../seeded-random';
import type { OrderProduct, OrderRecord, PrepayRecord } from './order-record';

const MINUTE_MS = 60_000;

/** How long one way into the payment sheet works, whatever time_expire says. */
const SHEET_LIFE_MS: Readonly<Record<OrderProduct, number>> = {
  jsapi: 120 * MINUTE_MS,
  native: 120 * MINUTE_MS,
  app: 120 * MINUTE_MS,
  h5: 5 * MINUTE_MS,
  // The code itself is short-lived; there is no sheet to open later.
  codepay: 0,
};

/** Opens a new way into the payment sheet. */
export function newPrepay(product: SheetProduct, nowMs: number, random: SeededRandom): PrepayRecord {
  // `wx`, the second in Beijing time, and 20 digits: 36 characters, as the published sample has.
  const second = beijingTime(nowMs).replace(/\D/g, '').slice(0, 14);
  const prepay = { id: `wx${second}${random.text('prepayId', 20, DIGITS)}`, createdMs: nowMs };
  if (product !== 'native') return prepay;
  // Shaped like the published sample.
  const codeUrl = `weixin://wxpay/bizpayurl/up?pr=${random.text('codeUrl', 7, ALPHANUMERIC)}&groupid=00`;
  return { ...prepay, codeUrl };
}

/** Path of the page behind every h5_url. */
export const H5_PATH = '/cgi-bin/mmpayweb-bin/checkmweb';

/** What the order is answered with. */
export function sheetAnswer(product: SheetProduct, prepay: PrepayRecord, baseUrl: string): object {
  switch (product) {
    case 'jsapi':
    case 'app':
      return { prepay_id: prepay.id };
    case 'native':
      return { code_url: prepay.codeUrl };
    case 'h5':
      return { h5_url: h5Url(prepay.id, baseUrl) };
  }
}

/** Where a browser pays. */
export function h5Url(prepayId: string, baseUrl: string): string {
  return `${baseUrl}${H5_PATH}?prepay_id=${prepayId}&package=${h5Package(prepayId)}`;
}

/** The second member of an h5_url. It says nothing by itself; a wrong one opens no page. */
export function h5Package(prepayId: string): string {
  return String(createHash('sha256').update(prepayId).digest().readUInt32BE(0));
}

/** Whether this way into the sheet still works. A new code_url ends the one before it. */
export function prepayWorks(order: OrderRecord, prepay: PrepayRecord, nowMs: number): boolean {
  if (order.product === 'native' && order.prepays.at(-1)?.id !== prepay.id) return false;
  return nowMs <= prepay.createdMs + SHEET_LIFE_MS[order.product];
}
