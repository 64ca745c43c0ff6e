import type { GatewayRefusal, Outcome } from '../../ports/payment-gateway';

/** A refusal of our own: nothing was sent, so nothing can have happened. */
export function refusedHere(
  code: string,
  { reason, advice }: Pick<GatewayRefusal, 'reason' | 'advice'>,
): Outcome<never> {
  return {
    kind: 'refused',
    refusal: { reason, advice, code, httpStatus: 0 },
    requestId: '',
    bodySha256: null,
  };
}
