import { el } from './layer';

/** The height of one row, as the style sheet draws it. */
const ROW_PX = 40;
/** A scroll that rested this long has come to its end, where the browser does not say so itself. */
const REST_MS = 120;

/** A column that turns under the finger; the row in the middle is chosen. */
export interface Wheel {
  readonly element: HTMLElement;
  readonly index: number;
  show(rows: readonly string[], index: number): void;
}

export function createWheel(onTurn: (index: number) => void): Wheel {
  const element = el('div', { class: 'ph-wheel', attributes: { role: 'listbox', tabindex: '0' } });
  let [index, count, timer] = [0, 0, 0];
  const mark = (): void => {
    for (const [row, child] of [...element.children].entries())
      child.setAttribute('aria-selected', String(row === index));
  };
  const rest = (): void => {
    const next = Math.max(0, Math.min(count - 1, Math.round(element.scrollTop / ROW_PX)));
    if (next === index) return;
    index = next;
    mark();
    onTurn(index);
  };
  if ('onscrollend' in window) element.addEventListener('scrollend', rest);
  else
    element.addEventListener('scroll', () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(rest, REST_MS);
    });
  const choose = (row: number): void => {
    const turned = row !== index;
    index = row;
    element.scrollTo({ top: row * ROW_PX, behavior: 'smooth' });
    mark();
    if (turned) onTurn(index);
  };
  return {
    element,
    get index() {
      return index;
    },
    show: (rows, wanted) => {
      count = rows.length;
      index = Math.max(0, Math.min(count - 1, wanted));
      const items = rows.map((text, row) =>
        el('div', { text, onClick: () => choose(row), attributes: { role: 'option' } }),
      );
      element.replaceChildren(...items);
      mark();
      const top = index * ROW_PX;
      element.scrollTop = top;
      // Before it stands in the document it cannot scroll.
      requestAnimationFrame(() => (element.scrollTop = top));
    },
  };
}
