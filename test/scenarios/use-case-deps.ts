import { connect } from '../../cloudfunctions/adapters/cloudbase/database';
import { createCloudbaseKeyCache } from '../../cloudfunctions/adapters/cloudbase/key-cache';
import { createIds } from '../../cloudfunctions/adapters/system/ids';
import { createGatewayKeys } from '../../cloudfunctions/adapters/wechat-pay/certificates/gateway-keys';
import { createWechatPayGateway } from '../../cloudfunctions/adapters/wechat-pay/gateway';
import { readGatewayConfig } from '../../cloudfunctions/main/config';
import type { Clock } from '../../cloudfunctions/ports/clock';
import type { Log } from '../../cloudfunctions/ports/log';
import type { StartPaymentDeps } from '../../cloudfunctions/usecases/start-payment';
import { openStore } from '../../tools/world/shop-store';

/** The store and the gateway a function would have, at a clock that is not the machine's. */
export function wireUseCases(
  environment: Readonly<Record<string, string>>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
) {
  const { environmentId, wechatPay: config } = readGatewayConfig(environment);
  const ids = createIds(clock);
  const store = openStore(environment);
  const cache = createCloudbaseKeyCache(connect(environmentId));
  const outside = { clock, nonce: ids.unique };
  const keys = createGatewayKeys(config, { ...outside, cache });
  const gateway = createWechatPayGateway(config, { ...outside, keys });
  const deps: StartPaymentDeps = { store, clock, ids, log, gateway, merchant: gateway.payee('miniProgram') };
  return { config, cache, deps: { ...deps, keys } };
}
