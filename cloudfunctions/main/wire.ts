import { createCloudbaseBillArchive } from '../adapters/cloudbase/bill-archive';
import type { Database } from '../adapters/cloudbase/database';
import { connect } from '../adapters/cloudbase/database';
import { createCloudbaseFiles } from '../adapters/cloudbase/files';
import { createCloudbaseKeyCache } from '../adapters/cloudbase/key-cache';
import { createCloudbaseStore } from '../adapters/cloudbase/store';
import { systemClock } from '../adapters/system/clock';
import { createIds } from '../adapters/system/ids';
import { createLog } from '../adapters/system/log';
import { createWechatPayBills } from '../adapters/wechat-pay/bill/bills';
import { createGatewayKeys } from '../adapters/wechat-pay/certificates/gateway-keys';
import { createNotificationKeys } from '../adapters/wechat-pay/certificates/notification-keys';
import { createWechatPayGateway } from '../adapters/wechat-pay/gateway';
import { createNotificationReader } from '../adapters/wechat-pay/notify';
import type { Merchant } from '../adapters/wechat-pay/merchant';
import { signingMchid } from '../adapters/wechat-pay/merchant';
import { createTrustedKeys } from '../adapters/wechat-pay/trusted-keys';
import type { OrderDeskStore } from '../ports/order-desk-store';
import type { KeyUpkeep } from '../ports/platform-keys';
import type { BillDeps, BilledParty } from '../usecases/bill-deps';
import { ROWS_AT_ONCE } from '../usecases/bill-deps';
import type { HearDeps } from '../usecases/hear-event';
import type { ReceiveDeps } from '../usecases/receive-notification';
import type { Files } from '../ports/files';
import type { SettleDeps } from '../usecases/settle-payment';
import type { StartPaymentDeps } from '../usecases/start-payment';
import { readCloudConfig, readGatewayConfig, readNotifyConfig } from './config';

function base(functionName: string, database: Database): SettleDeps & { readonly store: OrderDeskStore } {
  return {
    store: createCloudbaseStore(database),
    clock: systemClock,
    ids: createIds(systemClock),
    log: createLog(functionName),
  };
}

/** What the functions of shoppers and of the timer work with. */
export interface ShopDeps extends StartPaymentDeps, BillDeps {
  readonly store: OrderDeskStore;
  readonly files: Files;
  readonly keys: KeyUpkeep;
}

/** Whose rows of a bill are this shop's: those of its merchant number in any of its apps. */
export function billedParty(merchant: Merchant): BilledParty {
  const appids = [...new Set([merchant.appid, ...Object.values(merchant.sceneAppids ?? {})])];
  return merchant.mode === 'direct'
    ? { mchid: merchant.mchid, appids, subMchid: null }
    : { mchid: merchant.subMchid, appids, subMchid: merchant.subMchid };
}

/** Everything a function that moves money works with. @throws Error when a setting is missing or wrong. */
export function wireShop(functionName: string): ShopDeps {
  const { environmentId, wechatPay } = readGatewayConfig();
  const database = connect(environmentId);
  const deps = base(functionName, database);
  const outside = { clock: deps.clock, nonce: deps.ids.unique };
  const keys = createGatewayKeys(wechatPay, { ...outside, cache: createCloudbaseKeyCache(database) });
  const gateway = createWechatPayGateway(wechatPay, { ...outside, keys });
  return {
    ...deps,
    keys,
    gateway,
    bills: createWechatPayBills(wechatPay, { ...outside, keys }),
    archive: createCloudbaseBillArchive(environmentId),
    billed: billedParty(wechatPay.merchant),
    rowsAtOnce: ROWS_AT_ONCE,
    files: createCloudbaseFiles(environmentId),
    merchant: gateway.payee('miniProgram'),
  };
}

/** Everything the function of WeChat's events works with: no key at all. @throws Error when a setting is missing. */
export function wireEvents(functionName: string): HearDeps {
  return base(functionName, connect(readCloudConfig().environmentId));
}

/** Everything the notification function works with: no private key. @throws Error when a setting is missing or wrong. */
export function wirePayNotify(functionName: string): ReceiveDeps {
  const { environmentId, wechatPay } = readNotifyConfig();
  const database = connect(environmentId);
  const deps = base(functionName, database);
  const { clock } = deps;
  const ring = createTrustedKeys(wechatPay.trust, signingMchid(wechatPay.merchant), clock);
  const cache = createCloudbaseKeyCache(database);
  return {
    ...deps,
    reader: createNotificationReader({ ...wechatPay, clock, keys: ring }),
    keys: createNotificationKeys({ config: wechatPay, ring, cache, clock }),
  };
}
