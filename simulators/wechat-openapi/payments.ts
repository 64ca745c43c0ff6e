import * as v from 'valibot';

/** A payment as WeChat Pay knows it. */
export interface Payment {
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly openid: string;
  readonly totalFen: number;
  readonly refundedFen: number;
  readonly paidMs: number;
}

const Order = v.object({
  out_trade_no: v.string(),
  transaction_id: v.nullable(v.string()),
  openid: v.nullable(v.string()),
  total: v.number(),
  paid: v.nullable(v.string()),
  refunded: v.number(),
});

/** How an order is named. */
export type PaymentKey = { readonly transaction_id: string } | { readonly out_trade_no: string };

/** Asks who paid what; null while nobody has. */
export type FindPayment = (key: PaymentKey) => Promise<Payment | null>;

/** Asks the WeChat Pay simulator over its control plane. @throws Error when it does not answer. */
export function paymentsOf(controlUrl: string): FindPayment {
  return async (key) => {
    const [[name, value] = ['', '']] = Object.entries(key);
    const response = await fetch(`${controlUrl}/orders?${name}=${encodeURIComponent(value)}`);
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`WeChat Pay answered ${response.status} about ${name}`);
    const order = v.parse(Order, await response.json());
    if (order.transaction_id === null || order.openid === null || order.paid === null) return null;
    return {
      transactionId: order.transaction_id,
      outTradeNo: order.out_trade_no,
      openid: order.openid,
      totalFen: order.total,
      refundedFen: order.refunded,
      paidMs: Date.parse(order.paid),
    };
  };
}
