import { approveRefund } from '../../../cloudfunctions/usecases/approve-refund';
import { approveRefundRequest } from '../../../cloudfunctions/usecases/approve-refund-request';
import type { CollectionResult } from '../../../cloudfunctions/usecases/begin-collection';
import { checkCollection } from '../../../cloudfunctions/usecases/check-collection';
import { collectByCode } from '../../../cloudfunctions/usecases/collect-by-code';
import { collectByQr } from '../../../cloudfunctions/usecases/collect-by-qr';
import type { RefundDeskResult } from '../../../cloudfunctions/usecases/decide-on-refund';
import { redirectRefund } from '../../../cloudfunctions/usecases/redirect-refund';
import { refundOrder } from '../../../cloudfunctions/usecases/refund-order';
import { rejectRefundRequest } from '../../../cloudfunctions/usecases/reject-refund-request';
import { retryRefund } from '../../../cloudfunctions/usecases/retry-refund';
import { returnGoods } from '../../../cloudfunctions/usecases/return-goods';
import { voidCollection } from '../../../cloudfunctions/usecases/void-collection';
import { fen } from '../../../miniprogram/contract/money';
import { CODE_BEHAVIOURS } from '../../../simulators/wechat-pay/orders/payment-code';
import { postJson } from '../../../tools/world/shopper';
import type { Tale } from './cast';
import { STAFF } from './cast';
import type { Steps } from './steps';

const TILL = { deviceIp: '203.0.113.9', storeId: 'store-1' };

function someone(tale: Tale) {
  return tale.one(STAFF) ?? { openid: 'o-owner', role: 'owner' as const };
}

function refundWord(end: RefundDeskResult): string {
  return end.kind === 'refused' ? end.refusal : `${end.refund.outRefundNo} ${end.refund.state}`;
}

async function refund(tale: Tale): Promise<string> {
  const file = await tale.anyFile();
  if (file === null) return 'nothing to give back';
  const { orderId, total, lines } = file.order;
  const [line] = lines;
  const byLines = tale.chance(0.5) && line !== undefined && file.order.kind === 'delivery';
  const scope = byLines
    ? ({ kind: 'lines', lines: [{ skuId: line.skuId, quantity: 1 }] } as const)
    : ({ kind: 'amount', amount: fen(1 + tale.upTo(total.minor + 100)) } as const);
  const goods = tale.chance(0.5) ? 'now' : 'later';
  const wish = {
    actor: someone(tale),
    orderId,
    clientToken: tale.name('refund'),
    scope,
    goods,
    text: '',
  } as const;
  const once = () => tale.run((deps) => refundOrder(deps, wish), refundWord);
  return tale.chance(0.2) ? `${await once()}, again ${await once()}` : once();
}

async function decide(tale: Tale): Promise<string> {
  const file = await tale.anyFile();
  const request = tale.one(file?.requests ?? []);
  if (request === undefined) return 'nothing was asked';
  const { requestId } = request;
  const actor = someone(tale);
  if (tale.chance(0.3))
    return tale.run(
      (deps) => rejectRefundRequest(deps, { actor, requestId, answer: '' }),
      (end) => (end.kind === 'refused' ? end.refusal : end.request.state),
    );
  const goods = tale.chance(0.5) ? 'now' : 'later';
  return tale.run((deps) => approveRefundRequest(deps, { actor, requestId, goods, text: '' }), refundWord);
}

async function anyRefund(tale: Tale) {
  const file = await tale.anyFile();
  const known = tale.one(file?.refunds ?? []);
  if (known === undefined) return null;
  const { orderId, outRefundNo } = known;
  return { actor: someone(tale), orderId, outRefundNo };
}

async function second(tale: Tale): Promise<string> {
  const about = await anyRefund(tale);
  if (about === null) return 'no refund yet';
  const verdict = tale.chance(0.8) ? 'approve' : 'decline';
  return tale.run((deps) => approveRefund(deps, { ...about, verdict }), refundWord);
}

async function goodsBack(tale: Tale): Promise<string> {
  const about = await anyRefund(tale);
  if (about === null) return 'no refund yet';
  return tale.run((deps) => returnGoods(deps, about), refundWord);
}

async function mend(tale: Tale): Promise<string> {
  const about = await anyRefund(tale);
  if (about === null) return 'no refund yet';
  if (tale.chance(0.5)) return tale.run((deps) => retryRefund(deps, about), refundWord);
  return tale.run(
    (deps) => redirectRefund(deps, { ...about, to: { kind: 'merchantBankCard' } }),
    (end) => (end.kind === 'refused' ? end.refusal : end.kind),
  );
}

function noteCollection(tale: Tale, end: CollectionResult, openid: string): string {
  if (end.kind === 'refused') return end.refusal;
  const { orderId, standing } = end.collection;
  if (!tale.collections.includes(orderId)) tale.collections.push(orderId);
  if (standing.kind === 'waiting' && standing.codeUrl !== undefined)
    tale.sheets.push({ orderId, code_url: standing.codeUrl, openid });
  return standing.kind;
}

function wish(tale: Tale) {
  const amount = fen(1 + tale.upTo(20_000));
  return {
    actor: someone(tale),
    clientToken: tale.name('collect'),
    amount,
    remark: '',
  };
}

async function collectWithCode(tale: Tale): Promise<string> {
  const behaviour = tale.one(CODE_BEHAVIOURS) ?? 'pays';
  const shown = { behaviour, openid: 'o-walk-in', answers_after_seconds: tale.upTo(40) };
  const { auth_code: authCode } = (await postJson(
    `${tale.shop.wechatPay.controlUrl}/payment-codes`,
    shown,
  )) as { auth_code: string };
  const scanned = { ...wish(tale), authCode, till: TILL };
  const end = await tale.run(
    (deps) => collectByCode(deps, scanned),
    (result) => noteCollection(tale, result, 'o-walk-in'),
  );
  return `${behaviour}: ${end}`;
}

async function collectWithQr(tale: Tale): Promise<string> {
  const wanted = wish(tale);
  return tale.run(
    (deps) => collectByQr(deps, wanted),
    (result) => noteCollection(tale, result, 'o-walk-in'),
  );
}

async function watch(tale: Tale): Promise<string> {
  const orderId = tale.one(tale.collections.slice(-2));
  if (orderId === undefined) return 'nothing collected yet';
  const actor = someone(tale);
  if (tale.chance(0.25))
    return tale.run(
      (deps) => voidCollection(deps, { actor, orderId }),
      (end) => (end.kind === 'refused' ? end.refusal : noteCollection(tale, end, 'o-walk-in')),
    );
  return tale.run(
    (deps) => checkCollection(deps, orderId),
    (result) => noteCollection(tale, result, 'o-walk-in'),
  );
}

/** What the merchant's staff does. */
export const KEEPING_SHOP: Steps = {
  refund: { weight: 6, play: refund },
  decide: { weight: 5, play: decide },
  second: { weight: 4, play: second },
  goodsBack: { weight: 3, play: goodsBack },
  mend: { weight: 2, play: mend },
  collectWithCode: { weight: 4, play: collectWithCode },
  collectWithQr: { weight: 2, play: collectWithQr },
  watch: { weight: 5, play: watch },
};
