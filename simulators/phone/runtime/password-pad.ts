import { el } from './layer';

const LENGTH = 6;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'] as const;

export interface PasswordPad {
  readonly element: HTMLElement;
  clear(): void;
  /** The keyboard of the computer types here too, until this is called. */
  close(): void;
}

/** The six boxes and the keys under them; `onFull` gets what was typed. */
export function passwordPad(hint: string, onFull: (password: string) => void): PasswordPad {
  let typed = '';
  const boxes = Array.from({ length: LENGTH }, () => el('i'));
  const show = (now: string): void => {
    typed = now;
    for (const [index, box] of boxes.entries()) box.classList.toggle('ph-full', index < typed.length);
  };
  const type = (key: string): void => {
    if (key === '⌫') return show(typed.slice(0, -1));
    if (typed.length === LENGTH) return;
    show(typed + key);
    if (typed.length === LENGTH) onFull(typed);
  };
  const keys = KEYS.map((key) =>
    key === ''
      ? el('span')
      : el('button', {
          text: key,
          onClick: () => type(key),
          attributes: key === '⌫' ? { 'aria-label': '删除' } : {},
        }),
  );
  const onKey = (event: KeyboardEvent): void => {
    const key = event.key === 'Backspace' ? '⌫' : event.key;
    if (/^[0-9⌫]$/.test(key)) type(key);
  };
  document.addEventListener('keydown', onKey);
  return {
    element: el(
      'div',
      {},
      el('div', { class: 'ph-pay-boxes', attributes: { 'aria-label': '支付密码' } }, ...boxes),
      el('p', { class: 'ph-pay-hint', text: hint }),
      el('div', { class: 'ph-pay-keys' }, ...keys),
    ),
    clear: () => show(''),
    close: () => document.removeEventListener('keydown', onKey),
  };
}
