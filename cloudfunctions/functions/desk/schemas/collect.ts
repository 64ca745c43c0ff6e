import * as v from 'valibot';
import type { DeskCollectMethods } from '../../../../miniprogram/contract/desk-collect';
import { MAX_COLLECT_REMARK_LENGTH } from '../../../../miniprogram/contract/desk-collect';
import { CURRENCIES } from '../../../../miniprogram/contract/money';
import { cleanText } from '../../../core/field/clean-text';
import { startOfDay } from '../../../core/reconciliation/beijing-day';
import { clientToken, cursor, id, wholeNumber, words } from '../../../main/call-shapes';

/** A sum that cannot be collected is refused with a sentence that names the limits. */
const sum = v.strictObject({
  minor: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  currency: v.picklist(CURRENCIES),
});
const collecting = {
  clientToken,
  amount: sum,
  remark: v.optional(v.pipe(words(MAX_COLLECT_REMARK_LENGTH), v.transform(cleanText)), ''),
};
const one = v.strictObject({ orderId: id });
/** 30 February is read as a day of March by `Date`: a day that comes back as another is none. */
const day = v.pipe(
  v.string(),
  v.regex(/^20\d\d-\d\d-\d\d$/),
  v.check((text) => !Number.isNaN(startOfDay(text))),
);

/** Whatever a scanner may read, an address in a QR code too: what is no payment code is told so by its wallet. */
const MAX_SCANNED = 4_096;

/** The shape of every method's parameters. */
export const COLLECT_PARAMS = {
  'collect.byCode': v.strictObject({
    ...collecting,
    authCode: v.pipe(words(MAX_SCANNED), v.trim()),
  }),
  'collect.byQr': v.strictObject(collecting),
  'collect.check': one,
  'collect.void': one,
  'collect.list': v.strictObject({ day: v.optional(day), before: v.optional(cursor) }),
} as const satisfies Record<keyof DeskCollectMethods, v.GenericSchema>;
