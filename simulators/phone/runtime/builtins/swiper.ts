import { phoneUnits } from '../element-factory';
import { textFrom } from '../text';
import type { Builtin, Host, Mounted } from './builtin';

/** A finger that moved further turns the page. */
const TURN_DISTANCE_PX = 30;

interface Carousel {
  readonly host: Host;
  current: number;
  offset: number;
}

function itemsOf({ element }: Host): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>('wx-swiper-item')].filter(
    (item) => item.closest('wx-swiper') === element,
  );
}

/** How many places an item stands from the shown one; in a circle, the shorter way. */
function places(index: number, { current, host }: Carousel, count: number): number {
  const distance = index - current;
  if (!host.flag('circular') || count < 3) return distance;
  if (distance > count / 2) return distance - count;
  return distance < -count / 2 ? distance + count : distance;
}

function lay(carousel: Carousel, animate: 'animated' | 'at once'): void {
  const { host, offset } = carousel;
  const items = itemsOf(host);
  const vertical = host.flag('vertical');
  const margins = ['previousMargin', 'nextMargin'].map((name) => phoneUnits(host.text(name) || '0px'));
  for (const [index, item] of items.entries()) {
    const place = `calc(${places(index, carousel, items.length) * 100}% + ${offset}px)`;
    item.style.transition = animate === 'animated' ? `transform ${host.number('duration')}ms` : 'none';
    item.style.transform = vertical ? `translate(0, ${place})` : `translate(${place}, 0)`;
    item.style.inset = vertical ? `${margins[0]} 0 ${margins[1]} 0` : `0 ${margins[1]} 0 ${margins[0]}`;
    item.setAttribute('aria-hidden', String(index !== carousel.current));
  }
}

function drawDots({ host, current }: Carousel, dots: HTMLElement): void {
  if (!host.flag('indicatorDots')) return dots.remove();
  const colours = ['indicatorColor', 'indicatorActiveColor'].map(host.text);
  const marks = itemsOf(host).map((_, index) => {
    const dot = document.createElement('i');
    dot.style.background = colours[index === current ? 1 : 0] ?? '';
    return dot;
  });
  dots.className = `ph-swiper-dots${host.flag('vertical') ? ' ph-vertical' : ''}`;
  dots.replaceChildren(...marks);
  if (dots.parentNode !== host.element) host.element.append(dots);
}

function mountSwiper(host: Host): Mounted {
  const carousel: Carousel = { host, current: host.number('current'), offset: 0 };
  const dots = document.createElement('div');
  const draw = (animate: 'animated' | 'at once'): void => {
    lay(carousel, animate);
    drawDots(carousel, dots);
  };
  const turn = (wanted: number, source: '' | 'autoplay' | 'touch'): void => {
    const count = itemsOf(host).length;
    if (count === 0) return;
    const next = host.flag('circular') ? (wanted + count) % count : Math.max(0, Math.min(count - 1, wanted));
    const turned = next !== carousel.current;
    carousel.current = next;
    draw('animated');
    if (!turned) return;
    host.set('current', next);
    const currentItemId = textFrom((itemsOf(host)[next] as Host['element']).__wxElement?.data['itemId']);
    const detail = { current: next, source, currentItemId };
    host.trigger('change', detail);
    window.setTimeout(() => host.trigger('animationfinish', detail), host.number('duration'));
  };
  listenToFinger(carousel, () => draw('at once'), turn);
  let timer = 0;
  const observer = new MutationObserver(() => draw('at once'));
  observer.observe(host.element.querySelector('wx-swiper-item')?.parentElement ?? host.element, {
    childList: true,
  });
  return {
    update: () => {
      window.clearInterval(timer);
      if (host.flag('autoplay'))
        timer = window.setInterval(() => {
          const last = carousel.current === itemsOf(host).length - 1;
          turn(last && !host.flag('circular') ? 0 : carousel.current + 1, 'autoplay');
        }, host.number('interval'));
      if (host.number('current') !== carousel.current) turn(host.number('current'), '');
      else draw('at once');
    },
    unmount: () => {
      window.clearInterval(timer);
      observer.disconnect();
    },
  };
}

function listenToFinger(
  carousel: Carousel,
  draw: () => void,
  turn: (wanted: number, source: 'touch') => void,
): void {
  const { host } = carousel;
  let from: number | undefined;
  const at = (event: { readonly touches?: readonly unknown[] }): number => {
    const touch = event.touches?.[0] as { readonly clientX: number; readonly clientY: number } | undefined;
    return (host.flag('vertical') ? touch?.clientY : touch?.clientX) ?? 0;
  };
  host.on('touchstart', (event) => (from = at(event)));
  host.on('touchmove', (event) => {
    if (from === undefined) return;
    carousel.offset = at(event) - from;
    draw();
  });
  host.on('touchend', () => {
    if (from === undefined) return;
    const { offset } = carousel;
    [from, carousel.offset] = [undefined, 0];
    const step = Math.abs(offset) > TURN_DISTANCE_PX ? -Math.sign(offset) : 0;
    turn(carousel.current + step, 'touch');
  });
}

export const SWIPERS: readonly Builtin[] = [
  {
    tag: 'swiper',
    properties: {
      indicatorDots: Boolean,
      indicatorColor: { type: String, value: 'rgba(0,0,0,.3)' },
      indicatorActiveColor: { type: String, value: '#000' },
      autoplay: Boolean,
      current: Number,
      interval: { type: Number, value: 5000 },
      duration: { type: Number, value: 500 },
      circular: Boolean,
      vertical: Boolean,
      previousMargin: String,
      nextMargin: String,
      displayMultipleItems: { type: Number, value: 1 },
      snapToEdge: Boolean,
      easingFunction: String,
      currentItemId: String,
    },
    mount: mountSwiper,
  },
];
