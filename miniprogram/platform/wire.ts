/** What 小程序订单中心's page for confirming receipt is opened with; the published types do not know it. */
export interface ReceiptView {
  readonly businessType: 'weappOrderConfirm';
  readonly extraData: { readonly transaction_id: string };
}

/** The page for what was paid by this transaction. */
export function receiptView(transactionId: string): ReceiptView {
  return { businessType: 'weappOrderConfirm', extraData: { transaction_id: transactionId } };
}
