import { errorText, isCancel } from './error-text';
import { logError } from './log';
import { receiptView, type ReceiptView } from './wire';

/**
 * How WeChat's own page for confirming receipt ended. The phone can lie, so the server decides what it means. `missing`:
 * this phone has no such page, or it would not open for this order.
 */
export type ReceiptOutcome = 'confirmed' | 'cancelled' | 'missing';

/** `openBusinessView`: the published types do not know it. */
interface BusinessViews {
  openBusinessView?(
    view: ReceiptView,
  ): Promise<{ readonly extraData?: { readonly status?: 'success' | 'fail' | 'cancel' } }>;
}

/** Opens WeChat's page for confirming receipt of what was paid by this transaction. Never rejects. */
export async function confirmOnWechat(transactionId: string): Promise<ReceiptOutcome> {
  const views = wx as unknown as BusinessViews;
  if (views.openBusinessView === undefined) return 'missing';
  try {
    const { extraData } = await views.openBusinessView(receiptView(transactionId));
    if (extraData?.status === 'success') return 'confirmed';
    return extraData?.status === 'fail' ? 'missing' : 'cancelled';
  } catch (error) {
    if (isCancel(error)) return 'cancelled';
    logError('receipt', { errMsg: errorText(error) });
    return 'missing';
  }
}
