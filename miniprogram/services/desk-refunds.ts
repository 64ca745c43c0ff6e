import type { DeskRefundMethods, RefundRef } from '../contract/desk-refunds';
import { callDesk, type DeskEnd } from './desk';

/** One page of cases. */
export function listCases(
  params: DeskRefundMethods['refunds.list']['params'],
): Promise<DeskEnd<'refunds.list'>> {
  return callDesk('refunds.list', params);
}

/** How many cases wait for somebody. */
export function countCases(): Promise<DeskEnd<'refunds.counts'>> {
  return callDesk('refunds.counts', {});
}

/** One case, by its request or by its refund. */
export function loadCase(
  params: DeskRefundMethods['refunds.get']['params'],
): Promise<DeskEnd<'refunds.get'>> {
  return callDesk('refunds.get', params);
}

/** Gives money back. Safe to repeat with the same `clientToken`; after `unknown` repeat it, never under a new token. */
export function giveBack(
  params: DeskRefundMethods['refunds.create']['params'],
): Promise<DeskEnd<'refunds.create'>> {
  return callDesk('refunds.create', params);
}

/** Agrees to a request. Safe to repeat. */
export function approveRequest(
  params: DeskRefundMethods['refunds.approveRequest']['params'],
): Promise<DeskEnd<'refunds.approveRequest'>> {
  return callDesk('refunds.approveRequest', params);
}

/** Says no to a request. Safe to repeat. */
export function rejectRequest(
  params: DeskRefundMethods['refunds.rejectRequest']['params'],
): Promise<DeskEnd<'refunds.rejectRequest'>> {
  return callDesk('refunds.rejectRequest', params);
}

/** Agrees as the second person. */
export function approveRefund(refund: RefundRef): Promise<DeskEnd<'refunds.approve'>> {
  return callDesk('refunds.approve', refund);
}

/** Declines as the second person. */
export function declineRefund(refund: RefundRef): Promise<DeskEnd<'refunds.decline'>> {
  return callDesk('refunds.decline', refund);
}

/** Has one that is stuck tried again. */
export function retryRefund(refund: RefundRef): Promise<DeskEnd<'refunds.retry'>> {
  return callDesk('refunds.retry', refund);
}

/** Sends an abnormal refund elsewhere. */
export function redirectRefund(
  params: DeskRefundMethods['refunds.redirect']['params'],
): Promise<DeskEnd<'refunds.redirect'>> {
  return callDesk('refunds.redirect', params);
}

/** Notes that the money was given back in another way. */
export function settleByHand(
  params: DeskRefundMethods['refunds.settleByHand']['params'],
): Promise<DeskEnd<'refunds.settleByHand'>> {
  return callDesk('refunds.settleByHand', params);
}

/** Puts the goods of a refund back on hand. */
export function takeGoodsBack(refund: RefundRef): Promise<DeskEnd<'refunds.goodsBack'>> {
  return callDesk('refunds.goodsBack', refund);
}
