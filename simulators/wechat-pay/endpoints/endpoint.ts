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
  readonly handle: (request: ApiRequest, world: World) => ApiAnswer;
}
