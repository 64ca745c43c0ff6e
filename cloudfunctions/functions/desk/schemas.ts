import type * as v from 'valibot';
import type { DeskMethod } from '../../../miniprogram/contract/desk';
import { ACTION_PARAMS } from './schemas/actions';
import { BILL_PARAMS } from './schemas/bills';
import { COLLECT_PARAMS } from './schemas/collect';
import { EVIDENCE_PARAMS } from './schemas/evidence';
import { ORDER_PARAMS } from './schemas/orders';
import { REFUND_PARAMS } from './schemas/refunds';
import { PRODUCT_PARAMS } from './schemas/products';
import { SETTINGS_PARAMS } from './schemas/settings';
import { SHIPPING_PARAMS } from './schemas/shipping';
import { STAFF_PARAMS } from './schemas/staff';
import { STOCK_PARAMS } from './schemas/stock';
import { TODAY_PARAMS } from './schemas/today';

/** The shape of every method's parameters. Unknown keys are refused. */
export const PARAMS = {
  ...TODAY_PARAMS,
  ...PRODUCT_PARAMS,
  ...STOCK_PARAMS,
  ...STAFF_PARAMS,
  ...ACTION_PARAMS,
  ...ORDER_PARAMS,
  ...REFUND_PARAMS,
  ...SHIPPING_PARAMS,
  ...COLLECT_PARAMS,
  ...EVIDENCE_PARAMS,
  ...BILL_PARAMS,
  ...SETTINGS_PARAMS,
} as const satisfies Record<DeskMethod, v.GenericSchema>;
