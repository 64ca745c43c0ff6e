import { createHash } from 'node:crypto';
import { checkFields, checkParameter } from '../checks/check-fields';
import { checkSubMerchant } from '../checks/check-sub-merchant';
import { readJsonBody } from '../checks/read-json-body';
import { ABNORMAL_REFUND_FIELDS, REFUND_ID } from '../checks/refund-fields';
import { isPartnerOrder } from '../orders/parties';
import { done, INTERNAL_CODE, refused } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { ApiRequest } from '../protocol/api-request';
import { chooseKey } from '../protocol/reply';
import { decryptField } from '../protocol/sensitive-field';
import type { Reroute } from '../refunds/refund-clerk';
import { refundOf } from '../refunds/refund-of';
import { refundStatus } from '../refunds/refund-record';
import { refundNotAbnormal, refundNotExist } from '../refunds/refund-refusals';
import type { AbnormalRefundRequestWire } from '../wire';
import type { World } from '../world';
import type { Endpoint } from './endpoint';

export const applyAbnormalRefundEndpoint: Endpoint = {
  name: 'refunds.abnormal',
  method: 'POST',
  path: '/v3/refund/domestic/refunds/:refund_id/apply-abnormal-refund',
  family: 'general',
  handle: applyAbnormalRefund,
};

function applyAbnormalRefund(request: ApiRequest, world: World): ApiAnswer {
  const body = readJsonBody(request);
  if (body.kind === 'refused') return body.refusal;
  const refundId = request.param('refund_id');
  const at = { source: 'uri_template', name: 'refund_id' } as const;
  const broken =
    checkParameter(refundId, REFUND_ID, at, world.variations) ??
    checkFields(body.value, ABNORMAL_REFUND_FIELDS, world.variations);
  if (broken !== undefined) return broken;
  // The field table holds: every member has the type the wire declares.
  const asked = body.value as AbnormalRefundRequestWire;
  const stranger = checkSubMerchant(asked.sub_mchid, world.keys);
  if (stranger !== undefined) return stranger;
  const reading = readReroute(asked, request, world);
  return reading.kind === 'refused' ? reading.refusal : carryOn(refundId, reading.reroute, world);
}

function carryOn(refundId: string, reroute: Reroute, world: World): ApiAnswer {
  const { ledger, refundClerk } = world;
  const { refunds } = ledger.books;
  const refund = refunds.byRefundId(refundId);
  const order = refund && ledger.orderByNumber(refund.outTradeNo);
  if (refund === undefined || order === undefined) return refundNotExist();
  const owner = isPartnerOrder(order.request) ? order.request.sub_mchid : undefined;
  const { out_refund_no: outRefundNo, sub_mchid: subMchid } = reroute.request;
  if (refund.outRefundNo !== outRefundNo || owner !== subMchid) return refundNotExist();
  if (refundStatus(refund) === 'ABNORMAL') refundClerk.reroute(refund, reroute);
  else if (refund.rerouteFingerprint !== reroute.fingerprint) return refundNotAbnormal();
  return done(
    refundOf(refunds.byNumber(outRefundNo) ?? refund, order, world.variations.pick('refundAnswer')),
  );
}

/** The check is ours: the page says only that it is a card. */
const CARD_NUMBER = /^\d{8,32}$/;

type RerouteReading =
  | { readonly kind: 'reroute'; readonly reroute: Reroute }
  | { readonly kind: 'refused'; readonly refusal: ApiRefusal };

/** Opens the encrypted members. Of what they hold only a hash and the last digits of the card are kept. */
function readReroute(asked: AbnormalRefundRequestWire, request: ApiRequest, world: World): RerouteReading {
  const serial = request.header('wechatpay-serial');
  if (serial === undefined) {
    return refuse('HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)', 'Wechatpay-Serial');
  }
  const { bank_type: bankType, bank_account: account, real_name: name, ...rest } = asked;
  const toUser = asked.type === 'USER_BANK_CARD';
  const missing = (['bank_type', 'bank_account', 'real_name'] as const).find(
    (member) => asked[member] === undefined,
  );
  if (toUser && missing !== undefined) return refuse(`退款至用户银行卡时${missing}必填`, `/${missing}`);
  const choice = chooseKey(world, serial);
  if (choice.kind === 'refused') return choice;
  const opened: string[] = [];
  for (const [member, sealed] of Object.entries({ bank_account: account, real_name: name })) {
    if (sealed === undefined) continue;
    const plain = decryptField(sealed, choice.key.privateKey);
    if (plain === undefined) return refuse(`敏感字段解密失败：${member}`, `/${member}`);
    opened.push(plain);
  }
  const [card = ''] = account === undefined ? [] : opened;
  if (account !== undefined && !CARD_NUMBER.test(card))
    return refuse('收款银行卡号格式错误', '/bank_account');
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([rest, bankType, opened]))
    .digest('hex');
  return { kind: 'reroute', reroute: { request: asked, fingerprint, cardDigits: card.slice(-4) } };
}

function refuse(message: string, field: string): RerouteReading {
  const refusal = refused(400, 'PARAM_ERROR', message, {
    internalCode: INTERNAL_CODE.illegalParameter,
    detail: { field, value: '', issue: message, location: field.startsWith('/') ? 'body' : 'header' },
  });
  return { kind: 'refused', refusal };
}
