import { fen, formatMoney } from '../../../miniprogram/contract/money';
import type { Money } from '../../../miniprogram/contract/money';
import { compareMoney, subtractMoney } from '../money';

/** What delivery costs: one fee, none from some total on, dearer or none at all for some provinces. */
export interface FreightRule {
  readonly fee: Money;
  /** Goods of at least this cost no freight, except where `remoteFee` is due; null: always a fee. */
  readonly freeFrom: Money | null;
  /** Provinces by the beginning of their names, e.g. 新疆, which matches 新疆维吾尔自治区. */
  readonly remoteProvinces: readonly string[];
  readonly remoteFee: Money;
  readonly notDelivered: readonly string[];
}

/** The fee with a sentence about it, or that nobody delivers there. */
export type Freight =
  | { readonly kind: 'delivered'; readonly fee: Money; readonly note: string }
  | { readonly kind: 'notDelivered' };

function isAmong(province: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => province.startsWith(beginning));
}

/** What delivering goods of this total costs. Without a province, what it costs to most places. */
export function freightOf(rule: FreightRule, goodsTotal: Money, province: string | null): Freight {
  if (province !== null && isAmong(province, rule.notDelivered)) return { kind: 'notDelivered' };
  if (goodsTotal.minor === 0) return { kind: 'delivered', fee: fen(0), note: '' };
  if (province !== null && isAmong(province, rule.remoteProvinces))
    return { kind: 'delivered', fee: rule.remoteFee, note: '偏远地区运费' };
  const { freeFrom, fee } = rule;
  if (freeFrom === null) return { kind: 'delivered', fee, note: '' };
  if (compareMoney(goodsTotal, freeFrom) >= 0)
    return { kind: 'delivered', fee: fen(0), note: `满${formatMoney(freeFrom)}包邮` };
  const missing = formatMoney(subtractMoney(freeFrom, goodsTotal));
  return { kind: 'delivered', fee, note: `满${formatMoney(freeFrom)}包邮，还差${missing}` };
}
