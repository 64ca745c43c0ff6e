import type { OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { advanceCollection } from './advance-collection';
import { askGateway, isOpen } from './ask-gateway';

/**
 * Brings one order's books up to what the gateway knows, so that a lost notification makes no difference. Asks only
 * about attempts that are still open; answers the file as it then stands.
 */
export async function healOrder(deps: GatewayDeps, file: OrderFile): Promise<OrderFile> {
  const open = file.attempts.filter(isOpen);
  if (open.length === 0) return file;
  for (const attempt of open) {
    if (attempt.scene === 'paymentCode') await advanceCollection(deps, attempt);
    else await askGateway(deps, attempt);
  }
  return (await deps.store.findOrder(file.order.orderId)) ?? file;
}
