import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Outcome } from '../ports/payment-gateway';
import type { Evidence, Store } from '../ports/store';
import type { WechatOutcome } from '../ports/wechat';

/** Puts the end of a gateway call into one word for the evidence. */
function verdictOf(outcome: Outcome<unknown>): string {
  switch (outcome.kind) {
    case 'accepted':
      return 'accepted';
    case 'refused':
      return `refused ${outcome.refusal.httpStatus} ${outcome.refusal.code}`;
    case 'unknown':
      return `unknown ${outcome.cause}`;
  }
}

/** What keeping a proof needs. */
export interface EvidenceDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The code on the screen of whoever causes the call; absent for the timer. */
  readonly supportCode?: string;
}

/** Keeps the proof of one gateway call. */
export async function keepCallEvidence(
  deps: EvidenceDeps,
  kind: Evidence['kind'],
  about: { readonly orderId: string; readonly outTradeNo: string; readonly outRefundNo?: string },
  outcome: Outcome<unknown>,
): Promise<void> {
  await deps.store.recordEvidence({
    evidenceId: deps.ids.unique(),
    kind,
    atMs: deps.clock.nowMs(),
    orderId: about.orderId,
    outTradeNo: about.outTradeNo,
    ...(about.outRefundNo !== undefined && { outRefundNo: about.outRefundNo }),
    requestId: outcome.requestId,
    bodySha256: outcome.bodySha256,
    verdict: verdictOf(outcome),
    ...(deps.supportCode !== undefined && { supportCode: deps.supportCode }),
  });
}

/** Keeps the proof of one call of WeChat's own interfaces. */
export async function keepWechatEvidence(
  deps: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  about: {
    readonly kind: Extract<Evidence['kind'], 'shipping' | 'message'>;
    readonly what: string;
    readonly orderId: string;
  },
  outcome: WechatOutcome<unknown>,
): Promise<void> {
  const code = outcome.kind === 'refused' ? ` ${outcome.code}` : '';
  await deps.store.recordEvidence({
    evidenceId: deps.ids.unique(),
    kind: about.kind,
    atMs: deps.clock.nowMs(),
    orderId: about.orderId,
    outTradeNo: null,
    requestId: outcome.requestId,
    bodySha256: null,
    verdict: `${about.what} ${outcome.kind}${code}`,
  });
}
