import type { Clock } from '../../ports/clock';
import { createGatewayKeys, type GatewayKeys } from './certificates/gateway-keys';
import type { WechatPayConfig } from './config';
import { createExchange, type Exchange } from './exchange';
import { signingMchid } from './merchant';
import { createSigner, freshnessOf, type Freshness, type Signer } from './signer';
import { createTransport } from './transport';
import { createVerifier } from './verifier';

/** What calls to WeChat Pay need from outside. */
export interface LineDeps {
  readonly clock: Clock;
  /** A new unguessable word of at most 32 letters and digits at each call. */
  readonly nonce: () => string;
  /** Shared with whoever keeps them fresh; by default they are the caller's own, in memory. */
  readonly keys?: GatewayKeys;
}

/** What one merchant's calls go through. */
export interface Line extends Pick<GatewayKeys, 'ring' | 'supply'> {
  readonly signer: Signer;
  readonly freshness: () => Freshness;
  readonly exchange: Exchange;
}

/** Puts the parts together from settings that were checked. Connects to nothing and parses no key until it is used. */
export function createLine(config: WechatPayConfig, { clock, nonce, keys }: LineDeps): Line {
  const signer = createSigner({ ...config, mchid: signingMchid(config.merchant) });
  const freshness = freshnessOf(clock, nonce);
  const { ring, supply } = keys ?? createGatewayKeys(config, { clock, nonce });
  const verifier = createVerifier(ring, clock);
  const transport = createTransport(config);
  const exchange = createExchange({ signer, keys: ring, supply, verifier, transport, freshness });
  return { ring, supply, signer, freshness, exchange };
}
