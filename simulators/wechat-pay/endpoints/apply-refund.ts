import { checkFields } from '../checks/check-fields';
import { checkSubMerchant } from '../checks/check-sub-merchant';
import { readJsonBody } from '../checks/read-json-body';
import { REFUND_FIELDS } from '../checks/refund-fields';
import { canonicalJson } from '../orders/order-record';
import type { OrderRecord } from '../orders/order-record';
import { done, INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import { tooManyRequests } from '../protocol/within-limits';
import { findRefundedOrder } from '../refunds/find-refunded-order';
import { refundOf } from '../refunds/refund-of';
import type { RefundRecord } from '../refunds/refund-record';
import {
  orderNotRefundable,
  refundAmountDiffers,
  refundOfAnotherOrder,
  refundParametersDiffer,
} from '../refunds/refund-refusals';
import { checkFunds, checkRefundable, refundTerms } from '../refunds/refund-rules';
import type { RefundRequestWire } from '../wire';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

export const applyRefundEndpoint: Endpoint = {
  name: 'refunds.apply',
  method: 'POST',
  path: '/v3/refund/domestic/refunds',
  family: 'general',
  handle: applyRefund,
};

/** The page says a month; its length is ours. */
const OLD_ORDER_MS = 30 * 24 * 60 * 60 * 1000;

function applyRefund(request: ApiRequest, world: World): ApiAnswer {
  const body = readJsonBody(request);
  if (body.kind === 'refused') return body.refusal;
  const broken = checkFields(body.value, REFUND_FIELDS, world.variations);
  if (broken !== undefined) return broken;
  // The field table holds: every member has the type the wire declares.
  const asked = body.value as RefundRequestWire;
  const unfit = checkTogether(asked) ?? checkSubMerchant(asked.sub_mchid, world.keys);
  if (unfit !== undefined) return unfit;
  const found = findRefundedOrder(asked, world);
  if (found.kind === 'refused') return found.refusal;
  return limitOldOrders(found.order, world) ?? admitRefund(asked, found.order, world);
}

/** Checks of one member by another. */
function checkTogether(asked: RefundRequestWire): ApiRefusal | undefined {
  const paramError = (message: string, field: string, value: string | number): ApiRefusal =>
    refused(400, 'PARAM_ERROR', message, {
      internalCode: INTERNAL_CODE.illegalParameter,
      detail: { field, value, issue: message, location: 'body' },
    });
  if (asked.transaction_id === undefined && asked.out_trade_no === undefined) {
    return paramError('微信支付订单号和商户订单号必须二选一', '/transaction_id', '');
  }
  const { currency, from, refund, total } = asked.amount;
  if (currency !== 'CNY') return paramError('退款币种只支持CNY', '/amount/currency', currency);
  if (refund > total) return paramError('退款金额大于原订单金额', '/amount/refund', refund);
  if (from === undefined) return undefined;
  const sum = from.reduce((so, { amount }) => so + amount, 0);
  if (sum !== refund) return paramError('退款出资金额之和必须等于退款金额', '/amount/from', sum);
  const twice = new Set(from.map(({ account }) => account)).size < from.length;
  return twice ? paramError('退款出资账户不能重复', '/amount/from', sum) : undefined;
}

/** Applications for old orders have a limit of their own, whatever comes of them. */
function limitOldOrders({ createdMs }: OrderRecord, world: World): ApiRefusal | undefined {
  const nowMs = world.clock.nowMs();
  if (nowMs - createdMs <= OLD_ORDER_MS) return undefined;
  if (world.rateMeter.admits('refunds.apply.oldOrders', world.settings.rateLimits, nowMs)) return undefined;
  return tooManyRequests('频率限制，1个月之前的订单请降低申请频率再重试');
}

/** A new number is judged by the order; a number used before, by what it was used for. */
function admitRefund(asked: RefundRequestWire, order: OrderRecord, world: World): ApiAnswer {
  const { books } = world.ledger;
  const fingerprint = fingerprintOf(asked, order);
  const earlier = books.refunds.byNumber(asked.out_refund_no);
  if (earlier !== undefined) {
    return refuseRepeat(earlier, { asked, fingerprint, order }) ?? show(earlier, order, world);
  }
  const refunded = { order, before: books.refunds.ofOrder(order.outTradeNo) };
  const deps = { nowMs: world.clock.nowMs(), funds: books.funds, variations: world.variations };
  const unrefundable = checkRefundable(asked, refunded, deps);
  if (unrefundable !== undefined) return unrefundable;
  const { payment } = order;
  if (payment === undefined) return orderNotRefundable('NOTPAY');
  const terms = refundTerms(asked, refunded);
  const short = checkFunds(terms, order, books.funds);
  if (short !== undefined) return short;
  const refund = world.refundClerk.accept({ request: asked, fingerprint, order, payment, terms });
  return show(refund, order, world);
}

function refuseRepeat(
  earlier: RefundRecord,
  now: { readonly asked: RefundRequestWire; readonly fingerprint: string; readonly order: OrderRecord },
): ApiRefusal | undefined {
  if (earlier.outTradeNo !== now.order.outTradeNo) return refundOfAnotherOrder();
  const { refund, total } = earlier.request.amount;
  if (refund !== now.asked.amount.refund || total !== now.asked.amount.total) return refundAmountDiffers();
  return earlier.fingerprint === now.fingerprint ? undefined : refundParametersDiffer();
}

function show(refund: RefundRecord, order: OrderRecord, world: World): ApiAnswer {
  return done(refundOf(refund, order, world.variations.pick('refundAnswer')));
}

/** Either number names the order, so which one was used is no difference. */
function fingerprintOf(asked: RefundRequestWire, { outTradeNo }: OrderRecord): string {
  const { transaction_id: _transactionId, ...rest } = asked;
  return canonicalJson({ ...rest, out_trade_no: outTradeNo });
}
