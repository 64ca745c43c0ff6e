import type { WindowConfig } from '../../build/app-bundle';
import { el } from '../layer';
import { createStatusBar } from '../status-bar';
import { createPull } from './pull-down';
import type { Pull } from './pull-down';

/** The box a page stands in: navigation bar above, the scrolling page below. */
export interface PageBox {
  readonly element: HTMLElement;
  /** Fixed things are fixed to this; it does not scroll. */
  readonly view: HTMLElement;
  readonly scroller: HTMLElement;
  readonly pull: Pull;
  /** `back`: an arrow; `home`: a house, for a page that was opened from outside. */
  setBack(kind: 'back' | 'home' | 'none'): void;
  setTitle(title: string): void;
  setColour(front: string, background: string): void;
  setLoading(loading: boolean): void;
  /** Draws the settings again, where another theme gives their variables other values. */
  applyWindow(window: WindowConfig): void;
}

interface PageBoxOptions {
  readonly path: string;
  readonly window: WindowConfig;
  readonly onBack: () => void;
  readonly onHome: () => void;
  readonly onPull: () => void;
}

function frontColour(textStyle: string | undefined): string {
  return textStyle === 'black' ? '#000000' : '#ffffff';
}

/** Makes the box; it is not in the document yet. */
export function createPageBox({ path, window: settings, onBack, onHome, onPull }: PageBoxOptions): PageBox {
  const title = el('h1', { class: 'ph-nav-title' });
  const back = el('button', { class: 'ph-nav-back' });
  const bar = el('header', { class: 'ph-nav-bar' }, back, title);
  const scroller = el('div', { class: 'ph-page-scroll' });
  const view = el('div', { class: 'ph-page-view' }, scroller);
  const element = document.createElement('wx-page');
  back.addEventListener('click', () => (back.classList.contains('ph-nav-home') ? onHome() : onBack()));
  const own: { front?: string; background?: string; title?: string } = {};
  element.setAttribute('route', path);
  if (settings.navigationStyle !== 'custom') element.append(bar);
  element.append(view, createStatusBar());
  const pull = createPull({ view, scroller, enabled: settings.enablePullDownRefresh === true, onPull });
  const box: PageBox = {
    element,
    view,
    scroller,
    pull,
    setBack: (kind) => {
      back.hidden = kind === 'none';
      back.className = `ph-nav-back ph-nav-${kind}`;
      back.setAttribute('aria-label', kind === 'home' ? '回到首页' : '返回');
    },
    setTitle: (text) => {
      own.title = text;
      title.textContent = text;
    },
    setColour: (front, background) => {
      Object.assign(own, { front, background });
      bar.style.color = front;
      bar.style.backgroundColor = background;
      element.style.setProperty('--ph-nav-front', front);
    },
    setLoading: (loading) => void title.classList.toggle('ph-loading', loading),
    applyWindow: (now) => {
      if (own.title === undefined) title.textContent = now.navigationBarTitleText ?? '';
      const front = own.front ?? frontColour(now.navigationBarTextStyle);
      const background = own.background ?? now.navigationBarBackgroundColor ?? '#000000';
      bar.style.color = front;
      bar.style.backgroundColor = background;
      element.style.setProperty('--ph-nav-front', front);
      view.style.backgroundColor = now.backgroundColor ?? '';
      scroller.style.overflow = now.disableScroll === true ? 'hidden' : '';
    },
  };
  box.applyWindow(settings);
  return box;
}
