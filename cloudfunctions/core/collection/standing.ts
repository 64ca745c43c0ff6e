import type { CollectionStanding } from '../../../miniprogram/contract/collection';
import type { Order } from '../order/order';
import type { Attempt } from '../payment/attempt';
import { isReversing } from '../payment/collecting';
import { isLive } from '../refund/refund';
import type { Refund } from '../refund/refund';

/** How a collection stands, as the books have it. Waiting stays waiting while nothing else is known. */
export function collectionStanding(
  order: Order,
  attempt: Attempt,
  refunds: readonly Refund[],
): CollectionStanding {
  const { collecting, codeUrl } = attempt;
  switch (attempt.state) {
    case 'created':
    case 'prepared':
      if (isReversing(collecting)) return { kind: 'reversing' };
      return { kind: 'waiting', ...(codeUrl !== null && { codeUrl }) };
    case 'succeeded':
      if (isReversing(collecting)) return { kind: 'takingBack' };
      return { kind: isGivenBack(attempt, refunds) ? 'refundDue' : 'paid' };
    case 'reversed':
      return { kind: 'takenBack' };
    case 'closed':
      return { kind: 'notPaid', reason: collecting?.refusal ?? reasonOf(order) };
  }
}

/** Live refunds of all of it: what is left to the shop is nothing. */
function isGivenBack({ outTradeNo, amount }: Attempt, refunds: readonly Refund[]): boolean {
  const live = refunds.filter((refund) => refund.outTradeNo === outTradeNo && isLive(refund.state));
  return live.reduce((sum, refund) => sum + refund.amount.minor, 0) >= amount.minor;
}

function reasonOf({ closeReason }: Order): 'timeout' | 'givenUp' {
  return closeReason === 'cancelled' ? 'givenUp' : 'timeout';
}
