import type { Hono } from 'hono';
import type { World } from '../world';
import { answerError } from './control-error';
import { findPayable, WAYS_IN } from './find-payable';
import { showOrder } from './show-order';

export const ORDER_ROUTES = {
  'GET /__sim/orders':
    'one order, however old: ?prepay_id=, ?code_url=, ?h5_url=, ?out_trade_no= or ?transaction_id=, encoded as a query',
} as const;

/** Looks one order up by whatever a shopper or a merchant holds of it. */
export function addOrderRoutes(routes: Hono, world: World): void {
  routes.get('/orders', (c) => {
    const given = c.req.query();
    const [name, ...more] = Object.keys(given);
    const paid = world.ledger.orderByTransactionId(given['transaction_id'] ?? '');
    if (paid !== undefined && more.length === 0) return c.json(showOrder(paid, world));
    const way = WAYS_IN.find((known) => known === name);
    if (way === undefined || more.length > 0) {
      const what = `give exactly one of ${WAYS_IN.join(', ')}`;
      const todo = 'GET /__sim/state lists the newest orders';
      return answerError(c, { status: 400, code: 'BAD_INPUT', what, where: name ?? 'query', todo });
    }
    const found = findPayable({ [way]: given[way] }, world);
    return found.kind === 'error' ? answerError(c, found.error) : c.json(showOrder(found.value.order, world));
  });
}
