import {
  attemptDocument,
  orderDocument,
  productDocument,
  refundDocument,
  requestDocument,
  skuDocument,
} from '../../cloudfunctions/adapters/cloudbase/documents';
import { newOrder } from '../../cloudfunctions/core/order/order';
import type { Order } from '../../cloudfunctions/core/order/order';
import { newAttempt } from '../../cloudfunctions/core/payment/attempt';
import { newRefund } from '../../cloudfunctions/core/refund/refund';
import type { RefundState } from '../../cloudfunctions/core/refund/refund';
import type { Product } from '../../cloudfunctions/core/catalogue/product';
import { fen } from '../../miniprogram/contract/money';

/** The newest orders are at work: so many in each state, however many orders there are. */
export const AT_WORK = 40;
/** So many ends of telephone numbers: a page of orders has the same even in the smaller shop. */
const TAILS = 40;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const numberOf = (at: number): string => String(at).padStart(8, '0');
const ADDRESS = {
  name: '林小满',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路1号',
};

/** What the n-th newest order is doing. */
function stageOf(age: number): 'awaitingPayment' | 'toShip' | 'shipped' | 'refunding' | 'asking' | 'over' {
  const stages = ['awaitingPayment', 'toShip', 'shipped', 'refunding', 'asking'] as const;
  return stages[Math.floor(age / AT_WORK)] ?? 'over';
}

/** The n-th of `count` orders: one a minute, the last one now; those at work last. */
function orderAt(at: number, count: number, nowMs: number) {
  const stage = stageOf(count - 1 - at);
  const placedAtMs = nowMs - (count - 1 - at) * MINUTE_MS;
  const orderId = `order-${numberOf(at)}`;
  const line = { skuId: 'sku-0-1', productId: 'product-0', title: '龙井', specification: '50克' };
  const placed = newOrder({
    orderId,
    openid: `o-${at % 997}`,
    clientToken: `token-${numberOf(at)}`,
    requestHash: 'hash',
    lines: [{ ...line, quantity: 1, unitPrice: fen(12_800) }],
    freight: fen(0),
    total: fen(12_800),
    address: { ...ADDRESS, mobile: `1380013${numberOf(at % TAILS).slice(-4)}` },
    remark: '',
    nowMs: placedAtMs,
    payWithinMs: 30 * MINUTE_MS,
  });
  const paidAtMs = stage === 'awaitingPayment' ? null : placedAtMs + MINUTE_MS;
  const states = { awaitingPayment: 'awaitingPayment', shipped: 'shipped', over: 'completed' } as const;
  const state = stage === 'over' && at % 11 === 0 ? 'closed' : undefined;
  const counter = stage === 'over' && at % 7 === 0;
  const order: Order = {
    ...placed,
    kind: counter ? 'counter' : 'delivery',
    state: state ?? (stage in states ? states[stage as keyof typeof states] : 'paid'),
    paidAtMs,
    attempts: paidAtMs === null ? [] : [`attempt-${orderId}`],
  };
  return { order, stage };
}

/** The documents of a shop with this many orders, by collection. */
export function* deskShop(count: number, nowMs: number) {
  const marks = { heldMinor: 0, held: false, uploadRefused: false };
  for (let at = 0; at < count; at += 1) {
    const { order, stage } = orderAt(at, count, nowMs);
    const { orderId, paidAtMs } = order;
    const ended = stage === 'over' && at % 25 === 0 && paidAtMs !== null;
    const withRefund = stage === 'refunding' || stage === 'asking' || ended;
    const toShip = stage === 'toShip';
    yield [
      'orders',
      orderDocument(order, { ...marks, listedAs: order.state, toShip, withRefund }, 3),
    ] as const;
    if (paidAtMs === null) continue;
    const outTradeNo = `attempt-${orderId}`;
    const attempt = newAttempt({ outTradeNo, order, appid: 'wx1', mchid: '1', nowMs: paidAtMs });
    const transactionId = `42000${numberOf(at)}`;
    const paid = { ...attempt, state: 'succeeded', transactionId, succeededAtMs: paidAtMs } as const;
    yield ['payment_attempts', attemptDocument(paid)] as const;
    if (stage === 'refunding' || ended) {
      const made = { outRefundNo: `refund-${orderId}`, outTradeNo, orderId, amount: fen(500) };
      const refund = newRefund({ ...made, reason: 'requested', nowMs: paidAtMs });
      const state: RefundState = ended ? 'succeeded' : at % 2 === 0 ? 'processing' : 'abnormal';
      yield ['refunds', refundDocument({ ...refund, state, nextStepAtMs: null })] as const;
    }
    if (stage === 'asking') {
      const wish = { requestId: `request-${orderId}`, orderId, openid: order.openid ?? '', amount: fen(500) };
      const answer = { decidedAtMs: null, decidedBy: null, answer: '', outRefundNo: null, timeline: [] };
      const asked = { ...wish, lines: [], reason: 'damaged', text: '', photos: [], ...answer } as const;
      const request = { ...asked, state: 'requested', requestedAtMs: paidAtMs + MINUTE_MS } as const;
      yield ['refund_requests', requestDocument(request)] as const;
    }
  }
}

/** The figures of so many days, in eight parts each, as payments leave them. */
export function* daysOfSales(count: number, nowMs: number) {
  const perPart = Math.max(1, Math.floor(count / 60 / 8));
  for (let back = 0; back < 60; back += 1) {
    const day = new Date(nowMs - back * DAY_MS).toISOString().slice(0, 10);
    for (let part = 0; part < 8; part += 1)
      yield {
        _id: `${day}.${part}`,
        day,
        paidOrders: perPart,
        paidMinor: perPart * 12_800,
        refundedMinor: 0,
      };
  }
}

/** This many products with two specifications each; every fifth is withdrawn, a few have hardly a piece left. */
export function* shelfOf(count: number) {
  const picture = { fileId: 'cloud://e/shop/1.svg', width: 750, height: 750, alt: '' };
  for (let at = 0; at < count; at += 1) {
    const product: Product = {
      productId: `product-${at}`,
      categoryId: `category-${at % 8}`,
      title: at % 100 === 0 ? '龙井新茶' : `青瓷杯${at}`,
      subtitle: '',
      gallery: [picture],
      details: [],
      facts: [],
      axes: [{ name: '规格', values: ['小', '大'] }],
      keywords: [],
      position: at,
      listedAtMs: at,
      onSale: at % 5 !== 0,
      limitPerOrder: null,
    };
    const skus = product.axes[0]?.values.map((value, number) => ({
      skuId: `sku-${at}-${number}`,
      values: [value],
      price: fen(12_800),
      picture: null,
      barcode: '',
      offered: true,
    }));
    if (skus === undefined) continue;
    yield ['products', productDocument(product, skus, { version: 1, token: '', sold: at })] as const;
    const onHand = at < AT_WORK ? 2 : 50;
    const held = { initial: 50, adjusted: 0, onHand, reserved: 0, sold: 50 - onHand };
    for (const sku of skus)
      yield ['skus', skuDocument(product, sku, { ...held, moved: true, adjustments: 0 })] as const;
  }
}
