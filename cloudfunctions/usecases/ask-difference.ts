import { formatMoney } from '../../miniprogram/contract/money';
import { hasComeRight } from '../core/reconciliation/agreement';
import type { BillDifference, Resolution } from '../core/reconciliation/difference';
import { resolved } from '../core/reconciliation/difference';
import type { OurPayment, OurRefund } from '../core/reconciliation/facts';
import { REFUND_STATE_WORDS } from '../core/reconciliation/words';
import type { GatewayPayment, GatewayRefund, Outcome } from '../ports/payment-gateway';
import type { GatewayDeps } from './ask-gateway';
import { keepCallEvidence } from './evidence';
import { healOrder } from './heal-order';
import { enterRefund } from './enter-refund';
import { settlePayment } from './settle-payment';

/** What the books have under the number of a difference, or null. */
async function oursOf(
  { store }: Pick<GatewayDeps, 'store'>,
  { outRefundNo, outTradeNo }: BillDifference,
): Promise<OurPayment | OurRefund | null> {
  const [found] =
    outRefundNo === null
      ? await store.findPayments(outTradeNo === null ? [] : [outTradeNo])
      : await store.findRefunds([outRefundNo]);
  return found ?? null;
}

/** Writes a difference's end, unless it has one. */
export async function resolveOpen(
  { store }: Pick<GatewayDeps, 'store'>,
  { differenceId }: BillDifference,
  resolution: Resolution,
): Promise<BillDifference | null> {
  return store.changeDifference<BillDifference | null>(differenceId, (known) => {
    if (known === null || known.status === 'resolved') return { result: known };
    const write = resolved(known, resolution);
    return { result: write, write };
  });
}

function paymentWords(answer: Outcome<GatewayPayment>): string {
  if (answer.kind === 'unknown') return '微信支付暂时没有回答，请稍后再试';
  if (answer.kind === 'refused')
    return answer.refusal.reason === 'orderNotExist'
      ? '微信支付查不到这笔交易'
      : '微信支付没有受理查询，请稍后再试';
  switch (answer.value.state) {
    case 'succeeded':
      return `微信支付确认已收款 ${formatMoney(answer.value.total)}`;
    case 'closed':
    case 'failed':
      return '微信支付确认没有收款';
    case 'pending':
      return '微信支付尚未确认结果，请稍后再试';
  }
}

function refundWords(answer: Outcome<GatewayRefund>): string {
  if (answer.kind === 'unknown') return '微信支付暂时没有回答，请稍后再试';
  if (answer.kind === 'refused')
    return answer.refusal.reason === 'refundNotExist'
      ? '微信支付查不到这笔退款'
      : '微信支付没有受理查询，请稍后再试';
  return `微信支付确认退款 ${formatMoney(answer.value.amount)}：${REFUND_STATE_WORDS[answer.value.state]}`;
}

/** Asks about a payment and enters the answer where the books have the attempt; what can be healed of its order is. */
async function askAboutPayment(deps: GatewayDeps, difference: BillDifference, outTradeNo: string) {
  const { orderId } = difference;
  const file = orderId === null ? null : await deps.store.findOrder(orderId);
  if (file !== null) await healOrder(deps, file);
  const answer = await deps.gateway.query(outTradeNo);
  await keepCallEvidence(deps, 'query', { orderId: orderId ?? '', outTradeNo }, answer);
  const attempt = answer.kind === 'accepted' ? await deps.store.findAttempt(outTradeNo) : null;
  if (answer.kind === 'accepted' && answer.value.state === 'succeeded' && attempt !== null)
    await settlePayment(deps, answer.value);
  return paymentWords(answer);
}

async function askAboutRefund(deps: GatewayDeps, difference: BillDifference, outRefundNo: string) {
  const { orderId, outTradeNo } = difference;
  const answer = await deps.gateway.queryRefund(outRefundNo);
  const about = { orderId: orderId ?? '', outTradeNo: outTradeNo ?? '', outRefundNo };
  await keepCallEvidence(deps, 'query', about, answer);
  if (answer.kind === 'accepted' && orderId !== null) await enterRefund(deps, answer.value);
  return refundWords(answer);
}

/** What asking about a difference came to. */
export interface AskedDifference {
  readonly difference: BillDifference;
  readonly cameRight: boolean;
}

/**
 * Asks the gateway about what a difference is about, enters the answer in the books, and looks whether both agree now.
 * It moves no money and may be repeated. `by` is null where the shop asks by itself.
 */
export async function askDifference(
  deps: GatewayDeps,
  difference: BillDifference,
  by: string | null,
): Promise<AskedDifference> {
  const { outTradeNo, outRefundNo, differenceId } = difference;
  const learnt =
    outRefundNo === null
      ? await askAboutPayment(deps, difference, outTradeNo ?? '')
      : await askAboutRefund(deps, difference, outRefundNo);
  const ours = await oursOf(deps, difference);
  if (hasComeRight(difference, ours)) {
    const text = `${learnt}，账目已更新`;
    const after = await resolveOpen(deps, difference, {
      action: 'query',
      by,
      atMs: deps.clock.nowMs(),
      text,
    });
    return { difference: after ?? difference, cameRight: true };
  }
  const kept = await deps.store.changeDifference<BillDifference>(differenceId, (known) => {
    if (known === null || known.status === 'resolved') return { result: known ?? difference };
    const write = { ...known, learnt };
    return { result: write, write };
  });
  return { difference: kept, cameRight: false };
}
