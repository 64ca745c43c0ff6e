import * as v from 'valibot';
import type { DeskOrderMethods } from '../../../../miniprogram/contract/desk-orders';
import {
  MAX_NOTE_LENGTH,
  MAX_ORDER_SEARCH_LENGTH,
  ORDER_FILTERS,
} from '../../../../miniprogram/contract/desk-orders';
import { cursor, id, words } from '../../../main/call-shapes';

/** The shape of every method's parameters. */
export const ORDER_PARAMS = {
  'orders.list': v.strictObject({ filter: v.picklist(ORDER_FILTERS), before: v.optional(cursor) }),
  'orders.search': v.strictObject({ text: words(MAX_ORDER_SEARCH_LENGTH), before: v.optional(cursor) }),
  'orders.detail': v.strictObject({ orderId: id }),
  'orders.note': v.strictObject({
    orderId: id,
    note: words(MAX_NOTE_LENGTH),
    replaces: words(MAX_NOTE_LENGTH),
  }),
} as const satisfies Record<keyof DeskOrderMethods, v.GenericSchema>;
