import { el } from './layer';

const MINUTE_MS = 60_000;

/** The line above everything: the hour, the signal. */
export function addStatusBar(host: HTMLElement): void {
  const clock = el('time');
  const draw = (): void => {
    clock.textContent = new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' });
  };
  draw();
  window.setInterval(draw, MINUTE_MS / 4);
  host.append(
    el('div', { class: 'status-bar', attributes: { 'aria-hidden': 'true' } }, clock, el('span', { class: 'status-icons' }, el('i', { class: 'signal' }), el('i', { class: 'battery' }))),
  );
}
