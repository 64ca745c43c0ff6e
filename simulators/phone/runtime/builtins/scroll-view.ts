import { phoneUnits } from '../element-factory';
import type { Builtin, Host, Mounted } from './builtin';

/** How far a finger must pull before letting go refreshes. */
const REFRESH_DISTANCE_PX = 45;

function thresholds({ number }: Host): { readonly upper: number; readonly lower: number } {
  return { upper: number('upperThreshold'), lower: number('lowerThreshold') };
}

function listenToScroll(host: Host): void {
  const { element, trigger } = host;
  let [before, reachedEnd, reachedStart] = [{ top: 0, left: 0 }, false, true];
  element.addEventListener('scroll', (event) => {
    if (event.target !== element) return;
    const { scrollTop, scrollLeft, scrollWidth, scrollHeight, clientWidth, clientHeight } = element;
    const [deltaX, deltaY] = [before.left - scrollLeft, before.top - scrollTop];
    before = { top: scrollTop, left: scrollLeft };
    trigger('scroll', { scrollLeft, scrollTop, scrollWidth, scrollHeight, deltaX, deltaY });
    const { upper, lower } = thresholds(host);
    const vertical = host.flag('scrollY');
    const toEnd = vertical ? scrollHeight - clientHeight - scrollTop : scrollWidth - clientWidth - scrollLeft;
    const toStart = vertical ? scrollTop : scrollLeft;
    if (toEnd <= lower && !reachedEnd) trigger('scrolltolower', { direction: vertical ? 'bottom' : 'right' });
    if (toStart <= upper && !reachedStart) trigger('scrolltoupper', { direction: vertical ? 'top' : 'left' });
    [reachedEnd, reachedStart] = [toEnd <= lower, toStart <= upper];
  });
}

/** Pulling down at the top: the list follows the finger, and lets go into a refresh. */
function listenToPull({ element, flag, trigger, set, on }: Host): void {
  let [from, distance] = [Number.NaN, 0];
  const y = (event: { readonly touches?: readonly unknown[] }): number =>
    (event.touches?.[0] as { readonly clientY: number } | undefined)?.clientY ?? Number.NaN;
  on('touchstart', (event) => {
    from = flag('refresherEnabled') && element.scrollTop <= 0 ? y(event) : Number.NaN;
  });
  on('touchmove', (event) => {
    distance = (y(event) - from) / 2;
    if (distance > 0) trigger('refresherpulling', { dy: distance });
  });
  on('touchend', () => {
    const far = distance > REFRESH_DISTANCE_PX;
    [from, distance] = [Number.NaN, 0];
    if (!far) return trigger('refresherabort');
    set('refresherTriggered', true);
    trigger('refresherrefresh');
  });
}

function mountScrollView(host: Host): Mounted {
  const { element, flag, text, get, node } = host;
  const spinner = document.createElement('i');
  spinner.className = 'ph-spinner';
  const applied: Record<string, unknown> = {};
  const changed = (property: string): boolean => {
    const value = get(property);
    const isNew = applied[property] !== value && value !== null && value !== '';
    applied[property] = value;
    return isNew;
  };
  const scroll = (to: ScrollToOptions): void => {
    const behavior = flag('scrollWithAnimation') ? 'smooth' : 'auto';
    requestAnimationFrame(() => element.scrollTo({ ...to, behavior }));
  };
  const pixels = (property: string): number => Number.parseFloat(String(get(property))) || 0;
  const reveal = (id: string): void => {
    const target = node.ownerShadowRoot?.querySelector(`#${CSS.escape(id)}`)?.$$;
    if (!target) return;
    const [there, here] = [target.getBoundingClientRect(), element.getBoundingClientRect()];
    const offset = pixels('scrollIntoViewOffset');
    scroll({
      top: element.scrollTop + there.top - here.top + offset,
      left: element.scrollLeft + there.left - here.left,
    });
  };
  listenToScroll(host);
  listenToPull(host);
  return {
    update: () => {
      element.style.overflowX = flag('scrollX') ? 'auto' : 'hidden';
      element.style.overflowY = flag('scrollY') ? 'auto' : 'hidden';
      element.toggleAttribute('enable-flex', flag('enableFlex'));
      element.toggleAttribute('no-scrollbar', !flag('showScrollbar'));
      if (flag('refresherTriggered')) element.prepend(spinner);
      else spinner.remove();
      element.style.backgroundColor =
        text('refresherBackground') === '' ? '' : phoneUnits(text('refresherBackground'));
      if (changed('scrollTop')) scroll({ top: pixels('scrollTop') });
      if (changed('scrollLeft')) scroll({ left: pixels('scrollLeft') });
      if (changed('scrollIntoView')) requestAnimationFrame(() => reveal(text('scrollIntoView')));
    },
  };
}

export const SCROLL_VIEWS: readonly Builtin[] = [
  {
    tag: 'scroll-view',
    properties: {
      scrollX: Boolean,
      scrollY: Boolean,
      upperThreshold: { type: null, value: 50 },
      lowerThreshold: { type: null, value: 50 },
      scrollTop: { type: null, value: null },
      scrollLeft: { type: null, value: null },
      scrollIntoView: String,
      scrollIntoViewOffset: Number,
      scrollWithAnimation: Boolean,
      enableBackToTop: Boolean,
      enableFlex: Boolean,
      scrollAnchoring: Boolean,
      refresherEnabled: Boolean,
      refresherThreshold: Number,
      refresherDefaultStyle: String,
      refresherBackground: String,
      refresherTriggered: Boolean,
      enhanced: Boolean,
      bounces: Boolean,
      showScrollbar: { type: Boolean, value: true },
      pagingEnabled: Boolean,
      fastDeceleration: Boolean,
      usingSticky: Boolean,
      enablePassive: null,
      type: String,
    },
    mount: mountScrollView,
  },
];
