import type { NextAction, Outcome, PaymentCodeOrder, PaymentGateway } from '../../ports/payment-gateway';
import type { Calls } from './calls';
import type { WechatPayConfig } from './config';
import { toMerchant, transactionsPath } from './map/merchant';
import { toCodeOrder } from './map/order';
import { isDecided, readAsked, strange } from './map/payment';
import { refusedHere } from './refusals';
import { readReversed, type WireReverse } from './wire/order';
import type { Read } from './wire/read';

/** 18 digits beginning with 10 to 15. Anything else was not a payment code but, say, a barcode of goods. */
const AUTH_CODE = /^1[0-5]\d{16}$/;

/** Collecting with the code a payer shows, and taking it back. */
export type PaymentCodes = Pick<PaymentGateway, 'reverse'> & {
  collect(order: PaymentCodeOrder): Promise<Outcome<NextAction>>;
};

function readReversal(json: unknown, outTradeNo: string): Read<'reversed'> {
  const read = readReversed(json);
  if (read.kind === 'malformed') return read;
  return read.value === outTradeNo ? { kind: 'read', value: 'reversed' } : strange('the number');
}

/**
 * Makes the calls for payment codes (付款码支付). 200 is decided, 202 means that the payer is typing a password.
 * Source: page 4012382150. Whether a merchant may use it in APIv3 differs; one who may not is refused `notAllowed`.
 */
export function createPaymentCodes(config: WechatPayConfig, calls: Calls): PaymentCodes {
  const { merchant } = config;
  const base = transactionsPath(merchant);

  const readCollected = (json: unknown, outTradeNo: string, status: number): Read<NextAction> => {
    const read = readAsked(json, merchant, { outTradeNo });
    if (read.kind === 'malformed') return read;
    // Only 200 decides. A payment told with 202 is asked for again instead of believed.
    const decided = status === 200 && isDecided(read.value);
    return { kind: 'read', value: decided ? { kind: 'settled', payment: read.value } : { kind: 'pending' } };
  };

  return {
    collect: async (order) => {
      if (!AUTH_CODE.test(order.authCode))
        return refusedHere('AUTH_CODE_INVALID', { reason: 'authCode', advice: 'giveUp' });
      return calls({
        operation: 'createByCode',
        path: `${base}/codepay`,
        wire: toCodeOrder(order, config),
        statuses: [200, 202],
        read: (json, status) => readCollected(json, order.outTradeNo, status),
      });
    },
    reverse: (outTradeNo) =>
      calls<'reversed'>({
        operation: 'reverse',
        path: `${base}/out-trade-no/${encodeURIComponent(outTradeNo)}/reverse`,
        wire: toMerchant(merchant, 'paymentCode') satisfies WireReverse,
        read: (json) => readReversal(json, outTradeNo),
      }),
  };
}
