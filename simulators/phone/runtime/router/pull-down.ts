import { el } from '../layer';

const REFRESH_DISTANCE_PX = 50;
/** The finger goes further than the page. */
const RESISTANCE = 2.5;

/** Pulling a page down at its top to refresh it. */
export interface Pull {
  start(): void;
  stop(): void;
}

interface PullOptions {
  readonly view: HTMLElement;
  readonly scroller: HTMLElement;
  readonly enabled: boolean;
  readonly onPull: () => void;
}

export function createPull({ view, scroller, enabled, onPull }: PullOptions): Pull {
  const dots = el('div', { class: 'ph-pull-dots' }, el('i'), el('i'), el('i'));
  let [from, distance, refreshing] = [Number.NaN, 0, false];
  const place = (top: number): void => {
    scroller.style.top = top > 0 ? `${top}px` : '';
    if (top > 0 && dots.parentNode !== view) view.prepend(dots);
    if (top <= 0) dots.remove();
  };
  const start = (): void => {
    if (refreshing) return;
    refreshing = true;
    scroller.scrollTop = 0;
    place(REFRESH_DISTANCE_PX);
    onPull();
  };
  const begin = (y: number): void => {
    from = scroller.scrollTop <= 0 && !refreshing ? y : Number.NaN;
  };
  const move = (y: number, event: Event): void => {
    if (Number.isNaN(from) || event.defaultPrevented) return;
    distance = (y - from) / RESISTANCE;
    if (distance > 0 && event.cancelable) event.preventDefault();
    place(Math.max(0, Math.min(distance, REFRESH_DISTANCE_PX * 1.5)));
  };
  const end = (): void => {
    const far = distance >= REFRESH_DISTANCE_PX;
    [from, distance] = [Number.NaN, 0];
    if (refreshing) return;
    if (far) start();
    else place(0);
  };
  if (enabled) {
    scroller.addEventListener('touchstart', ({ touches }) => begin(touches[0]?.clientY ?? Number.NaN), {
      passive: true,
    });
    scroller.addEventListener('touchmove', (event) => move(event.touches[0]?.clientY ?? Number.NaN, event), {
      passive: false,
    });
    scroller.addEventListener('touchend', end);
    scroller.addEventListener('mousedown', ({ clientY }) => begin(clientY));
    scroller.addEventListener('mousemove', (event) => move(event.clientY, event));
    scroller.addEventListener('mouseup', end);
    scroller.addEventListener('mouseleave', end);
  }
  return {
    start,
    stop: () => {
      refreshing = false;
      place(0);
    },
  };
}
