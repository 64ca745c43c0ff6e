import type { RequestPaymentParams } from '../contract/order';
import { errorText, isCancel } from './error-text';
import { logError } from './log';

/**
 * What the cashier said when it closed. It decides nothing: whatever it is, the page asks the server for the order.
 * A `done` can come without money, and money can arrive after `failed`.
 */
export type CashierOutcome = 'done' | 'cancelled' | 'failed';

/** Opens WeChat's cashier with the server's parameters, unchanged. Never rejects. */
export async function requestPayment(params: RequestPaymentParams): Promise<CashierOutcome> {
  try {
    await wx.requestPayment({ ...params });
    return 'done';
  } catch (error) {
    if (isCancel(error)) return 'cancelled';
    logError('payment.cashier', { errMsg: errorText(error) });
    return 'failed';
  }
}
