import type { DeskRefusal } from '../../../../miniprogram/contract/desk';
import type {
  DeskRefundMethods,
  RefundCaseView,
  RefundRef,
} from '../../../../miniprogram/contract/desk-refunds';
import { formatMoney } from '../../../../miniprogram/contract/money';
import type { Money } from '../../../../miniprogram/contract/money';
import type { RefundScope } from '../../../core/refund/refund-request';
import type { Actor } from '../../../core/shop/actor';
import { approveRefund } from '../../../usecases/approve-refund';
import { approveRefundRequest } from '../../../usecases/approve-refund-request';
import type { RefundDeskResult } from '../../../usecases/decide-on-refund';
import {
  findCaseOfRefund,
  findCaseOfRequest,
  listRefundCases,
  viewCase,
} from '../../../usecases/list-refund-cases';
import { caseOfRefund, caseOfRequest } from '../../../usecases/refund-case-view';
import { redirectRefund } from '../../../usecases/redirect-refund';
import type { RedirectRefundResult } from '../../../usecases/redirect-refund';
import { refundOrder } from '../../../usecases/refund-order';
import { rejectRefundRequest } from '../../../usecases/reject-refund-request';
import { retryRefund } from '../../../usecases/retry-refund';
import { healOrder } from '../../../usecases/heal-order';
import { returnGoods } from '../../../usecases/return-goods';
import { sendAtOnce } from '../../../usecases/send-at-once';
import { settleRefundByHand } from '../../../usecases/settle-refund-by-hand';
import type { DeskDeps, MethodsOf } from '../method';

type Refusal = Extract<RefundDeskResult, { kind: 'refused' }>;

async function oneRefund(deps: DeskDeps, actor: Actor, ref: RefundRef) {
  return found(await viewCase(deps, actor, await findCaseOfRefund(deps, ref)));
}

/** The case of a call as the books have it; whoever looks has the gateway asked first where it may know more. */
async function looked(deps: DeskDeps, actor: Actor, params: { readonly requestId: string } | RefundRef) {
  const one = await ('requestId' in params
    ? findCaseOfRequest(deps, params.requestId)
    : findCaseOfRefund(deps, params));
  if (one === null) return found(null);
  const file = await healOrder(deps, one.file);
  const healed =
    'requestId' in params ? caseOfRequest(file, params.requestId) : caseOfRefund(file, params.outRefundNo);
  return found(await viewCase(deps, actor, healed));
}

async function oneRequest(deps: DeskDeps, actor: Actor, requestId: string) {
  return found(await viewCase(deps, actor, await findCaseOfRequest(deps, requestId)));
}

function found(value: RefundCaseView | null) {
  return value === null ? ({ refusal: 'REFUND_NOT_FOUND' } as const) : { value };
}

const MOST_WORDS = {
  REFUND_EXCEEDS: (left: string) => `退款金额或数量超过还能退的部分，最多还能退 ${left}，请修改`,
  EXCEEDS_REQUEST: (left: string) => `同意的金额不能超过顾客申请的 ${left}，请修改`,
};

/** A refusal about a sum names the most that may go back. */
function exceeding(refusal: keyof typeof MOST_WORDS, left: Money) {
  return { refusal, message: MOST_WORDS[refusal](formatMoney(left)), detail: { left } };
}

function refused({ refusal, left }: Refusal) {
  const names = refusal === 'REFUND_EXCEEDS' || refusal === 'EXCEEDS_REQUEST';
  return names && left !== undefined ? exceeding(refusal, left) : { refusal };
}

/** A decision with its end: what is agreed to goes out in the same call. */
async function decided(deps: DeskDeps, actor: Actor, result: RefundDeskResult) {
  if (result.kind === 'refused') return refused(result);
  await sendAtOnce(deps, result.refund);
  return oneRefund(deps, actor, result.refund);
}

/** How a redirection ended, where nothing is known to be on its way. */
function redirected(result: RedirectRefundResult): { readonly refusal: DeskRefusal } | null {
  switch (result.kind) {
    case 'sent':
      return null;
    case 'unknown':
      return { refusal: 'REFUND_UNSURE' };
    case 'refused':
      return { refusal: result.refusal };
    case 'refusedByGateway':
      return { refusal: 'BANK_CARD_REFUSED' };
  }
}

/** What the methods of refunds do. */
export const REFUNDS: MethodsOf<keyof DeskRefundMethods> = {
  'refunds.list': async (deps, actor, params) => ({
    value: await listRefundCases(deps, { actor, ...params }),
  }),
  'refunds.counts': async ({ store }) => ({ value: await store.countRefundWork() }),
  'refunds.get': looked,
  'refunds.create': async (deps, actor, params) => {
    const { clientToken, orderId, goods, text } = params;
    const scope: RefundScope =
      'lines' in params ? { kind: 'lines', lines: params.lines } : { kind: 'amount', amount: params.amount };
    return decided(deps, actor, await refundOrder(deps, { actor, orderId, clientToken, scope, goods, text }));
  },
  'refunds.approveRequest': async (deps, actor, { requestId, amount, goods, text }) => {
    const wish = { actor, requestId, goods, text, ...(amount !== undefined && { amount }) };
    return decided(deps, actor, await approveRefundRequest(deps, wish));
  },
  'refunds.rejectRequest': async (deps, actor, { requestId, answer }) => {
    const result = await rejectRefundRequest(deps, { actor, requestId, answer });
    return result.kind === 'refused' ? { refusal: result.refusal } : oneRequest(deps, actor, requestId);
  },
  'refunds.approve': async (deps, actor, ref) =>
    decided(deps, actor, await approveRefund(deps, { actor, ...ref, verdict: 'approve' })),
  'refunds.decline': async (deps, actor, ref) =>
    decided(deps, actor, await approveRefund(deps, { actor, ...ref, verdict: 'decline' })),
  'refunds.retry': async (deps, actor, ref) =>
    decided(deps, actor, await retryRefund(deps, { actor, ...ref })),
  'refunds.redirect': async (deps, actor, { to, ...ref }) => {
    const account =
      to.kind === 'userBankCard'
        ? ({ kind: to.kind, bankType: to.bankType, accountNo: to.bankAccount, holder: to.realName } as const)
        : to;
    const result = await redirectRefund(deps, { actor, ...ref, to: account });
    return redirected(result) ?? oneRefund(deps, actor, ref);
  },
  'refunds.settleByHand': async (deps, actor, { note, ...ref }) => {
    const result = await settleRefundByHand(deps, { actor, ...ref, note });
    return result.kind === 'refused' ? { refusal: result.refusal } : oneRefund(deps, actor, ref);
  },
  'refunds.goodsBack': async (deps, actor, ref) =>
    decided(deps, actor, await returnGoods(deps, { actor, ...ref })),
};
