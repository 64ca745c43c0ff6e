import * as v from 'valibot';
import type { DeskRefundMethods } from '../../../../miniprogram/contract/desk-refunds';
import {
  MAX_REFUND_ANSWER_LENGTH,
  MAX_SETTLED_NOTE_LENGTH,
  REFUND_BANKS,
  REFUND_LISTS,
} from '../../../../miniprogram/contract/desk-refunds';
import { CURRENCIES } from '../../../../miniprogram/contract/money';
import { cleanText } from '../../../core/field/clean-text';
import { clientToken, cursor, id, nothing, wholeNumber, words } from '../../../main/call-shapes';

/** Lines of one refund; the core knows its own limits, this one keeps a hostile list from being walked at all. */
const MAX_LINES = 50;
const MAX_QUANTITY = 999;

/** A sum too large is refused by the books, which can name the most that is left. */
const sum = v.strictObject({
  minor: wholeNumber(1, Number.MAX_SAFE_INTEGER),
  currency: v.picklist(CURRENCIES),
});
const line = v.strictObject({ skuId: id, quantity: wholeNumber(1, MAX_QUANTITY) });
const lines = v.pipe(v.array(line), v.minLength(1), v.maxLength(MAX_LINES));
const goods = v.optional(v.picklist(['now', 'later']), 'later');
const text = v.optional(v.pipe(words(MAX_REFUND_ANSWER_LENGTH), v.transform(cleanText)), '');
/** Something a person wrote; blanks and signs nobody sees say nothing. */
const said = (maxLength: number) => v.pipe(words(maxLength), v.transform(cleanText), v.minLength(1));

const ref = { orderId: id, outRefundNo: id };
const oneRefund = v.strictObject(ref);
const creating = { clientToken, orderId: id, goods, text };

const banks = REFUND_BANKS.map(({ bankType }) => bankType);
const to = v.variant('kind', [
  v.strictObject({
    kind: v.literal('userBankCard'),
    bankType: v.picklist(banks),
    bankAccount: v.pipe(v.string(), v.regex(/^\d{8,30}$/)),
    realName: said(40),
  }),
  v.strictObject({ kind: v.literal('merchantBankCard') }),
]);

/** The shape of every method's parameters. */
export const REFUND_PARAMS = {
  'refunds.list': v.strictObject({ list: v.picklist(REFUND_LISTS), after: v.optional(cursor) }),
  'refunds.counts': nothing,
  'refunds.get': v.union([v.strictObject({ requestId: id }), oneRefund]),
  'refunds.create': v.union([
    v.strictObject({ ...creating, lines }),
    v.strictObject({ ...creating, amount: sum }),
  ]),
  'refunds.approveRequest': v.strictObject({ requestId: id, amount: v.optional(sum), goods, text }),
  'refunds.rejectRequest': v.strictObject({ requestId: id, answer: said(MAX_REFUND_ANSWER_LENGTH) }),
  'refunds.approve': oneRefund,
  'refunds.decline': oneRefund,
  'refunds.retry': oneRefund,
  'refunds.redirect': v.strictObject({ ...ref, to }),
  'refunds.settleByHand': v.strictObject({ ...ref, note: said(MAX_SETTLED_NOTE_LENGTH) }),
  'refunds.goodsBack': oneRefund,
} as const satisfies Record<keyof DeskRefundMethods, v.GenericSchema>;
