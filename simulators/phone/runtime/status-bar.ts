import { el } from './layer';

const DRAW_EVERY_MS = 5_000;

function clockText(): string {
  return new Date().toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** The line above a page: the hour, the signal. Its colour is the page's. */
export function createStatusBar(): HTMLElement {
  const icons = el(
    'span',
    { class: 'status-icons' },
    el('i', { class: 'signal' }),
    el('i', { class: 'battery' }),
  );
  return el(
    'div',
    { class: 'status-bar', attributes: { 'aria-hidden': 'true' } },
    el('time', { text: clockText() }),
    icons,
  );
}

/** Keeps every status bar's hour right, and adds the line a thumb swipes. */
export function addScreenParts(host: HTMLElement): void {
  host.append(el('div', { class: 'home-line', attributes: { 'aria-hidden': 'true' } }));
  window.setInterval(() => {
    for (const clock of document.querySelectorAll('.status-bar time')) clock.textContent = clockText();
  }, DRAW_EVERY_MS);
}
