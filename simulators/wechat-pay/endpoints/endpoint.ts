import type { FaultSpec } from '../faults/fault';
import type { ApiAnswer } from '../protocol/answer';
import type { ApiRequest, EndpointFamily } from '../protocol/api-request';
import type { World } from '../world';
import type { EndpointName } from './endpoint-names';

/** One operation of the API. `handle` sees only requests that passed the gate. */
export interface Endpoint {
  readonly name: EndpointName;
  readonly method: 'GET' | 'POST';
  /** As the router spells it, with `:name` for a parameter. */
  readonly path: string;
  readonly family: EndpointFamily;
  /** `faults` are those that strike this request and shape what is in the answer. */
  readonly handle: (
    request: ApiRequest,
    world: World,
    faults: readonly FaultSpec[],
  ) => ApiAnswer | Promise<ApiAnswer>;
}
