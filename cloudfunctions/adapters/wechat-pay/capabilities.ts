import type { GatewayCapabilities } from '../../ports/payment-gateway';

/** What this adapter does: WeChat Pay APIv3 for a direct merchant, paid inside the mini program. */
export const WECHAT_PAY_CAPABILITIES: GatewayCapabilities = {
  gateway: 'wechatPay',
  scenes: ['miniProgram'],
  currencies: ['CNY'],
  reverse: false,
  downloadBill: true,
};
