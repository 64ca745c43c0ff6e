import { addWorkingDays } from '../beijing-day';
import type { SeededRandom } from '../seeded-random';

const BANK_NAMES: Readonly<Record<string, string>> = {
  CMB: '招商银行',
  ICBC: '工商银行',
  CCB: '建设银行',
  ABC: '农业银行',
  BOC: '中国银行',
};

const CARD_NAMES: Readonly<Record<string, string>> = { CREDIT: '信用卡', DEBIT: '借记卡' };

/** What WeChat Pay calls the shopper's own balance. */
const WALLET = '支付用户零钱';

/** Where an abnormal refund goes that is paid out to the merchant instead. */
export const MERCHANT_ACCOUNT = '商户结算银行账户';

/** Back the way it came: a bank card by its bank, kind and last digits, else the shopper's balance. */
export function receivedAccount(bankType: string, lastDigits: string): string {
  const [bank = '', card = ''] = bankType.split('_');
  const cardName = CARD_NAMES[card];
  return cardName === undefined ? WALLET : `${BANK_NAMES[bank] ?? bank}${cardName}${lastDigits}`;
}

/** When a refund made now arrives: a balance within the minute, a bank card in one to three working days. */
export function arrivalMs(bankType: string, nowMs: number, random: SeededRandom): number {
  const chance = random.fraction('refundDelay');
  const toCard = CARD_NAMES[bankType.split('_')[1] ?? ''] !== undefined;
  return toCard
    ? addWorkingDays(nowMs, 1 + Math.floor(chance * 3))
    : nowMs + 5_000 + Math.floor(chance * 55_000);
}
