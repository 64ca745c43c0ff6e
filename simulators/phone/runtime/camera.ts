import { el, openLayer } from './layer';
import { IDENTITY } from './world';

const CODES_KEPT = 6;
const CODES_KEY = `phone-codes:${IDENTITY}`;

/** A code on another phone of this world. */
export interface CodeInSight {
  readonly code: string;
  readonly words: string;
}

function knownCodes(): readonly string[] {
  return JSON.parse(localStorage.getItem(CODES_KEY) ?? '[]') as readonly string[];
}

function keepCode(code: string): void {
  const codes = [code, ...knownCodes().filter((known) => known !== code)].slice(0, CODES_KEPT);
  localStorage.setItem(CODES_KEY, JSON.stringify(codes));
}

function codeButtons(codes: readonly CodeInSight[], scan: (code: string) => void): readonly HTMLElement[] {
  return codes.map(({ code, words }) =>
    el('button', { class: 'ph-scan-known', text: words, onClick: () => scan(code) }),
  );
}

/**
 * No camera here: a code is typed, taken from those scanned before, or from another phone that shows one. Resolves to
 * what was read; null when it was left.
 */
export function readCode(inSight: readonly CodeInSight[]): Promise<string | null> {
  return new Promise((resolve) => {
    const field = el('input', {
      attributes: { placeholder: '输入条码或二维码的内容', 'aria-label': '码的内容' },
    });
    const end = (result: string | null): void => {
      layer.close();
      resolve(result);
    };
    const cancel = (): void => end(null);
    const scan = (code: string): void => {
      if (code === '') return field.focus();
      keepCode(code);
      end(code);
    };
    const layer = openLayer(
      [
        el('div', { class: 'ph-scan-window' }, el('i')),
        el('p', { text: '这台手机没有摄像头，请输入码的内容' }),
        ...codeButtons(inSight, scan),
        field,
        ...codeButtons(
          knownCodes().map((code) => ({ code, words: code })),
          scan,
        ),
        el(
          'footer',
          {},
          el('button', { text: '取消', onClick: cancel }),
          el('button', { class: 'ph-primary', text: '扫到了', onClick: () => scan(field.value.trim()) }),
        ),
      ],
      { kind: 'full', label: '扫一扫', onDismiss: cancel },
    );
    layer.element.classList.add('ph-scan');
    field.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') scan(field.value.trim());
    });
    field.focus();
  });
}
