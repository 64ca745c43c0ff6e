import type { GatewayCapabilities } from '../../ports/payment-gateway';

/**
 * What this adapter does: WeChat Pay APIv3 for direct merchants and service providers. Combined orders
 * (`/v3/combine-transactions`) are not offered: nothing sends one, and a notification of one is rejected.
 */
export const WECHAT_PAY_CAPABILITIES: GatewayCapabilities = {
  gateway: 'wechatPay',
  scenes: ['miniProgram', 'officialAccount', 'native', 'h5', 'paymentCode', 'app'],
  currencies: ['CNY'],
  combinedOrders: false,
  reverse: true,
  refund: true,
  abnormalRefund: true,
  downloadBill: true,
};
