import type { DayFile, WholeTrade } from '../core/reconciliation/bill-day';
import type { FundDay } from '../core/reconciliation/fund-flow';
import { FundFlowSum } from '../core/reconciliation/fund-flow';
import { defectWords, notReceivedWords } from '../core/reconciliation/words';
import type {
  BillCopy,
  BillFold,
  BillReading,
  BillRequest,
  FundFlowRow,
  ReadyBill,
  TradeBillRequest,
} from '../ports/bills';
import type { IncomingBill } from '../ports/bill-archive';
import type { CallProof } from '../ports/payment-gateway';
import type { BillDeps } from './bill-deps';
import { keepBillEvidence } from './bill-deps';
import type { TradePass } from './trade-pass';
import { tradePass } from './trade-pass';

/** How fetching one bill ends. `later`: it is made later; `failed`: what came is not believed, or nothing came. */
export type Fetched<Value> =
  | { readonly kind: 'read'; readonly file: Extract<DayFile, { kind: 'kept' }>; readonly value: Value }
  | { readonly kind: 'none' }
  | { readonly kind: 'later'; readonly askAgainAtMs: number }
  | { readonly kind: 'failed'; readonly text: string; readonly fileIds: readonly string[] };

const NO_PROOF: CallProof = { requestId: '', bodySha256: null };

interface Copying {
  readonly copy: BillCopy;
  /** Where the copy is; null where the archive did not take all of it. */
  end(): Promise<readonly string[] | null>;
}

/** Copies what arrives into the archive; one that fails is remembered, for the reader must not be disturbed. */
function copyInto(incoming: IncomingBill, log: BillDeps['log']): Copying {
  let failed = false;
  const guarded = async <Value>(work: () => Promise<Value>): Promise<Value | null> => {
    if (failed) return null;
    try {
      return await work();
    } catch (error) {
      failed = true;
      log.error('bills.archive', error);
      return null;
    }
  };
  return {
    copy: async (piece) => void (await guarded(() => incoming.write(piece))),
    end: () => guarded(() => incoming.end()),
  };
}

type Read<Request extends BillRequest, Value, Summary> = (
  bill: ReadyBill<Request>,
  copy: BillCopy,
) => Promise<BillReading<Value, Summary>>;

/** Asks for a bill, reads it and keeps it; a broken one is kept as evidence too. Nothing of it is used unless all of it held. */
async function fetchBill<Request extends BillRequest, Value, Summary extends { readonly rows: number }>(
  deps: BillDeps,
  request: Request,
  read: Read<Request, Value, Summary>,
): Promise<Fetched<Value>> {
  const { kind, date } = request;
  const evidence = (proof: CallProof, verdict: string) =>
    keepBillEvidence(deps, date, proof, `${kind} ${verdict}`);
  const outcome = await deps.bills.request(request);
  switch (outcome.kind) {
    case 'notYet':
      return { kind: 'later', askAgainAtMs: outcome.askAgainAtMs };
    case 'none':
      await evidence(outcome, 'none');
      return { kind: 'none' };
    case 'refused':
      await evidence(outcome, `refused ${outcome.refusal.httpStatus} ${outcome.refusal.code}`);
      return { kind: 'failed', text: notReceivedWords(kind, outcome.refusal.code), fileIds: [] };
    case 'unknown':
      await evidence(outcome, `unknown ${outcome.cause}`);
      return { kind: 'failed', text: notReceivedWords(kind, ''), fileIds: [] };
    case 'ready':
      break;
  }
  // The name cannot be guessed: in many an environment everybody may read what is in the storage.
  const name = `bills/${date}/${deps.ids.unique()}/${kind}.csv.gz`;
  const copying = copyInto(deps.archive.begin(name), deps.log);
  const reading = await read(outcome.bill, copying.copy);
  const fileIds = await copying.end();
  switch (reading.kind) {
    case 'read': {
      const { sha1, bytes, summary, value } = reading;
      await evidence(outcome, `read ${sha1} ${bytes}`);
      // Without the file nothing could be proved or read again: it is fetched anew.
      if (fileIds === null) return { kind: 'failed', text: notReceivedWords(kind, 'STORAGE'), fileIds: [] };
      return { kind: 'read', file: { kind: 'kept', sha1, bytes, rows: summary.rows, fileIds }, value };
    }
    case 'defective': {
      const { stage, reason } = reading.defect;
      await evidence(outcome, `defective ${stage}: ${reason}; kept as ${fileIds?.join(' ') ?? 'nothing'}`);
      deps.log.warn('bills.defective', { date, bill: kind, stage, reason });
      return { kind: 'failed', text: defectWords(kind, reading.defect), fileIds: fileIds ?? [] };
    }
    case 'notReady':
      if (reading.outcome.kind === 'notYet')
        return { kind: 'later', askAgainAtMs: reading.outcome.askAgainAtMs };
      await evidence(reading.outcome, `stale address, then ${reading.outcome.kind}`);
      return { kind: 'failed', text: notReceivedWords(kind, ''), fileIds: fileIds ?? [] };
    case 'refused':
    case 'unknown': {
      const code = reading.kind === 'refused' ? reading.refusal.code : '';
      await evidence({ ...NO_PROOF, requestId: reading.requestId }, `download ${reading.kind} ${code}`);
      return { kind: 'failed', text: notReceivedWords(kind, code), fileIds: fileIds ?? [] };
    }
  }
}

/** What the first reading of a trade bill yields. */
export interface TradeRead {
  readonly pass: TradePass;
  /** Of every shop's rows, to hold against the account. */
  readonly whole: WholeTrade;
}

/** Fetches a day's trade bill: keeps it, adds it up, and leaves its rows in a table. */
export async function fetchTradeBill(deps: BillDeps, date: string): Promise<Fetched<TradeRead>> {
  const { subMchid } = deps.billed;
  const request: TradeBillRequest = {
    kind: 'trade',
    type: 'all',
    date,
    ...(subMchid !== null && { subMchid }),
  };
  const fold = tradePass({
    date,
    party: deps.billed,
    rowsAtOnce: deps.rowsAtOnce,
    fromSecond: 0,
    seed: deps.clock.nowMs(),
  });
  return fetchBill(deps, request, async (bill, copy) => {
    const reading = await deps.bills.readTrades(bill, fold, copy);
    if (reading.kind !== 'read') return reading;
    const { settlementTotal, settlementRefund, feeMicroyuan } = reading.summary;
    const whole = {
      settlementMinor: settlementTotal.minor,
      settlementRefundMinor: settlementRefund.minor,
      feeMicroyuan,
    };
    return { ...reading, value: { pass: reading.value, whole } };
  });
}

const fundFold: BillFold<FundFlowRow, FundFlowSum> = {
  start: () => new FundFlowSum(),
  add: (sum, row) => {
    sum.add({
      line: row.line,
      businessType: row.businessType,
      businessId: row.businessId,
      income: row.direction === 'income',
      amountMinor: row.amount.minor,
      balanceMinor: row.balance.minor,
    });
    return sum;
  },
};

/** Fetches the movements of a day's basic account, keeps the file and adds it up. */
export function fetchFundFlow(deps: BillDeps, date: string): Promise<Fetched<FundDay>> {
  return fetchBill(deps, { kind: 'fundFlow', account: 'basic', date }, async (bill, copy) => {
    const reading = await deps.bills.readFundFlow(bill, fundFold, copy);
    return reading.kind === 'read' ? { ...reading, value: reading.value.end() } : reading;
  });
}
