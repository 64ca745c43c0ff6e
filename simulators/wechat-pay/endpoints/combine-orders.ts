import { refused } from '../protocol/answer';
import type { Endpoint } from './endpoint';

const ROOT = '/v3/combine-transactions';

/** Combined orders are a product this merchant does not have. */
const WITHOUT_PERMISSION = {
  name: 'orders.combine',
  family: 'transactions',
  handle: () => refused(403, 'NO_AUTH', '商户号该产品权限未开通，请前往商户平台>产品中心检查后重试'),
} as const;

export const combineOrderEndpoints: readonly Endpoint[] = [
  ...['jsapi', 'native', 'h5', 'app'].map((product) => ({
    ...WITHOUT_PERMISSION,
    method: 'POST' as const,
    path: `${ROOT}/${product}`,
  })),
  { ...WITHOUT_PERMISSION, method: 'GET', path: `${ROOT}/out-trade-no/:combine_out_trade_no` },
  { ...WITHOUT_PERMISSION, method: 'POST', path: `${ROOT}/out-trade-no/:combine_out_trade_no/close` },
];
