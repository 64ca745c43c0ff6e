import type { Address } from '../../../miniprogram/contract/address';
import type { Money } from '../../../miniprogram/contract/money';
import { ORDER_STATES } from '../../../miniprogram/contract/order';
import type { CloseReason, OrderState } from '../../../miniprogram/contract/order';
import type { PictureView } from '../../../miniprogram/contract/picture';
import { defineMachine } from '../machine';

/** One line of an order. Words and price are those of the moment of ordering and never follow the shelf. */
export interface OrderLine {
  readonly skuId: string;
  readonly productId: string;
  readonly title: string;
  readonly specification: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly picture?: PictureView;
}

/** A parcel that was handed to a courier. */
export interface Parcel {
  readonly parcelId: string;
  /** WeChat's id of the courier; absent where none carries it. */
  readonly courierId?: string;
  /** The courier's name, or the way where there is none. */
  readonly courier: string;
  /** Empty where no courier carries it. */
  readonly trackingNo: string;
  readonly shippedAtMs: number;
  /** What is in it; null for the whole order. */
  readonly lines: readonly { readonly skuId: string; readonly quantity: number }[] | null;
}

/** Something that happened to an order, in Chinese for the shopper. `atMs` is when the server learned of it. */
export interface OrderEvent {
  readonly atMs: number;
  readonly text: string;
}

/** What the merchant wrote about an order, for the staff alone. */
export interface OrderNote {
  readonly text: string;
  /** The openid of whoever wrote it. */
  readonly by: string;
  readonly atMs: number;
}

/** Where the order's pieces stand in the stock books: set aside, gone to the shopper, given back, or never in them. */
export type StockHeld = 'reserved' | 'sold' | 'released' | 'none';

/** What an order is: goods to be sent, or an amount collected at the counter, where no stock moves. */
export type OrderKind = 'delivery' | 'counter';

/** An order in the books. Times are milliseconds since 1970. */
export interface Order {
  readonly orderId: string;
  readonly kind: OrderKind;
  /** Whose it is; null at the counter, where nobody asks for a name. */
  readonly openid: string | null;
  /** Chosen by the phone, so that a repeated tap is the same order. */
  readonly clientToken: string;
  /** Of the whole wish: tells a replay of `clientToken` from its reuse for something else. */
  readonly requestHash: string;
  readonly state: OrderState;
  /** Null unless the order is closed. */
  readonly closeReason: CloseReason | null;
  readonly lines: readonly OrderLine[];
  readonly freight: Money;
  /** Goods and freight: what is paid. */
  readonly total: Money;
  /** Where it goes: a copy of the moment of ordering; null at the counter. */
  readonly address: Address | null;
  /** The shopper's words; may be empty. */
  readonly remark: string;
  /** Null before the first. */
  readonly note: OrderNote | null;
  readonly placedAtMs: number;
  /** From this moment on the order takes no new payment. */
  readonly payBeforeMs: number;
  /** When the payment that counts succeeded, by the gateway's clock; null while there is none. */
  readonly paidAtMs: number | null;
  /** Null unless the order is closed. */
  readonly closedAtMs: number | null;
  readonly parcels: readonly Parcel[];
  /** When the shopper confirmed the receipt, or time did. */
  readonly completedAtMs: number | null;
  /** The shopper took it off the list; the books keep it. */
  readonly hidden: boolean;
  /** The `outTradeNo` of every payment attempt, oldest first. */
  readonly attempts: readonly string[];
  readonly stockHeld: StockHeld;
  /** Oldest first. */
  readonly timeline: readonly OrderEvent[];
}

/**
 * What can be done to an order. `revive` is a payment found on a closed order whose stock could be had again; `collect`
 * and `takeBack` are of the counter, where whoever pays has the goods in hand.
 */
export type OrderCommand = 'pay' | 'revive' | 'ship' | 'complete' | 'close' | 'collect' | 'takeBack';

/** An order's life (money rule 3). Closed is final, but a payment that surfaces late may revive it. */
export const orderMachine = defineMachine<OrderState, OrderCommand>({
  name: 'order',
  initial: 'awaitingPayment',
  states: ORDER_STATES,
  transitions: {
    awaitingPayment: { pay: 'paid', collect: 'completed', close: 'closed' },
    paid: { ship: 'shipped' },
    shipped: { complete: 'completed' },
    completed: { takeBack: 'closed' },
    closed: { revive: 'paid' },
  },
  final: ['completed', 'closed'],
});

/**
 * How long an order holds its stock for a payment: 30 minutes. Long enough for a shopper who has to fetch a bank
 * card, short enough that unpaid orders do not empty the shelf, and well inside the two hours a prepay id lives,
 * so that one id usually serves the whole wait.
 */
export const PAY_WITHIN_MS = 30 * 60 * 1000;

/** What a new order is made from. Ids come from the caller; lines and total from pricing. */
export interface NewOrder {
  readonly orderId: string;
  readonly openid: string;
  readonly clientToken: string;
  readonly requestHash: string;
  readonly lines: readonly OrderLine[];
  readonly freight: Money;
  readonly total: Money;
  readonly address: Address;
  readonly remark: string;
  readonly nowMs: number;
  readonly payWithinMs: number;
}

/** A new order that awaits payment. Its stock is to be reserved in the same write. */
export function newOrder({ nowMs, payWithinMs, ...given }: NewOrder): Order {
  return {
    ...given,
    kind: 'delivery',
    note: null,
    state: orderMachine.initial,
    closeReason: null,
    placedAtMs: nowMs,
    payBeforeMs: nowMs + payWithinMs,
    paidAtMs: null,
    closedAtMs: null,
    parcels: [],
    completedAtMs: null,
    hidden: false,
    attempts: [],
    stockHeld: 'reserved',
    timeline: [{ atMs: nowMs, text: '订单已提交，等待付款' }],
  };
}

/** The order's timeline with one more entry at its end. */
export function withEvent(order: Order, event: OrderEvent): readonly OrderEvent[] {
  return [...order.timeline, event];
}
