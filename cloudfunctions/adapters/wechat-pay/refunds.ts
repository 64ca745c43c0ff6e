import type { AbnormalRefundRequest, PaymentGateway } from '../../ports/payment-gateway';
import type { Calls } from './calls';
import type { WechatPayConfig } from './config';
import { createEncryptor, type Encryptor } from './encryptor';
import { toSubMchidQuery } from './map/merchant';
import { readAskedRefund, toAbnormalRefund, toRefund } from './map/refund';
import { refusedHere } from './refusals';
import type { KeySupply } from './exchange';
import type { TrustedKeys } from './trusted-keys';

const REFUNDS = '/v3/refund/domestic/refunds';

/** Giving money back. */
export type Refunds = Pick<PaymentGateway, 'refund' | 'queryRefund' | 'refundAbnormal'>;

function tooLong({ to }: AbnormalRefundRequest, { maxBytes }: Encryptor): boolean {
  if (to.kind === 'merchantBankCard') return false;
  return [to.accountNo, to.holder].some((field) => Buffer.byteLength(field) > maxBytes);
}

/**
 * Makes the refund calls of both modes. Sources: pages 4013071036 (apply), 4013071041 (query),
 * 4013071193 (abnormal refund).
 */
export function createRefunds(
  config: WechatPayConfig,
  calls: Calls,
  { ring, supply }: { readonly ring: TrustedKeys; readonly supply?: Pick<KeySupply, 'ready'> },
): Refunds {
  const { merchant } = config;
  return {
    refund: (request) =>
      calls({
        operation: 'refund',
        path: REFUNDS,
        wire: toRefund(request, config),
        read: (json) => readAskedRefund(json, request),
      }),
    queryRefund: (outRefundNo) =>
      calls({
        operation: 'queryRefund',
        path: `${REFUNDS}/${encodeURIComponent(outRefundNo)}${toSubMchidQuery(merchant)}`,
        read: (json) => readAskedRefund(json, { outRefundNo }),
      }),
    refundAbnormal: async (request) => {
      const { outRefundNo, refundId } = request;
      // Before the first key is held there is nothing to encrypt with.
      const unready = (await supply?.ready()) ?? null;
      if (unready !== null) return unready;
      const encryptor = createEncryptor(ring);
      if (tooLong(request, encryptor))
        return refusedHere('BANK_FIELD_TOO_LONG', { reason: 'parameter', advice: 'fix' });
      return calls({
        operation: 'abnormalRefund',
        path: `${REFUNDS}/${encodeURIComponent(refundId)}/apply-abnormal-refund`,
        wire: toAbnormalRefund(request, merchant, encryptor.encrypt),
        serial: encryptor.serial,
        read: (json) => readAskedRefund(json, { outRefundNo, refundId }),
      });
    },
  };
}
