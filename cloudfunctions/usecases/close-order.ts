import type { CancelReason, CloseReason } from '../../miniprogram/contract/order';
import { decideClosing } from '../core/order/closing';
import type { Change, OrderFile } from '../ports/store';
import type { GatewayDeps } from './ask-gateway';
import { isOpen } from './ask-gateway';
import { endAttempt } from './end-attempt';

/**
 * How closing ended. `paid`: the money was faster. `unknown`: the gateway could not be asked or would not close, so
 * the stock stays reserved and the next tick tries again.
 */
export type CloseOrderResult =
  | { readonly kind: 'closed' | 'alreadyClosed' }
  | { readonly kind: 'notClosable'; readonly state: OrderFile['order']['state'] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'notFound' };

/** A new attempt can appear between two looks; more often than this means that somebody is tapping against us. */
const MAX_ROUNDS = 3;

interface CloseOrderRequest {
  readonly orderId: string;
  readonly reason: CloseReason;
  /** What the shopper gave as the reason, where it was the shopper. */
  readonly because?: CancelReason;
}

function closing(
  { reason, because }: CloseOrderRequest,
  nowMs: number,
): (file: OrderFile | null) => Change<CloseOrderResult | 'attemptsOpen'> {
  return (file) => {
    if (file === null) return { result: { kind: 'notFound' } };
    const decision = decideClosing({
      order: file.order,
      attempts: file.attempts,
      reason,
      ...(because !== undefined && { because }),
      nowMs,
    });
    switch (decision.kind) {
      case 'closed':
        return {
          result: { kind: 'closed' },
          write: { order: decision.order, movements: decision.movements },
        };
      case 'alreadyClosed':
        return { result: { kind: 'alreadyClosed' } };
      case 'notClosable':
        return { result: { kind: 'notClosable', state: decision.state } };
      case 'attemptsOpen':
        return { result: 'attemptsOpen' };
    }
  };
}

/**
 * Closes an unpaid order: query, close at the gateway, and only then release the stock. The release and the closing
 * are one transaction that fails when an attempt was added meanwhile. Safe to repeat.
 */
export async function closeOrder(deps: GatewayDeps, request: CloseOrderRequest): Promise<CloseOrderResult> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const file = await deps.store.findOrder(request.orderId);
    if (file === null) return { kind: 'notFound' };
    for (const attempt of file.attempts.filter(isOpen)) {
      if (!(await endAttempt(deps, attempt))) return { kind: 'unknown' };
    }
    const result = await deps.store.changeOrder(request.orderId, closing(request, deps.clock.nowMs()));
    if (result !== 'attemptsOpen') return result;
  }
  return { kind: 'unknown' };
}
