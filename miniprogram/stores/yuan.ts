import { fen, MAX_ORDER_MINOR, type Money } from '../contract/money';

/**
 * Reads an amount as people type it: `12`, `12.5`, `¥1,234.50`, full-width digits and points. Null for anything else, for
 * more than two decimals, for nothing and for more than an order can hold. Digits only: no fraction is ever computed.
 */
export function readYuan(text: string): Money | null {
  const plain = text
    .replace(/[０-９．，]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/。/g, '.')
    .replace(/[\s¥￥,元]/g, '');
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:\.(\d{0,2}))?$/.exec(plain) ?? [];
  if (whole === '') return null;
  const minor = Number(whole + fraction.padEnd(2, '0'));
  return minor > 0 && minor <= MAX_ORDER_MINOR ? fen(minor) : null;
}
