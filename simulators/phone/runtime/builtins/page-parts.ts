import { reportProblem } from '../problems';
import { wxApi } from '../wx/registry';
import { HOVER } from './builtin';
import type { Builtin, Host, Mounted } from './builtin';
import { phoneUnits } from '../element-factory';

const NAVIGATION: Readonly<Record<string, string>> = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
};

function mountNavigator({ on, text, number, element, trigger }: Host): Mounted {
  element.setAttribute('role', 'link');
  on('tap', () => {
    const call = NAVIGATION[text('openType')];
    if (text('target') === 'miniProgram' || call === undefined)
      return void wxApi('showToast')({ title: '手机上会打开另一个小程序', icon: 'none' });
    const success = (result: unknown): void => trigger('success', result);
    const fail = (failure: { readonly errMsg: string }): void => {
      trigger('fail', failure);
      reportProblem('<navigator>', failure.errMsg);
    };
    const complete = (result: unknown): void => trigger('complete', result);
    wxApi(call)({ url: text('url'), delta: number('delta'), success, fail, complete });
  });
  return {};
}

/** Page-wide settings from inside a template. */
function mountPageMeta({ element, text, number }: Host): Mounted {
  const page = element.closest<HTMLElement>('wx-page');
  const body = element.closest<HTMLElement>('wx-body');
  const scroller = element.closest<HTMLElement>('.ph-page-scroll');
  let top = '';
  return {
    update: () => {
      body?.setAttribute('style', phoneUnits(text('pageStyle')));
      if (scroller) scroller.style.overflow = /overflow\s*:\s*hidden/.test(text('pageStyle')) ? 'hidden' : '';
      if (page && text('backgroundColor') !== '') page.style.backgroundColor = text('backgroundColor');
      const size = text('rootFontSize');
      if (size !== '')
        document.documentElement.style.fontSize = size === 'system' ? 'var(--ph-system-font)' : size;
      const font = text('pageFontSize');
      if (body && font !== '')
        body.style.fontSize = font === 'system' ? 'var(--ph-system-font)' : phoneUnits(font);
      if (scroller && text('scrollTop') !== '' && text('scrollTop') !== top)
        scroller.scrollTo({
          top: Number.parseFloat(phoneUnits(text('scrollTop'))),
          behavior: number('scrollDuration') > 0 ? 'smooth' : 'auto',
        });
      top = text('scrollTop');
    },
  };
}

function mountNavigationBar({ text, number }: Host): Mounted {
  return {
    update: () => {
      if (text('title') !== '') wxApi('setNavigationBarTitle')({ title: text('title') });
      if (text('backgroundColor') !== '' || text('frontColor') !== '')
        wxApi('setNavigationBarColor')({
          frontColor: text('frontColor') || '#000000',
          backgroundColor: text('backgroundColor') || '#ffffff',
          animation: { duration: number('colorAnimationDuration') },
        });
    },
  };
}

/** A half page that slides in; going back closes it first. */
function mountPageContainer({ element, flag, text, trigger, number, set }: Host): Mounted {
  const overlay = document.createElement('div');
  overlay.className = 'ph-page-container-overlay';
  let shown = false;
  overlay.addEventListener('click', () => {
    trigger('clickoverlay');
    set('show', false);
  });
  return {
    update: () => {
      element.setAttribute('position', text('position') || 'bottom');
      element.toggleAttribute('round', flag('round'));
      element.toggleAttribute('show', flag('show'));
      if (flag('show') === shown) return;
      shown = flag('show');
      const [before, during, after] = shown
        ? ['beforeenter', 'enter', 'afterenter']
        : ['beforeleave', 'leave', 'afterleave'];
      if (shown && flag('overlay')) element.before(overlay);
      else overlay.remove();
      trigger(before);
      trigger(during);
      window.setTimeout(() => trigger(after), number('duration'));
    },
    unmount: () => overlay.remove(),
  };
}

function mountMatchMedia({ element, number, get, text }: Host): Mounted {
  const matches = (): boolean => {
    const { innerWidth, innerHeight } = window;
    const within = (name: string, value: number, wins: (a: number, b: number) => boolean): boolean =>
      get(name) === null || wins(value, number(name));
    const orientation = text('orientation');
    return (
      within('minWidth', innerWidth, (a, b) => a >= b) &&
      within('maxWidth', innerWidth, (a, b) => a <= b) &&
      within('width', innerWidth, (a, b) => a === b) &&
      within('minHeight', innerHeight, (a, b) => a >= b) &&
      within('maxHeight', innerHeight, (a, b) => a <= b) &&
      within('height', innerHeight, (a, b) => a === b) &&
      (orientation === '' || (orientation === 'landscape') === innerWidth > innerHeight)
    );
  };
  const update = (): void => void element.toggleAttribute('unmatched', !matches());
  window.addEventListener('resize', update);
  return { update, unmount: () => window.removeEventListener('resize', update) };
}

function mountMovableView({ element, number, set, on, flag, text, trigger }: Host): Mounted {
  let from: { readonly x: number; readonly y: number } | undefined;
  const at = (event: { readonly touches?: readonly unknown[] }) => {
    const touch = event.touches?.[0] as { readonly clientX: number; readonly clientY: number } | undefined;
    return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
  };
  on('touchstart', (event) => {
    const { x, y } = at(event);
    from = { x: x - number('x'), y: y - number('y') };
  });
  on('touchmove', (event) => {
    if (from === undefined || flag('disabled')) return;
    const { x, y } = at(event);
    const direction = text('direction');
    if (direction === 'all' || direction === 'horizontal') set('x', x - from.x);
    if (direction === 'all' || direction === 'vertical') set('y', y - from.y);
    trigger('change', { x: number('x'), y: number('y'), source: 'touch' });
  });
  return {
    update: () => {
      element.style.transform = `translate(${number('x')}px, ${number('y')}px)`;
    },
  };
}

function mountCanvas({ element, text, flag }: Host): Mounted {
  element.append(document.createElement('canvas'));
  return {
    update: () => {
      element.setAttribute('type', text('type'));
      element.style.touchAction = flag('disableScroll') ? 'none' : '';
    },
  };
}

function mountVideo({ element, text, flag, trigger }: Host): Mounted {
  const video = element.appendChild(document.createElement('video'));
  for (const type of ['play', 'pause', 'ended'])
    video.addEventListener(type, (event) => {
      event.stopPropagation();
      trigger(type);
    });
  return {
    update: () => {
      video.controls = flag('controls');
      video.muted = flag('muted');
      video.loop = flag('loop');
      video.poster = text('poster');
      video.style.objectFit = text('objectFit') || 'contain';
      if (video.getAttribute('src') !== text('src')) video.src = text('src');
    },
  };
}

/** A page of the web cannot be shown in a page of ours; the phone says where it would go. */
function mountWebView({ element, text }: Host): Mounted {
  return {
    update: () => {
      element.textContent = `网页 ${text('src')}`;
    },
  };
}

const SIZE = {
  minWidth: null,
  maxWidth: null,
  width: null,
  minHeight: null,
  maxHeight: null,
  height: null,
} as const;

export const PAGE_PARTS: readonly Builtin[] = [
  {
    tag: 'navigator',
    properties: {
      ...HOVER,
      hoverClass: { type: String, value: 'navigator-hover' },
      url: String,
      openType: { type: String, value: 'navigate' },
      delta: { type: Number, value: 1 },
      target: { type: String, value: 'self' },
      appId: String,
      path: String,
      extraData: null,
      version: String,
    },
    mount: mountNavigator,
  },
  {
    tag: 'page-meta',
    properties: {
      rootFontSize: String,
      pageFontSize: String,
      pageStyle: String,
      rootBackgroundColor: String,
      pageOrientation: String,
      backgroundColor: String,
      backgroundTextStyle: String,
      scrollTop: String,
      scrollDuration: { type: Number, value: 300 },
    },
    mount: mountPageMeta,
  },
  {
    tag: 'navigation-bar',
    properties: {
      title: String,
      loading: Boolean,
      frontColor: String,
      backgroundColor: String,
      colorAnimationDuration: Number,
    },
    mount: mountNavigationBar,
  },
  {
    tag: 'page-container',
    properties: {
      show: Boolean,
      duration: { type: Number, value: 300 },
      zIndex: Number,
      overlay: { type: Boolean, value: true },
      position: { type: String, value: 'bottom' },
      round: Boolean,
      closeOnSlideDown: Boolean,
      overlayStyle: String,
      customStyle: String,
    },
    mount: mountPageContainer,
  },
  { tag: 'match-media', properties: { ...SIZE, orientation: String }, mount: mountMatchMedia },
  {
    tag: 'movable-view',
    properties: {
      x: Number,
      y: Number,
      direction: { type: String, value: 'none' },
      disabled: Boolean,
      inertia: Boolean,
      damping: Number,
      friction: Number,
      outOfBounds: Boolean,
      scale: Boolean,
    },
    mount: mountMovableView,
  },
  {
    tag: 'canvas',
    properties: { type: String, canvasId: String, disableScroll: Boolean },
    mount: mountCanvas,
  },
  {
    tag: 'video',
    properties: {
      src: String,
      poster: String,
      controls: { type: Boolean, value: true },
      autoplay: Boolean,
      loop: Boolean,
      muted: Boolean,
      objectFit: String,
    },
    mount: mountVideo,
  },
  { tag: 'web-view', properties: { src: String }, mount: mountWebView },
];
