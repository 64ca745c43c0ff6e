import { checkParameter, checkQuery } from '../checks/check-fields';
import { checkRelation, checkSigner } from '../checks/check-parties';
import type { FieldRule } from '../checks/field-rule';
import { ownOrder } from '../checks/find-order';
import { OUT_TRADE_NO, TRANSACTION_ID } from '../checks/order-fields';
import { PARTY_NUMBERS } from '../checks/party-fields';
import type { Mode } from '../checks/party-fields';
import type { Ledger } from '../ledger';
import type { OrderRecord } from '../orders/order-record';
import { transactionOf } from '../orders/transaction-of';
import { done } from '../protocol/answer';
import type { ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import type { World } from '../world';
import type { Endpoint } from './endpoint';
import { MODES, ORDER_ROOT } from './order-paths';

interface Key {
  readonly parent: string;
  readonly name: string;
  readonly rule: FieldRule;
  readonly find: (ledger: Ledger, value: string) => OrderRecord | undefined;
}

const KEYS: readonly Key[] = [
  {
    parent: 'id',
    name: 'transaction_id',
    rule: TRANSACTION_ID,
    find: (ledger, value) => ledger.orderByTransactionId(value),
  },
  {
    parent: 'out-trade-no',
    name: 'out_trade_no',
    rule: OUT_TRADE_NO,
    find: (ledger, value) => ledger.orderByNumber(value),
  },
];

/** The query by either number. */
export const queryOrderEndpoints: readonly Endpoint[] = MODES.flatMap((mode) =>
  KEYS.map((key): Endpoint => ({
    name: 'orders.query',
    method: 'GET',
    path: `${ORDER_ROOT[mode]}/${key.parent}/:${key.name}`,
    family: 'transactions',
    handle(request, world) {
      const value = request.param(key.name);
      const at = { source: 'uri_template', name: key.name } as const;
      const broken =
        checkParameter(value, key.rule, at, world.variations) ?? checkAsker(request, mode, world);
      if (broken !== undefined) return broken;
      const found = ownOrder(key.find(world.ledger, value), mode, world);
      if (found.kind === 'refused') return found.refusal;
      const unpaid = world.variations.pick('unpaidAnswer');
      return done(transactionOf(found.order, { nowMs: world.clock.nowMs(), unpaid }));
    },
  })),
);

function checkAsker(request: ApiRequest, mode: Mode, world: World): ApiRefusal | undefined {
  const query = request.queries();
  return (
    checkQuery(query, PARTY_NUMBERS[mode], world.variations) ??
    checkSigner(query, mode, world) ??
    (mode === 'partner' ? checkRelation(query['sub_mchid'], world) : undefined)
  );
}
