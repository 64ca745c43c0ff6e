import type { BillFormat } from './bill-order';

/** Yuan with two decimals: the form of every amount in a row. Integers only, so nothing is rounded. */
export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The fee of a row. Documents show two decimals and a sign on every refund; files show five. */
export function feeFigure(fen: number, isRefund: boolean, figures: BillFormat['figures']): string {
  if (figures === 'live') return `${yuan(fen)}000`;
  return isRefund && fen === 0 ? '-0.00' : yuan(fen);
}

/** An amount in the summary row: files lose their last zeros (`0.0`, `12.5`). */
export function sumFigure(fen: number, figures: BillFormat['figures']): string {
  const whole = yuan(fen);
  return figures === 'live' && whole.endsWith('0') ? whole.slice(0, -1) : whole;
}

/** A count in the summary row: files show `45.0`. */
export function countFigure(count: number, figures: BillFormat['figures']): string {
  return figures === 'live' ? `${count}.0` : String(count);
}

/** `yyyy-MM-dd HH:mm:ss` in Beijing. */
export function billTime(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
