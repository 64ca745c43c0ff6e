import { accepted, done, spelled } from '../protocol/answer';
import type { ApiAnswer, ApiRefusal } from '../protocol/answer';
import type { OrderWire, TransactionWire } from '../wire';
import type { World } from '../world';
import { isSameOrder, newOrder } from './admit-order';
import { tradeStateAt } from './order-record';
import type { CodeAttemptRecord, OrderRecord } from './order-record';
import { reorderDiffers, reorderOfClosed, reorderOfPaid } from './order-refusals';
import { payerAs } from './payer';
import { CODE_LIFE_MS, WECHAT_CODE } from './payment-code';
import type { PaymentCodeRecord } from './payment-code';
import { settleOrder } from './settle-order';
import { transactionOf } from './transaction-of';

/** Places an order and takes the money with the shopper's payment code in one step. */
export function payWithCode(request: OrderWire, world: World): ApiAnswer {
  const before = world.ledger.orderByNumber(request.out_trade_no);
  if (before !== undefined) return answerRepeat(before, request, world);
  const read = readCode(request.payer?.auth_code ?? '', world);
  if (read.kind === 'refused') return read;
  const { code } = read;
  const nowMs = world.clock.nowMs();
  const order = newOrder('codepay', request, { nowMs, prepays: [] });
  world.ledger.record({ kind: 'orderPlaced', order });
  world.ledger.record({ kind: 'codeSpent', code: code.code, outTradeNo: order.outTradeNo });
  return scan(order, code, world);
}

function scan(order: OrderRecord, code: PaymentCodeRecord, world: World): ApiAnswer {
  const nowMs = world.clock.nowMs();
  const { outTradeNo } = order;
  const attempt = (state: CodeAttemptRecord['state']): OrderRecord => {
    const record: CodeAttemptRecord = { state, authCode: code.code, atMs: nowMs };
    world.ledger.record({ kind: 'orderAttempted', outTradeNo, attempt: record });
    return { ...order, attempt: record };
  };
  switch (code.behaviour) {
    case 'pays': {
      const payer = payerAs(order, code.openid);
      if (payer === undefined) throw new Error(`${outTradeNo} names a payer beside its code`);
      return done(show(settleOrder(order, payer, world, nowMs).order, world));
    }
    case 'passwordPays':
    case 'passwordCancels':
    case 'passwordNever':
      return accepted(show(attempt('USERPAYING'), world));
    case 'noMoney':
      attempt('PAYERROR');
      return spelled(world.variations.pick('payerNotEnough'), '用户余额不足');
    case 'otherWallet':
    case 'expired':
      throw new Error(`code ${code.code} should not have been read`);
  }
}

type CodeReading = { readonly kind: 'code'; readonly code: PaymentCodeRecord } | ApiRefusal;

/** A code that is refused here leaves no order behind. */
function readCode(text: string, world: World): CodeReading {
  const { ledger, variations } = world;
  const invalid = (message: string): ApiRefusal => spelled(variations.pick('codeInvalid'), message);
  if (!WECHAT_CODE.test(text)) {
    return invalid('请扫描微信支付授权码(以10/11/12/13/14/15为前缀的18位数字)');
  }
  const code = ledger.paymentCode(text);
  if (code === undefined) return invalid('101 付款码无效，请重新扫码');
  if (code.spentOn !== undefined) return invalid('付款码已使用过，请用户刷新付款码后重新扫码');
  if (world.clock.nowMs() > code.issuedMs + CODE_LIFE_MS) {
    return spelled(variations.pick('codeExpired'), '付款码已过期，请用户刷新付款码后重新扫码');
  }
  return { kind: 'code', code };
}

/** Accepted means: repeat with the same parameters. So a repeat tells what became of the first. */
function answerRepeat(before: OrderRecord, request: OrderWire, world: World): ApiAnswer {
  const { variations } = world;
  if (!isSameOrder(before, 'codepay', request)) {
    return before.payment === undefined ? reorderDiffers() : reorderOfPaid(variations);
  }
  switch (tradeStateAt(before, world.clock.nowMs())) {
    case 'SUCCESS':
    case 'REFUND':
      return variations.pick('codepayAgainPaid') === 'transaction'
        ? done(show(before, world))
        : reorderOfPaid(variations);
    case 'USERPAYING':
      return accepted(show(before, world));
    case 'PAYERROR':
      return spelled('403 TRADE_ERROR', '支付失败，请撤销订单后重新下单');
    case 'REVOKED':
      return spelled(variations.pick('reorderRevoked'), '该订单已撤销');
    case 'NOTPAY':
    case 'CLOSED':
      return reorderOfClosed('codepay', variations);
  }
}

function show(order: OrderRecord, world: World): TransactionWire {
  return transactionOf(order, { nowMs: world.clock.nowMs(), unpaid: world.variations.pick('unpaidAnswer') });
}
