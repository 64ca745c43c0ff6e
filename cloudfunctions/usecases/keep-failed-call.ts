import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';

/** A call of a phone that failed on our side. */
export interface FailedCall {
  /** Which function and which of its methods, e.g. `shop orders.pay`. */
  readonly what: string;
  readonly code: string;
  readonly supportCode: string;
  /** The platform's number of the invocation. */
  readonly requestId: string;
  /** The order it was about, as far as its parameters name one. */
  readonly orderId: string | null;
  readonly outRefundNo: string | null;
}

/** Keeps that a call failed, so that the code on the screen leads to it. The same one twice is kept once. */
export async function keepFailedCall(
  deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  call: FailedCall,
): Promise<void> {
  const { what, code, supportCode, requestId, orderId, outRefundNo } = call;
  await deps.store.recordEvidence({
    evidenceId: deps.ids.derived('call', requestId, what),
    kind: 'call',
    atMs: deps.clock.nowMs(),
    orderId,
    outTradeNo: null,
    ...(outRefundNo !== null && { outRefundNo }),
    requestId,
    bodySha256: null,
    verdict: `${code} ${what}`,
    supportCode,
  });
}
