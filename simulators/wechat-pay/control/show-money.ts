import { billReadyMs } from '../bills/bill-day';
import { beijingTime } from '../clock';
import { FUND_ACCOUNTS, PURSES } from '../funds/accounts';
import { refundStatus } from '../refunds/refund-record';
import type { RefundRecord } from '../refunds/refund-record';
import type { World } from '../world';

export function showRefund(refund: RefundRecord): object {
  return {
    out_refund_no: refund.outRefundNo,
    refund_id: refund.refundId,
    out_trade_no: refund.outTradeNo,
    status: refundStatus(refund),
    refund: refund.request.amount.refund,
    fee_back: refund.feeBackFen,
    user_received_account: refund.receivedAccount,
    created: beijingTime(refund.createdMs),
    due: refund.dueMs === null ? null : beijingTime(refund.dueMs),
    outcome: refund.dueMs === null ? null : refund.outcome,
    history: refund.history.map(({ status, atMs }) => ({ status, at: beijingTime(atMs) })),
  };
}

/** What a merchant holds, in fen. */
export function showBalances(mchid: string, { ledger }: World): object {
  const { funds } = ledger.books;
  return { mchid, ...Object.fromEntries(PURSES.map((purse) => [purse, funds.balanceFen(mchid, purse)])) };
}

/** Every day of which there are bills, and how many rows they have. */
export function showBills(world: World): object {
  const { ledger, keys } = world;
  const { tradeDays, funds } = ledger.books;
  const moved = FUND_ACCOUNTS.flatMap((account) => funds.days(keys.mchid, account));
  const days = [...new Set([...tradeDays.days(), ...moved])].sort();
  return {
    bills: days.map((day) => {
      const events = tradeDays.events(day);
      const paid = events.filter(({ kind }) => kind === 'payment').length;
      return {
        bill_date: day,
        ready: beijingTime(billReadyMs(day, world)),
        tradebill: { ALL: events.length, SUCCESS: paid, REFUND: events.length - paid },
        fundflowbill: Object.fromEntries(
          FUND_ACCOUNTS.map((account) => [account, funds.movements(keys.mchid, account, day).length]),
        ),
      };
    }),
  };
}
