import type { Message, MessageForm } from '../core/message/message';
import { refundedMessage } from '../core/message/news';
import type { Attempt } from '../core/payment/attempt';
import { decideRefundOutcome } from '../core/refund/outcome';
import type { RefundOutcome } from '../core/refund/outcome';
import type { GatewayRefund } from '../ports/payment-gateway';
import type { Change, OrderFile } from '../ports/store';
import type { SettleDeps } from './settle-payment';

/** What became of a refund the gateway tells of. `unknownRefund` and `mismatch` changed nothing. */
export type EnterRefundResult =
  | { readonly kind: 'applied' | 'unchanged'; readonly orderId: string }
  | { readonly kind: 'mismatch'; readonly orderId: string; readonly fields: readonly string[] }
  | { readonly kind: 'unknownRefund' };

interface Entering {
  readonly reported: GatewayRefund;
  readonly nowMs: number;
  readonly refundNo: string;
  readonly forms: readonly MessageForm[];
}

/** The shopper is told once the money is back; what went to the merchant's own card has not reached anybody. */
function messagesOf(
  { order, refund }: Extract<RefundOutcome, { kind: 'applied' }>,
  { openid }: Attempt,
  { forms, nowMs }: Entering,
): readonly Message[] {
  if (refund.state !== 'succeeded' || refund.redirection?.to === 'merchantBankCard' || openid === null)
    return [];
  const message = refundedMessage(forms, { order, refund, openid, nowMs });
  return message === null ? [] : [message];
}

function entering(file: OrderFile, given: Entering): Change<EnterRefundResult> {
  const { reported } = given;
  const { order, attempts, refunds } = file;
  const { orderId } = order;
  const refund = refunds.find((one) => one.outRefundNo === reported.outRefundNo);
  const attempt = attempts.find((one) => one.outTradeNo === refund?.outTradeNo);
  if (refund === undefined || attempt === undefined) return { result: { kind: 'unknownRefund' } };
  const decision = decideRefundOutcome({ order, attempt, refund, ...given });
  switch (decision.kind) {
    case 'applied':
      return {
        result: { kind: 'applied', orderId },
        write: {
          order: decision.order,
          refunds: [decision.refund, ...(decision.successor === null ? [] : [decision.successor])],
          messages: messagesOf(decision, attempt, given),
        },
      };
    case 'unchanged':
      return { result: { kind: 'unchanged', orderId } };
    case 'mismatch':
      return { result: { kind: 'mismatch', orderId, fields: decision.fields } };
  }
}

/**
 * Enters what the gateway has proved about a refund (a verified notification or query answer) in the books, in one
 * transaction. Safe to repeat, and in any order.
 */
export async function enterRefund(deps: SettleDeps, reported: GatewayRefund): Promise<EnterRefundResult> {
  const { outTradeNo, outRefundNo } = reported;
  const attempt = await deps.store.findAttempt(outTradeNo);
  // Money is entered before the shop has settings too: then nobody is told.
  const forms = (await deps.store.readSettings())?.messageForms ?? [];
  const given = { reported, nowMs: deps.clock.nowMs(), refundNo: deps.ids.outRefundNo(), forms };
  const result: EnterRefundResult =
    attempt === null
      ? { kind: 'unknownRefund' }
      : await deps.store.changeOrder<EnterRefundResult>(attempt.orderId, (file) =>
          file === null ? { result: { kind: 'unknownRefund' } } : entering(file, given),
        );
  const fields = { outRefundNo, outTradeNo, result: result.kind };
  if (result.kind === 'mismatch')
    deps.log.warn('refund.mismatch', { ...fields, fields: result.fields.join(',') });
  else if (result.kind === 'unknownRefund') deps.log.warn('refund.unknownRefund', fields);
  else deps.log.info('refund.entered', fields);
  return result;
}
