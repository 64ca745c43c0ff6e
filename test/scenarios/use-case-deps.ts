import { createCloudbaseBillArchive } from '../../cloudfunctions/adapters/cloudbase/bill-archive';
import { connect } from '../../cloudfunctions/adapters/cloudbase/database';
import { createCloudbaseKeyCache } from '../../cloudfunctions/adapters/cloudbase/key-cache';
import { createIds } from '../../cloudfunctions/adapters/system/ids';
import { createWechatPayBills } from '../../cloudfunctions/adapters/wechat-pay/bill/bills';
import { createGatewayKeys } from '../../cloudfunctions/adapters/wechat-pay/certificates/gateway-keys';
import { createWechatPayGateway } from '../../cloudfunctions/adapters/wechat-pay/gateway';
import { readGatewayConfig } from '../../cloudfunctions/main/config';
import { billedParty } from '../../cloudfunctions/main/wire';
import type { Clock } from '../../cloudfunctions/ports/clock';
import type { Ids } from '../../cloudfunctions/ports/ids';
import type { Log } from '../../cloudfunctions/ports/log';
import { openStore } from '../../tools/world/shop-store';

/** Rows matched at once: memory enough for every day of a test. */
const ROWS_AT_ONCE = 10_000;

/** The store and the gateway a function would have, at a clock that is not the machine's. */
export function wireUseCases(
  environment: Readonly<Record<string, string>>,
  {
    clock,
    log,
    ids = createIds(clock),
  }: { readonly clock: Clock; readonly log: Log; readonly ids?: Ids | undefined },
) {
  const { environmentId, wechatPay: config } = readGatewayConfig(environment);
  const store = openStore(environment);
  const cache = createCloudbaseKeyCache(connect(environmentId));
  const outside = { clock, nonce: ids.unique };
  const keys = createGatewayKeys(config, { ...outside, cache });
  const gateway = createWechatPayGateway(config, { ...outside, keys });
  const deps = {
    store,
    clock,
    ids,
    log,
    gateway,
    keys,
    merchant: gateway.payee('miniProgram'),
    bills: createWechatPayBills(config, { ...outside, keys }),
    archive: createCloudbaseBillArchive(environmentId),
    billed: billedParty(config.merchant),
    rowsAtOnce: ROWS_AT_ONCE,
  };
  return { environmentId, config, cache, deps };
}
