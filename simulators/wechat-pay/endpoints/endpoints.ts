import { closeOrderEndpoint } from './close-order';
import type { Endpoint } from './endpoint';
import { listCertificatesEndpoint } from './list-certificates';
import { placeJsapiOrderEndpoint } from './place-jsapi-order';
import { queryOrderEndpoints } from './query-order';

/** Every operation the simulator answers. */
export const ENDPOINTS: readonly Endpoint[] = [
  placeJsapiOrderEndpoint,
  ...queryOrderEndpoints,
  closeOrderEndpoint,
  listCertificatesEndpoint,
];
