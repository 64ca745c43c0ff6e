import type { DeskRefundMethods, GoodsReturn, RefundCaseView } from '../../../contract/desk-refunds';
import { formatMoney, type Money } from '../../../contract/money';
import { createDrafts } from '../../../stores/drafts';
import { readYuan } from '../../../stores/yuan';

/** What somebody writes about one case. A bank account is not among it: that is kept nowhere. */
export interface CaseForm {
  /** Empty: all that was asked for. */
  readonly amountText: string;
  /** To the shopper, where less is given than was asked for. */
  readonly text: string;
  readonly goods: GoodsReturn | '';
  /** To the shopper, with a no. */
  readonly answer: string;
  /** How it was settled by hand. */
  readonly note: string;
}

export const NEW_CASE: CaseForm = { amountText: '', text: '', goods: '', answer: '', note: '' };

/** What an answer begins with: goods nobody has sent go back to the shelf. */
export function newCaseForm({ order }: Pick<RefundCaseView, 'order'>): CaseForm {
  const unsent = order.kind === 'delivery' && order.shippedAt === undefined;
  return { ...NEW_CASE, goods: unsent ? 'now' : '' };
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What is being written, by case. */
export const caseDrafts = createDrafts<CaseForm>(
  'desk-case/1',
  ({ amountText, text, goods, answer, note }) => ({
    amountText: textIn(amountText),
    text: textIn(text),
    goods: goods === 'now' || goods === 'later' ? goods : '',
    answer: textIn(answer),
    note: textIn(note),
  }),
);

/** An agreement as it stands: its sum, and what is in its way, by field. */
export interface Agreement {
  /** Null while what is typed is no amount. */
  readonly amount: Money | null;
  readonly amountProblem: string;
  readonly textProblem: string;
}

/** What would be agreed to. The server judges again. */
export function agreementOf({ request, refundable }: RefundCaseView, form: CaseForm): Agreement {
  const asked = request?.amount ?? refundable;
  const amount = form.amountText.trim() === '' ? asked : readYuan(form.amountText);
  if (amount === null) return { amount, amountProblem: '请填写金额，如 12.50', textProblem: '' };
  if (amount.minor > asked.minor)
    return { amount, amountProblem: `最多同意顾客申请的 ${formatMoney(asked)}`, textProblem: '' };
  if (amount.minor > refundable.minor)
    return { amount, amountProblem: `这笔订单最多还能退 ${formatMoney(refundable)}`, textProblem: '' };
  const less = amount.minor < asked.minor && form.text.trim() === '';
  return { amount, amountProblem: '', textProblem: less ? '少退时请告诉顾客原因' : '' };
}

/** The agreement as it is sent; null while something is in its way. */
export function agreementParams(
  one: RefundCaseView,
  form: CaseForm,
): DeskRefundMethods['refunds.approveRequest']['params'] | null {
  const { amount, amountProblem, textProblem } = agreementOf(one, form);
  if (one.request === null || amount === null || amountProblem !== '' || textProblem !== '') return null;
  const text = form.text.trim();
  return {
    requestId: one.request.requestId,
    ...(amount.minor < one.request.amount.minor && { amount }),
    ...(one.request.lines.length > 0 && form.goods !== '' && { goods: form.goods }),
    ...(text !== '' && { text }),
  };
}

/** Whether a case may still change by itself, so that it is worth asking again. */
export function mayMove({ refund }: RefundCaseView): boolean {
  return refund?.state === 'due' || refund?.state === 'processing';
}
