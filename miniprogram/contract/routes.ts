import { ORDER_STATES, type OrderState } from './order';
import type { WantedLine } from './quote';

/** Every page of the mini program by name. Links, messages, mini codes and the order centre are made from this table. */
export const PAGE_PATHS = {
  home: 'pages/home/home',
  category: 'pages/category/category',
  cart: 'pages/cart/cart',
  mine: 'pages/mine/mine',
  desk: 'pages/desk/desk',
  search: 'pages/search/search',
  product: 'pages/product/product',
  confirm: 'packages/checkout/confirm/confirm',
  addresses: 'packages/checkout/addresses/addresses',
  addressEdit: 'packages/checkout/address-edit/address-edit',
  payResult: 'packages/checkout/pay-result/pay-result',
  orders: 'packages/orders/orders/orders',
  orderDetail: 'packages/orders/detail/detail',
  refundRequest: 'packages/orders/refund-request/refund-request',
  refund: 'packages/orders/refund/refund',
  refunds: 'packages/orders/refunds/refunds',
  about: 'packages/me/about/about',
  leave: 'packages/me/leave/leave',
  deskFigures: 'packages/desk/figures/figures',
  deskOrders: 'packages/desk/orders/orders',
  deskOrder: 'packages/desk/order/order',
  deskShip: 'packages/desk/ship/ship',
  deskEvidence: 'packages/desk/evidence/evidence',
  deskRefunds: 'packages/desk/refunds/refunds',
  deskRefund: 'packages/desk/refund/refund',
  deskGiveBack: 'packages/desk/give-back/give-back',
  deskCollect: 'packages/desk/collect/collect',
  deskCollection: 'packages/desk/collection/collection',
  deskProducts: 'packages/desk/products/products',
  deskProduct: 'packages/desk/product/product',
  deskStock: 'packages/desk/stock/stock',
  deskSku: 'packages/desk/sku/sku',
  deskBills: 'packages/desk/bills/bills',
  deskBillDay: 'packages/desk/bill-day/bill-day',
  deskStaff: 'packages/desk/staff/staff',
  deskLog: 'packages/desk/log/log',
  deskSettings: 'packages/desk/settings/settings',
  deskJoin: 'packages/desk/join/join',
} as const;
export type PageName = keyof typeof PAGE_PATHS;

/** Pages of the tab bar, in its order. `desk` is drawn for the merchant's staff only. */
export const TAB_PAGES = ['home', 'category', 'cart', 'mine', 'desk'] as const satisfies readonly PageName[];
export type TabPage = (typeof TAB_PAGES)[number];

/** What a page may be opened with. Values are texts: a link carries nothing else. */
export interface PageQueries {
  home: Record<never, never>;
  category: Record<never, never>;
  cart: Record<never, never>;
  mine: Record<never, never>;
  desk: Record<never, never>;
  search: { readonly keyword?: string };
  product: { readonly productId: string };
  /** `lines` as {@link linesText} writes them. */
  confirm: { readonly lines: string };
  /** `pick`: a tap chooses the address for the checkout behind. */
  addresses: { readonly pick?: 'yes' };
  /** Without an id a new one; `pick` as above, for the one that was saved. */
  addressEdit: { readonly addressId?: string; readonly pick?: 'yes' };
  /** `start` opens the cashier at once; without it the page asks the server how the payment stands. */
  payResult: { readonly orderId: string; readonly start?: 'yes' };
  orders: { readonly state?: OrderState };
  /** WeChat's order centre knows the `outTradeNo` of a payment only. */
  orderDetail: { readonly orderId: string } | { readonly outTradeNo: string };
  refundRequest: { readonly orderId: string };
  refund: { readonly requestId: string };
  refunds: Record<never, never>;
  about: Record<never, never>;
  leave: Record<never, never>;
  deskFigures: Record<never, never>;
  /** `filter` is a to-do of the desk; without it all orders. */
  deskOrders: { readonly filter?: string };
  deskOrder: { readonly orderId: string };
  /** `correct` replaces what was sent. */
  deskShip: { readonly orderId: string; readonly correct?: 'yes' };
  deskEvidence: { readonly orderId: string };
  /** `which` is a list of the contract; without it the requests that wait. */
  deskRefunds: { readonly which?: string };
  /** By the shopper's request, or by the refund within its order. */
  deskRefund: { readonly requestId: string } | { readonly orderId: string; readonly outRefundNo: string };
  /** Money given back without a request. */
  deskGiveBack: { readonly orderId: string };
  deskCollect: Record<never, never>;
  deskCollection: { readonly orderId: string };
  deskProducts: Record<never, never>;
  /** Without an id a new one. */
  deskProduct: { readonly productId?: string };
  deskStock: Record<never, never>;
  deskSku: { readonly skuId: string };
  deskBills: Record<never, never>;
  /** `yyyy-MM-dd`, a day in Beijing. */
  deskBillDay: { readonly date: string };
  deskStaff: Record<never, never>;
  deskLog: Record<never, never>;
  deskSettings: Record<never, never>;
  deskJoin: { readonly code: string };
}

/** The address of a page, e.g. `/pages/product/product?productId=longjing`. Values are escaped; absent ones left out. */
export function pageUrl<Name extends PageName>(name: Name, query: PageQueries[Name]): string {
  const pairs = Object.entries(query as Readonly<Record<string, string | undefined>>)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `/${PAGE_PATHS[name]}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
}

/** A link's id after undoing the escape: 1–64 letters, digits, `-` or `_`. Null for anything else someone may have typed. */
export function idFromLink(value: string | undefined): string | null {
  const text = textFromLink(value);
  return /^[0-9A-Za-z_-]{1,64}$/.test(text) ? text : null;
}

/**
 * The id a page was opened with: by a link as `name`, by a mini code as its whole `scene`, by an ordinary code as `name`
 * in the query of the address `q`. Null for anything else.
 */
export function idFromEntry(
  query: Readonly<Partial<Record<string, string>>>,
  name: 'productId' | 'orderId',
): string | null {
  const asked = query[name] ?? query['scene'];
  if (asked !== undefined) return idFromLink(asked);
  return idFromLink(new RegExp(`[?&]${name}=([^&#]*)`).exec(decode(query['q']))?.[1]);
}

function decode(value = ''): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    // `%E4%` cut off by a chat app: the link then opens without its text.
    if (error instanceof URIError) return '';
    throw error;
  }
}

/** A link's text after undoing the escape, at most 200 characters; empty when absent or broken. */
export function textFromLink(value: string | undefined): string {
  return decode(value).slice(0, 200);
}

/** Wishes as a link carries them: `longjing-1*2,linen-mat-1*1`. */
export function linesText(lines: readonly WantedLine[]): string {
  return lines.map(({ skuId, quantity }) => `${skuId}*${quantity}`).join(',');
}

/** The wishes of a link; empty when any part of it is not one. The server judges them again. */
export function linesFromLink(value: string | undefined): readonly WantedLine[] {
  const parts = decode(value).split(',');
  const lines = parts.map((part) => /^([0-9A-Za-z_-]{1,64})\*([1-9]\d{0,2})$/.exec(part));
  return lines.every((line) => line !== null)
    ? lines.map(([, skuId = '', quantity = '']) => ({ skuId, quantity: Number(quantity) }))
    : [];
}

/** A link's day, `yyyy-MM-dd`; null for anything that is no day of the calendar. */
export function dayFromLink(value: string | undefined): string | null {
  const text = textFromLink(value);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  // A browser may read the 31st of a short month as the 1st of the next.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text;
}

/** The order state of a link; null for all of them. */
export function orderStateFromLink(value: string | undefined): OrderState | null {
  return ORDER_STATES.find((state) => state === value) ?? null;
}
