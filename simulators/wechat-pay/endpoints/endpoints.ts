import { applyAbnormalRefundEndpoint } from './apply-abnormal-refund';
import { billEndpoints } from './apply-bill';
import { applyRefundEndpoint } from './apply-refund';
import { closeOrderEndpoints } from './close-order';
import { combineOrderEndpoints } from './combine-orders';
import { downloadBillEndpoints } from './download-bill';
import type { Endpoint } from './endpoint';
import { listCertificatesEndpoint } from './list-certificates';
import { payByCodeEndpoints } from './pay-by-code';
import { placeOrderEndpoints } from './place-order';
import { queryOrderEndpoints } from './query-order';
import { queryRefundEndpoint } from './query-refund';
import { reverseOrderEndpoints } from './reverse-order';
import { securityEchoEndpoint } from './security-echo';

/** Every operation the simulator answers. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...placeOrderEndpoints,
  ...payByCodeEndpoints,
  ...queryOrderEndpoints,
  ...closeOrderEndpoints,
  ...reverseOrderEndpoints,
  ...combineOrderEndpoints,
  applyRefundEndpoint,
  queryRefundEndpoint,
  applyAbnormalRefundEndpoint,
  ...billEndpoints,
  ...downloadBillEndpoints,
  listCertificatesEndpoint,
  securityEchoEndpoint,
];
