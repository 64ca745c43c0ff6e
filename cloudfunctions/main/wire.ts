import { connect } from '../adapters/cloudbase/database';
import { createCloudbaseStore } from '../adapters/cloudbase/store';
import { systemClock } from '../adapters/system/clock';
import { createIds } from '../adapters/system/ids';
import { createLog } from '../adapters/system/log';
import { createWechatPayGateway } from '../adapters/wechat-pay/gateway';
import { createNotificationReader } from '../adapters/wechat-pay/notify';
import type { NotificationReader } from '../ports/payment-gateway';
import type { SettleDeps } from '../usecases/settle-payment';
import type { StartPaymentDeps } from '../usecases/start-payment';
import { readGatewayConfig, readNotifyConfig } from './config';

function base(functionName: string, environmentId: string): SettleDeps {
  return {
    store: createCloudbaseStore(connect(environmentId)),
    clock: systemClock,
    ids: createIds(systemClock),
    log: createLog(functionName),
  };
}

/** Everything a function that moves money works with. @throws Error when a setting is missing or wrong. */
export function wireShop(functionName: string): StartPaymentDeps {
  const { environmentId, wechatPay } = readGatewayConfig();
  const deps = base(functionName, environmentId);
  const gateway = createWechatPayGateway(wechatPay, { clock: deps.clock, nonce: deps.ids.unique });
  return { ...deps, gateway, merchant: gateway.payee('miniProgram') };
}

/** Everything the notification function works with: no private key. @throws Error when a setting is missing or wrong. */
export function wirePayNotify(functionName: string): SettleDeps & { readonly reader: NotificationReader } {
  const { environmentId, wechatPay } = readNotifyConfig();
  const deps = base(functionName, environmentId);
  return { ...deps, reader: createNotificationReader({ ...wechatPay, clock: deps.clock }) };
}
