import { MAX_ORDER_MINOR, type Money } from '../../../contract/money';
import { readYuan } from '../../../stores/yuan';

/** The keys of the keypad in the order they are drawn; `back` takes the last sign away. */
export const AMOUNT_KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', 'back'] as const;
export type AmountKey = (typeof AMOUNT_KEYS)[number];

/** Digits before the point: one order holds at most 1,000,000 yuan. */
const MOST_WHOLE_DIGITS = String(MAX_ORDER_MINOR / 100).length;

function added(text: string, key: Exclude<AmountKey, 'back'>): string {
  if (key === '.') return text === '' ? '0.' : `${text}.`;
  return text === '0' ? key : text + key;
}

const TYPEABLE = new RegExp(`^(?:\\d{1,${MOST_WHOLE_DIGITS}}(?:\\.\\d{0,2})?)?$`);

/** What stands there after a key. A key that would make it no amount, or too large a one, changes nothing. */
export function pressKey(text: string, key: AmountKey): string {
  if (key === 'back') return text.slice(0, -1);
  const next = added(text, key);
  if (!TYPEABLE.test(next)) return text;
  const [whole = '', fraction = ''] = next.split('.');
  return Number(whole + fraction.padEnd(2, '0')) > MAX_ORDER_MINOR ? text : next;
}

/** The amount that stands there, or null while it is none that can be collected. */
export function amountTyped(text: string): Money | null {
  return readYuan(text);
}
