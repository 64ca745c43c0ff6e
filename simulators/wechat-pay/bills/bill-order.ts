import type { FundAccount } from '../funds/accounts';

export type TradeBillType = 'ALL' | 'SUCCESS' | 'REFUND';

/** Points of a bill's form that documents and files in the wild do not agree on. */
export interface BillFormat {
  readonly byteOrderMark: boolean;
  readonly lineEnd: '\r\n' | '\n';
  /** Whether the last line has an end too. */
  readonly lastLineEnd: boolean;
  /** `live`: fees with five decimals, sums with their zeros trimmed; `docs`: everything with two. */
  readonly figures: 'live' | 'docs';
  /** Around 元 in the header of a fund flow bill. */
  readonly parentheses: 'half' | 'full';
  /** Rows of a trade bill in the order of time, or not. */
  readonly rowOrder: 'time' | 'mixed';
}

export type DifferenceKind = 'missingRow' | 'extraRow' | 'wrongAmount' | 'wrongState' | 'wrongFee';

/** A row that does not say what happened. `number` finds it: out_trade_no or out_refund_no. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly number: string;
}

/** Everything that decides the bytes of a bill: the same order gives the same file. */
export type BillOrder = {
  readonly day: string;
  readonly format: BillFormat;
  readonly gzip: boolean;
  readonly difference?: Difference;
} & (
  | { readonly kind: 'trade'; readonly type: TradeBillType; readonly subMchid?: string }
  | { readonly kind: 'fundFlow'; readonly account: FundAccount }
);

/** A bill that may be downloaded for a while. One journal line. */
export interface BillEntry {
  readonly kind: 'billIssued';
  readonly token: string;
  readonly order: BillOrder;
  readonly expiresMs: number;
}

/** The download tokens handed out. */
export interface BillTokens {
  /** undefined: no such token, or its time is over. */
  find(token: string, nowMs: number): BillOrder | undefined;
}

export interface BillTokensKeeper extends BillTokens {
  apply(entry: BillEntry): void;
  clear(): void;
}

export function createBillTokens(): BillTokensKeeper {
  const issued = new Map<string, BillEntry>();
  return {
    find(token, nowMs) {
      const entry = issued.get(token);
      return entry !== undefined && nowMs < entry.expiresMs ? entry.order : undefined;
    },
    apply(entry) {
      // Every token lives equally long, so the oldest are the first to go.
      const issuedMs = entry.expiresMs - BILL_TOKEN_LIFE_MS;
      for (const [token, { expiresMs }] of issued) {
        if (expiresMs > issuedMs) break;
        issued.delete(token);
      }
      issued.set(entry.token, entry);
    },
    clear: () => issued.clear(),
  };
}

/** A download_url lives five minutes. */
export const BILL_TOKEN_LIFE_MS = 5 * 60_000;
