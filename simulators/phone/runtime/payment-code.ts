import { tellFrame } from './frame-link';
import { el, openLayer } from './layer';
import { showPaid, showSheet } from './pay-sheet';
import type { Outcome } from './pay-sheet';
import { IDENTITY, post, reach } from './world';
import { ask } from './wx/dialogs';

/** How often WeChat looks what became of the code. */
const LOOK_EVERY_MS = 1_000;
const PASSWORD_KEY = `phone-code-password:${IDENTITY}`;

/** How it stands with the code on the screen, as the server tells it. */
interface Standing {
  readonly standing: 'shown' | 'asked' | 'paid' | 'over';
  readonly merchantName: string;
  readonly total: number;
}

async function look(code: string): Promise<Standing | undefined> {
  const response = await reach(`/pay/codes/${code}`).catch(() => undefined);
  return response?.ok === true ? ((await response.json()) as Standing) : undefined;
}

/** What a cashier scans or types: groups of four are easiest to read out. */
function grouped(code: string): string {
  return code.replace(/(\d{4})(?=\d)/g, '$1 ');
}

async function answer(code: string, outcome: Outcome): Promise<boolean> {
  const { taken } = await post<{ readonly taken: boolean }>(`/pay/codes/${code}`, { outcome });
  return taken;
}

/** The password a payment waits for, and what is said where nobody waits for it any more. */
async function typePassword(code: string, standing: Standing): Promise<void> {
  const { outcome, layer } = await showSheet(standing);
  const taken = await answer(code, outcome).finally(() => layer.close());
  if (!taken) await ask({ content: '这笔付款已经撤销', showCancel: false, confirmText: '我知道了' });
}

/** One code at a time; a new one every minute, and after each that is used up. */
class ShownCode {
  #code = '';
  #open = true;
  readonly #digits: HTMLElement;

  constructor(digits: HTMLElement) {
    this.#digits = digits;
  }

  async renew(password: boolean): Promise<void> {
    const { code } = await post<{ readonly code: string }>('/pay/codes', { password });
    this.#code = code;
    this.#digits.textContent = grouped(code);
  }

  close(): void {
    this.#open = false;
  }

  /** Follows the code until it is paid or the page is left. Resolves to whether it was paid. */
  async follow(asksPassword: () => boolean): Promise<boolean> {
    while (this.#open) {
      const code = this.#code;
      const standing = await look(code);
      if (!this.#open) return false;
      if (standing?.standing === 'asked') await typePassword(code, standing);
      else if (standing?.standing === 'paid') {
        tellFrame({ kind: 'payment', text: '付款码已付款' });
        await showPaid(standing);
        return true;
      } else if (standing?.standing === 'over' && code === this.#code) await this.renew(asksPassword());
      else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return false;
  }
}

/** 收付款, WeChat's own page with the code a counter scans. Resolves when it is left. */
export async function showPaymentCode(): Promise<void> {
  const digits = el('p', { class: 'ph-code-digits', attributes: { 'aria-label': '付款码' } });
  const password = el('input', { attributes: { type: 'checkbox' } });
  password.checked = localStorage.getItem(PASSWORD_KEY) !== 'no';
  const shown = new ShownCode(digits);
  const end = (): void => {
    shown.close();
    layer.close();
  };
  password.addEventListener('change', () => {
    localStorage.setItem(PASSWORD_KEY, password.checked ? 'yes' : 'no');
    void shown.renew(password.checked);
  });
  const layer = openLayer(
    [
      el(
        'header',
        { class: 'ph-full-head' },
        el('button', { text: '返回', onClick: end }),
        el('b', { text: '收付款' }),
        el('span'),
      ),
      el(
        'div',
        { class: 'ph-code-card' },
        digits,
        el('small', { text: '向收银员出示，每分钟自动更新。店员的手机在“扫一扫”里能看到它' }),
      ),
      el('label', { class: 'ph-code-password' }, '付款时输入密码', password),
    ],
    { kind: 'full', label: '收付款', onDismiss: end },
  );
  tellFrame({ kind: 'payment', text: '出示付款码' });
  await shown.renew(password.checked);
  await shown.follow(() => password.checked);
  end();
}
