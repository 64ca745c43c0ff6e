import { checkFields } from '../checks/check-fields';
import { checkOrder } from '../checks/check-order';
import { checkSigner } from '../checks/check-parties';
import { sheetOrderFields } from '../checks/order-fields';
import type { SheetProduct } from '../checks/order-fields';
import type { Mode } from '../checks/party-fields';
import { readJsonBody } from '../checks/read-json-body';
import { admitOrder } from '../orders/admit-order';
import type { OrderWire } from '../wire';
import type { Endpoint } from './endpoint';
import { MODES, ORDER_ROOT } from './order-paths';

const SHEET_PRODUCTS: readonly SheetProduct[] = ['jsapi', 'native', 'h5', 'app'];

/** The orders that lead to a payment sheet. JSAPI serves mini programs and pages inside WeChat alike. */
export const placeOrderEndpoints: readonly Endpoint[] = MODES.flatMap((mode) =>
  SHEET_PRODUCTS.map((product) => placeOrderEndpoint(product, mode)),
);

function placeOrderEndpoint(product: SheetProduct, mode: Mode): Endpoint {
  const fields = sheetOrderFields(product, mode);
  return {
    name: `orders.${product}`,
    method: 'POST',
    path: `${ORDER_ROOT[mode]}/${product}`,
    family: 'transactions',
    handle(request, world) {
      const body = readJsonBody(request);
      if (body.kind === 'refused') return body.refusal;
      const broken =
        checkSigner(body.value, mode, world) ?? checkFields(body.value, fields, world.variations);
      if (broken !== undefined) return broken;
      // The field table holds: every member has the type the wire declares.
      const order = body.value as OrderWire;
      return checkOrder(order, world) ?? admitOrder(product, order, world);
    },
  };
}
