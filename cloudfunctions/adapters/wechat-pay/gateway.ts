import type { PaymentGateway, PaymentOrder } from '../../ports/payment-gateway';
import { createCalls } from './calls';
import { WECHAT_PAY_CAPABILITIES } from './capabilities';
import { assertGatewayConfig } from './check-config';
import type { WechatPayConfig } from './config';
import { createLine, type LineDeps } from './line';
import { payeeOf } from './merchant';
import { createOrders } from './orders';
import { createPaymentCodes } from './payment-code';
import { createRefunds } from './refunds';
import { refusedHere } from './refusals';

/** A scene of a later version, or out of a damaged record, is refused like one that is not offered. */
function isOffered({ scene }: PaymentOrder): boolean {
  return WECHAT_PAY_CAPABILITIES.scenes.includes(scene);
}

/**
 * Makes the gateway to WeChat Pay APIv3 for a direct merchant or a service provider, as the settings say. A scene that
 * is not among its capabilities is refused with `SCENE_NOT_OFFERED`, and nothing is sent. Connects to nothing and
 * parses no key until it is used.
 * @throws Error listing every problem of the settings that shows without parsing a key. A key that cannot be read
 * rejects the first call, before anything is sent.
 */
export function createWechatPayGateway(config: WechatPayConfig, deps: LineDeps): PaymentGateway {
  assertGatewayConfig(config);
  const { merchant } = config;
  const { ring, supply, signer, freshness, exchange } = createLine(config, deps);
  const calls = createCalls(exchange);
  const { place, ...orders } = createOrders({ config, calls, signer, freshness });
  const { collect, ...paymentCodes } = createPaymentCodes(config, calls);

  return {
    capabilities: WECHAT_PAY_CAPABILITIES,
    payee: (scene) => payeeOf(merchant, scene),
    create: async (order) => {
      if (!isOffered(order))
        return refusedHere('SCENE_NOT_OFFERED', { reason: 'notAllowed', advice: 'giveUp' });
      return order.scene === 'paymentCode' ? collect(order) : place(order);
    },
    ...orders,
    ...paymentCodes,
    ...createRefunds(config, calls, { ring, supply }),
  };
}
