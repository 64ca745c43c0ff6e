import type { WholeTrade } from './bill-day';

/** What is looked at of one movement of the account. */
export interface FundMovement {
  readonly line: number;
  readonly businessType: string;
  readonly businessId: string;
  readonly income: boolean;
  readonly amountMinor: number;
  readonly balanceMinor: number;
}

/** What the movements of a day came to. */
export interface FundDay {
  readonly rows: number;
  /** Before the first movement and after the last; null while nothing moved. */
  readonly balance: { readonly openingMinor: number; readonly closingMinor: number } | null;
  /** Lines whose balance does not follow from the line before: the first few, and how many there are. */
  readonly breaks: readonly BalanceBreak[];
  readonly breakCount: number;
  readonly collectedMinor: number;
  readonly givenBackMinor: number;
  /** Fees taken less fees given back. */
  readonly feeMinor: number;
}

/** A line whose balance does not follow. */
export interface BalanceBreak {
  readonly line: number;
  readonly expectedMinor: number;
  readonly toldMinor: number;
}

/** WeChat Pay's words for the movements that a trade bill tells of too (page 4013071246). */
const COLLECT = '交易';
const FEE = '扣除交易手续费';
const REFUND = '退款';
const FEE_BACK = '退还交易手续费';

/** Breaks that are told one by one. */
const BREAKS_TOLD = 3;

/** Adds up the movements of one day in the order of the file, in the same room however many there are. */
export class FundFlowSum {
  private rows = 0;
  private opening: number | null = null;
  private balance = 0;
  private readonly breaks: BalanceBreak[] = [];
  private breakCount = 0;
  private collected = 0;
  private givenBack = 0;
  private fee = 0;
  /** Refunds that WeChat Pay closed and took back: with them it takes the fee again, which no trade bill tells. */
  private readonly returned = new Set<string>();

  /** Takes the next line. */
  add(movement: FundMovement): void {
    const change = movement.income ? movement.amountMinor : -movement.amountMinor;
    if (this.opening === null) this.opening = movement.balanceMinor - change;
    else if (this.balance + change !== movement.balanceMinor) this.noteBreak(movement, this.balance + change);
    this.balance = movement.balanceMinor;
    this.rows += 1;
    this.addTo(movement);
  }

  /** What they came to. */
  end(): FundDay {
    const { rows, opening, breaks, breakCount } = this;
    return {
      rows,
      balance: opening === null ? null : { openingMinor: opening, closingMinor: this.balance },
      breaks,
      breakCount,
      collectedMinor: this.collected,
      givenBackMinor: this.givenBack,
      feeMinor: this.fee,
    };
  }

  private noteBreak({ line, balanceMinor: toldMinor }: FundMovement, expectedMinor: number): void {
    this.breakCount += 1;
    if (this.breaks.length < BREAKS_TOLD) this.breaks.push({ line, expectedMinor, toldMinor });
  }

  private addTo({ businessType, businessId, income, amountMinor }: FundMovement): void {
    switch (businessType) {
      case COLLECT:
        this.collected += income ? amountMinor : -amountMinor;
        return;
      case REFUND:
        if (income) this.returned.add(businessId);
        else this.givenBack += amountMinor;
        return;
      case FEE:
        if (!this.returned.has(businessId)) this.fee += income ? -amountMinor : amountMinor;
        return;
      case FEE_BACK:
        this.fee -= income ? amountMinor : -amountMinor;
        return;
      default:
        // Withdrawals, deposits and whatever else moves an account are in no trade bill.
        return;
    }
  }
}

/** A sum that the two bills tell differently. */
export interface FundTotalsDifference {
  readonly name: 'collected' | 'givenBack' | 'fee';
  readonly tradeMinor: number;
  readonly fundMinor: number;
}

const MICROYUAN_PER_FEN = 10_000;

/** Holds the account's movements against the trade bill of the same day: what came, what went back, and the fees. */
export function compareTotals(trade: WholeTrade, fund: FundDay): readonly FundTotalsDifference[] {
  const pairs: readonly FundTotalsDifference[] = [
    { name: 'collected', tradeMinor: trade.settlementMinor, fundMinor: fund.collectedMinor },
    { name: 'givenBack', tradeMinor: trade.settlementRefundMinor, fundMinor: fund.givenBackMinor },
    { name: 'fee', tradeMinor: Math.round(trade.feeMicroyuan / MICROYUAN_PER_FEN), fundMinor: fund.feeMinor },
  ];
  return pairs.filter(({ tradeMinor, fundMinor }) => tradeMinor !== fundMinor);
}
