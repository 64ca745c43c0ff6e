import { cleanText } from '../core/field/clean-text';
import { actionOf } from '../core/shop/action';
import type { Action } from '../core/shop/action';
import { differenceWords } from '../core/reconciliation/words';
import type { BillAction, BillRefusal } from '../../miniprogram/contract/bills';
import {
  BILL_ACTION_WORDS,
  MAX_BILL_REASON_LENGTH,
  MIN_BILL_REASON_LENGTH,
} from '../../miniprogram/contract/bills';
import { formatMoney } from '../../miniprogram/contract/money';
import { mayDo } from '../../miniprogram/contract/staff';
import type { BillDifference } from '../core/reconciliation/difference';
import { actionsFor } from '../core/reconciliation/difference';
import type { Actor } from '../core/shop/actor';
import { adoptBilledPayment, adoptBilledRefund } from './adopt-billed';
import { askDifference, resolveOpen } from './ask-difference';
import type { GatewayDeps } from './ask-gateway';
import { keepBillEvidence } from './bill-deps';
import { recountDay } from './finish-day';
import { refundOrder } from './refund-order';

/** What somebody wants to do about a difference. */
export interface ResolveDifference {
  readonly actor: Actor;
  readonly differenceId: string;
  readonly action: BillAction;
  /** Needed to ignore. */
  readonly reason?: string;
}

/** The difference as it then stands, or why nothing changed. */
export type ResolveResult =
  | { readonly kind: 'done'; readonly difference: BillDifference }
  | { readonly kind: 'refused'; readonly refusal: BillRefusal };

const refused = (refusal: BillRefusal): ResolveResult => ({ kind: 'refused', refusal });

function isReason(reason: string): boolean {
  const { length } = Array.from(reason);
  return length >= MIN_BILL_REASON_LENGTH && length <= MAX_BILL_REASON_LENGTH;
}

async function ended(
  deps: GatewayDeps,
  difference: BillDifference,
  { actor, action }: ResolveDifference,
  text: string,
): Promise<ResolveResult> {
  const resolution = { action, by: actor.openid, atMs: deps.clock.nowMs(), text };
  const after = await resolveOpen(deps, difference, resolution);
  return after === null ? refused('DIFFERENCE_NOT_FOUND') : { kind: 'done', difference: after };
}

/** Enters what only the gateway has. */
function adopt(deps: GatewayDeps, difference: BillDifference, { actor }: ResolveDifference) {
  return difference.subject === 'payment'
    ? adoptBilledPayment(deps, difference)
    : adoptBilledRefund(deps, difference, actor.openid);
}

async function settle(
  deps: GatewayDeps,
  difference: BillDifference,
  wish: ResolveDifference,
): Promise<ResolveResult> {
  const orderId = await adopt(deps, difference, wish);
  if (orderId === null) return refused('BILL_NOT_CONFIRMED');
  return ended(deps, difference, wish, `已补录到订单 ${orderId}`);
}

/** Enters the payment and gives all of it back, by the same way as any refund of the merchant's. */
async function refund(
  deps: GatewayDeps,
  difference: BillDifference,
  wish: ResolveDifference,
): Promise<ResolveResult> {
  const orderId = await adopt(deps, difference, wish);
  const amount = difference.theirs?.amount ?? null;
  if (orderId === null || amount === null) return refused('BILL_NOT_CONFIRMED');
  const result = await refundOrder(deps, {
    actor: wish.actor,
    orderId,
    clientToken: `bill-${difference.outTradeNo ?? ''}`,
    scope: { kind: 'amount', amount },
    goods: 'later',
    text: '店里没有对应的订单，原路退款',
  });
  if (result.kind === 'refused') return refused('BILL_ACTION_INVALID');
  const waits = result.refund.state === 'awaitingApproval' ? '，等待第二人复核' : '';
  return ended(deps, difference, wish, `已补录到订单 ${orderId}，退款 ${formatMoney(amount)}${waits}`);
}

function carryOut(
  deps: GatewayDeps,
  difference: BillDifference,
  wish: ResolveDifference,
): Promise<ResolveResult> {
  switch (wish.action) {
    case 'query':
      return askDifference(deps, difference, wish.actor.openid).then((asked) => ({
        kind: 'done',
        difference: asked.difference,
      }));
    case 'settle':
      return settle(deps, difference, wish);
    case 'refund':
      return refund(deps, difference, wish);
    case 'ignore':
      return ended(deps, difference, wish, cleanText(wish.reason ?? ''));
  }
}

/** One line of the log for each thing done about a difference; asking twice is written once. */
function actionFor(
  { ids, clock }: GatewayDeps,
  { actor, action, reason }: ResolveDifference,
  after: BillDifference,
): Action {
  const { differenceId, date, resolution } = after;
  return actionOf(actor, {
    actionId: ids.derived('bill.resolve', differenceId, action),
    atMs: clock.nowMs(),
    what: 'bill.resolve',
    subject: { kind: 'bill', id: date },
    title: date,
    changes: [
      { field: differenceWords(after), from: '待处理', to: resolution?.text ?? BILL_ACTION_WORDS[action] },
    ],
    note: action === 'ignore' ? cleanText(reason ?? '') : '',
  });
}

/**
 * Does one thing about a difference, by an owner or a manager. Safe to repeat: a second tap finds the first one's end.
 * A difference that was only asked about may still be open; `learnt` then says what the gateway answered.
 */
export async function resolveDifference(deps: GatewayDeps, wish: ResolveDifference): Promise<ResolveResult> {
  const { actor, differenceId, action } = wish;
  if (!mayDo(actor.role, 'books')) return refused('BILL_NOT_ALLOWED');
  const difference = await deps.store.findDifference(differenceId);
  if (difference === null) return refused('DIFFERENCE_NOT_FOUND');
  if (difference.resolution !== null)
    return difference.resolution.action === action
      ? { kind: 'done', difference }
      : refused('DIFFERENCE_RESOLVED');
  if (!actionsFor(difference).includes(action)) return refused('BILL_ACTION_INVALID');
  if (action === 'ignore' && !isReason(cleanText(wish.reason ?? ''))) return refused('BILL_REASON_MISSING');
  const result = await carryOut(deps, difference, wish);
  const { date } = difference;
  await recountDay(deps, date);
  if (result.kind === 'done') await deps.store.recordAction(actionFor(deps, wish, result.difference));
  const end = result.kind === 'done' ? result.difference.status : result.refusal;
  const verdict = `difference ${differenceId}: ${action} by ${actor.openid}: ${end}`;
  await keepBillEvidence(deps, date, { requestId: '', bodySha256: null }, verdict);
  deps.log.info('bills.resolve', { differenceId, action, by: actor.openid, end });
  return result;
}
