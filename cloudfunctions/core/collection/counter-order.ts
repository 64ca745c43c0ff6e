import { fen, MAX_ORDER_MINOR } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { newAttempt } from '../payment/attempt';
import type { Attempt, AttemptScene } from '../payment/attempt';
import { orderMachine } from '../order/order';
import type { Order } from '../order/order';

/** Stands where goods have their SKU: an amount typed in by the cashier is no goods, and its stock is in no books. */
const FREE_AMOUNT_SKU = 'free-amount';

/** What an amount without a remark is called in lists and in the payer's bill. */
const NAMELESS = '到店付款';

/** What a collection is made from. Ids come from the caller. */
export interface NewCollection {
  readonly orderId: string;
  readonly clientToken: string;
  readonly requestHash: string;
  readonly amount: Money;
  readonly remark: string;
  readonly nowMs: number;
  /** From then on it is ended: reversed or closed at the gateway. */
  readonly payWithinMs: number;
  readonly outTradeNo: string;
  readonly scene: Extract<AttemptScene, 'native' | 'paymentCode'>;
  readonly appid: string;
  readonly mchid: string;
}

/** Whether an amount can be collected: whole fen above zero, at most what one order may reach. */
export function isCollectable({ minor, currency }: Money): boolean {
  return Number.isSafeInteger(minor) && minor > 0 && minor <= MAX_ORDER_MINOR && currency === 'CNY';
}

/**
 * A collection at the counter: an order of one free amount that moves no stock and belongs to nobody, with its one
 * attempt, to be recorded together before the gateway hears of it. A code is good for one try, so a collection is one
 * try: another scan is another collection.
 */
export function newCollection(given: NewCollection): { readonly order: Order; readonly attempt: Attempt } {
  const { orderId, clientToken, requestHash, amount, remark, nowMs, payWithinMs, ...payment } = given;
  const order: Order = {
    orderId,
    kind: 'counter',
    openid: null,
    clientToken,
    requestHash,
    state: orderMachine.initial,
    closeReason: null,
    lines: [lineOf(amount, remark)],
    freight: fen(0),
    total: amount,
    address: null,
    remark,
    note: null,
    placedAtMs: nowMs,
    payBeforeMs: nowMs + payWithinMs,
    paidAtMs: null,
    closedAtMs: null,
    parcels: [],
    completedAtMs: null,
    hidden: false,
    attempts: [payment.outTradeNo],
    stockHeld: 'none',
    timeline: [{ atMs: nowMs, text: '到店收款，等待顾客付款' }],
  };
  return { order, attempt: newAttempt({ ...payment, order, nowMs }) };
}

function lineOf(amount: Money, remark: string): Order['lines'][number] {
  return {
    skuId: FREE_AMOUNT_SKU,
    productId: FREE_AMOUNT_SKU,
    title: remark === '' ? NAMELESS : remark,
    specification: '',
    quantity: 1,
    unitPrice: amount,
  };
}
