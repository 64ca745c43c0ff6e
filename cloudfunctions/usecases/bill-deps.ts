import type { BillArchive } from '../ports/bill-archive';
import type { Bills } from '../ports/bills';
import type { CallProof } from '../ports/payment-gateway';
import type { GatewayDeps } from './ask-gateway';

/** Whose rows of a bill are this shop's. */
export interface BilledParty {
  /** Whose money it is: under a service provider, the sub-merchant. */
  readonly mchid: string;
  readonly appids: readonly string[];
  /** Set where a service provider asks for the bill. */
  readonly subMchid: string | null;
}

/** What fetching and matching bills need. */
export interface BillDeps extends GatewayDeps {
  readonly bills: Bills;
  readonly archive: BillArchive;
  readonly billed: BilledParty;
  /** How many rows of a day are matched at once; a longer day takes several readings. */
  readonly rowsAtOnce: number;
}

/** How many rows are matched at once: 42 MB, whatever the length of the day. */
export const ROWS_AT_ONCE = 1_000_000;

/** Keeps the proof of one call about a bill. */
export async function keepBillEvidence(
  { store, clock, ids }: Pick<BillDeps, 'store' | 'clock' | 'ids'>,
  billDate: string,
  proof: CallProof,
  verdict: string,
): Promise<void> {
  const { requestId, bodySha256 } = proof;
  await store.recordEvidence({
    evidenceId: ids.unique(),
    kind: 'bill',
    atMs: clock.nowMs(),
    orderId: null,
    outTradeNo: null,
    billDate,
    requestId,
    bodySha256,
    verdict,
  });
}
