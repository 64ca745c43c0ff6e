import type { Money } from '../../../contract/money';
import type { QuoteLineView, QuoteView } from '../../../contract/quote';

/** A line whose price moved while the page was open. */
export interface Repriced {
  readonly skuId: string;
  readonly title: string;
  readonly specification: string;
  readonly before: Money;
  readonly now: Money;
}

/** What a shopper has to see before paying another sum than the one on the page. */
export interface NewPrice {
  readonly before: Money;
  readonly now: Money;
  readonly lines: readonly Repriced[];
  /** The freight, where it is the freight that moved. */
  readonly freight: { readonly before: Money; readonly now: Money } | null;
}

function differs(one: Money, other: Money): boolean {
  return one.minor !== other.minor || one.currency !== other.currency;
}

type Priced = Pick<QuoteView, 'lines' | 'freight' | 'payable'>;

/** What moved between the quote on the page and the one the server holds now. */
export function newPriceOf(shown: Priced, now: Priced): NewPrice {
  const known = new Map<string, QuoteLineView>(shown.lines.map((line) => [line.skuId, line]));
  const lines = now.lines.flatMap(({ skuId, title, specification, unitPrice }) => {
    const before = known.get(skuId)?.unitPrice;
    if (before === undefined || !differs(before, unitPrice)) return [];
    return [{ skuId, title, specification, before, now: unitPrice }];
  });
  const freight = differs(shown.freight, now.freight) ? { before: shown.freight, now: now.freight } : null;
  return { before: shown.payable, now: now.payable, lines, freight };
}
