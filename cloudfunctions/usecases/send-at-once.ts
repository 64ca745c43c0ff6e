import type { Refund } from '../core/refund/refund';
import type { GatewayDeps } from './ask-gateway';
import { sendRefund } from './send-refund';

/**
 * Sends a refund that was just agreed to in the call that agreed, so that nobody waits for the timer. The intent is in
 * the books already: whatever becomes of this try, the timer goes on under the same number. A refund that awaits
 * somebody, that was sent before, or whose turn has not come, is left as it is. Safe to repeat; never throws for what
 * the books or the gateway could not answer.
 */
export async function sendAtOnce(
  deps: GatewayDeps,
  { state, orderId, outRefundNo }: Pick<Refund, 'state' | 'orderId' | 'outRefundNo'>,
): Promise<void> {
  if (state !== 'due') return;
  try {
    await sendRefund(deps, { orderId, outRefundNo });
  } catch (error) {
    deps.log.error('refund.sendAtOnce', error, { outRefundNo });
  }
}
