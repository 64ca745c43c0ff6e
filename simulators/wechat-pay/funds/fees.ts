/** What WeChat Pay keeps of every payment, in thousandths: 0.60 %. */
const FEE_PER_MILLE = 6;

/** As the bill prints the rate. */
export const FEE_RATE = '0.60%';

/** The fee of a payment, rounded half up to a whole fen. The live rounding is not documented. */
export function feeFen(totalFen: number): number {
  return Math.floor((totalFen * FEE_PER_MILLE + 500) / 1000);
}

/** What a payment and the refunds before it come to. */
export interface FeeShare {
  readonly totalFen: number;
  readonly refundFen: number;
  /** Sum of the refunds that stand, and of the fee already given back with them. */
  readonly refundedFen: number;
  readonly givenBackFen: number;
}

/** The part of the fee that comes back with a refund, pro rata; the last refund brings back the rest. */
export function feeBackFen(share: FeeShare): number {
  const { totalFen, refundFen, refundedFen, givenBackFen } = share;
  const fee = BigInt(feeFen(totalFen));
  const total = BigInt(totalFen);
  const due = Number((fee * BigInt(refundedFen + refundFen) * 2n + total) / (total * 2n));
  return Math.max(0, due - givenBackFen);
}
