import type { Clock } from '../../ports/clock';
import type { PaymentGateway, PaymentOrder } from '../../ports/payment-gateway';
import { createCalls } from './calls';
import { WECHAT_PAY_CAPABILITIES } from './capabilities';
import { assertGatewayConfig } from './check-config';
import type { WechatPayConfig } from './config';
import { createExchange } from './exchange';
import { payeeOf, signingMchid } from './merchant';
import { createOrders } from './orders';
import { createPaymentCodes } from './payment-code';
import { createRefunds } from './refunds';
import { refusedHere } from './refusals';
import { createSigner } from './signer';
import { createTransport } from './transport';
import { createTrustedKeys } from './trusted-keys';
import { createVerifier } from './verifier';

/** What the gateway needs from outside. */
export interface GatewayDeps {
  readonly clock: Clock;
  /** A new unguessable word of at most 32 letters and digits at each call. */
  readonly nonce: () => string;
}

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
export function createWechatPayGateway(
  config: WechatPayConfig,
  { clock, nonce }: GatewayDeps,
): PaymentGateway {
  assertGatewayConfig(config);
  const { merchant, trust } = config;
  const mchid = signingMchid(merchant);
  const signer = createSigner({ ...config, mchid });
  const keys = createTrustedKeys(trust, mchid);
  const freshness = () => ({ timestampSeconds: Math.floor(clock.nowMs() / 1000), nonce: nonce() });
  const verifier = createVerifier(keys, clock);
  const calls = createCalls(
    createExchange({ signer, keys, verifier, transport: createTransport(config), freshness }),
  );
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
    ...createRefunds(config, calls, keys),
  };
}
