import { createBillTokens } from './bills/bill-order';
import type { BillEntry, BillTokens } from './bills/bill-order';
import { createTradeDays } from './bills/trade-days';
import type { TradeDays } from './bills/trade-days';
import { createFundBook } from './funds/fund-book';
import type { BalanceEntry, FundBook } from './funds/fund-book';
import type { OrderRecord, PaymentRecord } from './orders/order-record';
import { createRefundBook } from './refunds/refund-book';
import type { RefundBook, RefundEntry } from './refunds/refund-book';

/** Journal lines the books alone understand. */
export type BookEntry = RefundEntry | BalanceEntry | BillEntry;

/** What the books have to know of an order's own entries: where money came in, and where it went back. */
export type MoneyEntry =
  | { readonly kind: 'orderPaid'; readonly outTradeNo: string; readonly payment: PaymentRecord }
  | { readonly kind: 'orderRevoked'; readonly outTradeNo: string; readonly atMs: number };

/** What follows from the journal beside the orders themselves: refunds, money, and what each day saw. */
export interface Books {
  readonly refunds: RefundBook;
  readonly funds: FundBook;
  readonly tradeDays: TradeDays;
  readonly billTokens: BillTokens;
}

export interface BookKeeper {
  readonly books: Books;
  /** Told after the orders have taken the entry in. */
  apply(entry: BookEntry | MoneyEntry, orderOf: (outTradeNo: string) => OrderRecord | undefined): void;
  clear(): void;
}

export function createBooks(): BookKeeper {
  const refunds = createRefundBook();
  const funds = createFundBook();
  const tradeDays = createTradeDays();
  const billTokens = createBillTokens();
  const found = (order: OrderRecord | undefined): OrderRecord => {
    if (order === undefined) throw new Error('the journal moves money of an order it does not have');
    return order;
  };
  return {
    books: { refunds, funds, tradeDays, billTokens },
    apply(entry, orderOf) {
      switch (entry.kind) {
        case 'orderPaid': {
          tradeDays.add(entry.payment.paidAtMs, { kind: 'payment', number: entry.outTradeNo });
          funds.collected(found(orderOf(entry.outTradeNo)), entry.payment);
          return;
        }
        case 'orderRevoked': {
          const order = found(orderOf(entry.outTradeNo));
          // Reversing an order nobody paid moves no money.
          if (order.payment === undefined) return;
          tradeDays.add(entry.atMs, { kind: 'reversal', number: order.outTradeNo });
          funds.reversed(order, entry.atMs);
          return;
        }
        case 'refundAccepted': {
          const { refund } = entry;
          refunds.apply(entry);
          tradeDays.add(refund.createdMs, { kind: 'refund', number: refund.outRefundNo });
          funds.refunded(found(orderOf(refund.outTradeNo)), refund);
          return;
        }
        case 'refundEnded': {
          refunds.apply(entry);
          const refund = refunds.byNumber(entry.outRefundNo);
          if (entry.outcome === 'CLOSED' && refund !== undefined)
            funds.refundClosed(found(orderOf(refund.outTradeNo)), refund, entry.atMs);
          return;
        }
        case 'refundPlanned':
        case 'refundRerouted':
          return refunds.apply(entry);
        case 'balanceSet':
          return funds.set(entry);
        case 'billIssued':
          return billTokens.apply(entry);
      }
    },
    clear() {
      for (const book of [refunds, funds, tradeDays, billTokens]) book.clear();
    },
  };
}
