const DRAW_EVERY_MS = 5_000;
const ICONS = '<span class="ph-status-icons"><i class="ph-signal"></i><i class="ph-battery"></i></span>';

function clockText(): string {
  return new Date().toLocaleTimeString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** The line above a page: the hour, the signal. Its colour is the page's. */
export function createStatusBar(): HTMLElement {
  const bar = document.createElement('div');
  bar.className = 'ph-status-bar';
  bar.setAttribute('aria-hidden', 'true');
  bar.innerHTML = `<time>${clockText()}</time>${ICONS}`;
  return bar;
}

/** Keeps every status bar's hour right, and adds the line a thumb swipes. */
export function addScreenParts(host: HTMLElement): void {
  const line = document.createElement('div');
  line.className = 'ph-home-line';
  line.setAttribute('aria-hidden', 'true');
  host.append(line);
  window.setInterval(() => {
    for (const clock of document.querySelectorAll('.ph-status-bar time')) clock.textContent = clockText();
  }, DRAW_EVERY_MS);
}
