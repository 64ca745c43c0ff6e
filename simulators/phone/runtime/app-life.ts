import { methodOf } from './easel';
import type { ComponentInstance } from './easel';
import { el, openLayer } from './layer';
import { guarded } from './problems';
import type { PageUrl } from './router/urls';
import { listeners } from './wx/call';
import type { Listeners } from './wx/call';

/** 1001: from the list of mini programs used before. */
const SCENE = 1001;

/** The app from launch to leaving. */
export interface AppLife {
  launch(url: PageUrl): void;
  show(more?: Readonly<Record<string, unknown>>): void;
  hide(): void;
  /** To WeChat and back by a tap. */
  leave(): void;
  launchOptions(): object;
  enterOptions(): object;
  readonly showListeners: Listeners;
  readonly hideListeners: Listeners;
  readonly errorListeners: Listeners;
  readonly rejectionListeners: Listeners;
  readonly notFoundListeners: Listeners;
  readonly themeListeners: Listeners;
  /** Calls a lifecycle method of the app, if it has it. */
  call(name: string, ...values: unknown[]): void;
}

interface AppLifeOptions {
  app(): Readonly<Record<string, unknown>>;
  /** The page on top, which hides and shows with the app. */
  top(): { hide(): void; show(): void } | undefined;
}

export function createAppLife({ app, top }: AppLifeOptions): AppLife {
  const names = ['AppShow', 'AppHide', 'Error', 'UnhandledRejection', 'PageNotFound', 'ThemeChange'] as const;
  const [shows, hides, errors, rejections, notFounds, themes] = names.map(listeners) as [
    Listeners,
    Listeners,
    Listeners,
    Listeners,
    Listeners,
    Listeners,
  ];
  let launchOptions: Record<string, unknown> = {};
  let enterOptions: Record<string, unknown> = {};
  let hidden = false;
  const call = (name: string, ...values: unknown[]): void => {
    const method = app()[name];
    if (typeof method === 'function')
      guarded(`App.${name}`, () => (method as (...given: unknown[]) => unknown).apply(app(), values));
  };
  const show = (more: Readonly<Record<string, unknown>> = {}): void => {
    hidden = false;
    enterOptions = { ...launchOptions, ...more };
    call('onShow', enterOptions);
    shows.tell(enterOptions);
  };
  const hide = (): void => {
    if (hidden) return;
    hidden = true;
    call('onHide');
    hides.tell({ reason: 1 });
  };
  const comeBack = (): void => {
    if (!hidden) return;
    show();
    top()?.show();
  };
  const goAway = (): void => {
    if (hidden) return;
    top()?.hide();
    hide();
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? goAway() : comeBack()));
  window.addEventListener('error', ({ error, message }) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : message;
    call('onError', text);
    errors.tell({ message: text });
  });
  window.addEventListener('unhandledrejection', ({ reason, promise }) => {
    call('onUnhandledRejection', { reason: reason as unknown, promise });
    rejections.tell({ reason: reason as unknown, promise });
  });
  return {
    call,
    launch: ({ path, query }) => {
      launchOptions = { path, query, scene: SCENE, shareTicket: '', referrerInfo: {}, apiCategory: 'default' };
      call('onLaunch', launchOptions);
    },
    show,
    hide,
    leave: () => {
      goAway();
      const back = el('button', { class: 'wide-button', text: '回到小程序', onClick: () => end() });
      const layer = openLayer([el('p', { text: '小程序已到后台' }), back], { kind: 'full', label: '微信' });
      layer.element.classList.add('away');
      const end = (): void => {
        layer.close();
        comeBack();
      };
    },
    launchOptions: () => launchOptions,
    enterOptions: () => enterOptions,
    showListeners: shows,
    hideListeners: hides,
    errorListeners: errors,
    rejectionListeners: rejections,
    notFoundListeners: notFounds,
    themeListeners: themes,
  };
}

/** The instance a tap on the capsule's dots shares. */
export function shareOf(instance: ComponentInstance, from: Readonly<Record<string, unknown>>): unknown {
  return methodOf(instance, 'onShareAppMessage')?.call(instance, from);
}
