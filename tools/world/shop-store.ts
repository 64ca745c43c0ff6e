import { connect } from '../../cloudfunctions/adapters/cloudbase/database';
import { createCloudbaseStore } from '../../cloudfunctions/adapters/cloudbase/store';
import type { OrderDeskStore } from '../../cloudfunctions/ports/order-desk-store';

/** The shop's own store, reached from a tool through the same SDK and adapter as in a function. */
export function openStore(environment: Readonly<Record<string, string>>): OrderDeskStore {
  // The SDK takes its endpoint from the environment only.
  Object.assign(process.env, environment);
  return createCloudbaseStore(connect(environment['TCB_ENV'] ?? ''));
}
