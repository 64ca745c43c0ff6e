import { checkFields } from '../checks/check-fields';
import { checkOrder } from '../checks/check-order';
import { checkSigner } from '../checks/check-parties';
import { codepayFields } from '../checks/codepay-fields';
import { readJsonBody } from '../checks/read-json-body';
import { payWithCode } from '../orders/pay-with-code';
import type { OrderWire } from '../wire';
import type { Endpoint } from './endpoint';
import { MODES, ORDER_ROOT } from './order-paths';

/** The payment code a cashier scans. 200: decided; 202: the shopper is typing the password. */
export const payByCodeEndpoints: readonly Endpoint[] = MODES.map((mode): Endpoint => {
  const fields = codepayFields(mode);
  return {
    name: 'orders.codepay',
    method: 'POST',
    path: `${ORDER_ROOT[mode]}/codepay`,
    family: 'transactions',
    handle(request, world) {
      const body = readJsonBody(request);
      if (body.kind === 'refused') return body.refusal;
      const broken =
        checkSigner(body.value, mode, world) ?? checkFields(body.value, fields, world.variations);
      if (broken !== undefined) return broken;
      // The field table holds: every member has the type the wire declares.
      const order = body.value as OrderWire;
      return checkOrder(order, world) ?? payWithCode(order, world);
    },
  };
});
