import { methodOf } from './easel';
import type { ComponentInstance } from './easel';
import { el, openLayer } from './layer';
import { showPaymentCode } from './payment-code';
import { guarded } from './problems';
import { scanToPay } from './scan-to-pay';
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
  /** Calls a lifecycle method of the app; answers whether it has it. */
  call(name: string, ...values: unknown[]): boolean;
}

interface AppLifeOptions {
  app(): Readonly<Record<string, unknown>>;
  /** The page on top, which hides and shows with the app. */
  top(): { hide(): void; show(): void } | undefined;
}

type AppListeners = Pick<
  AppLife,
  'showListeners' | 'hideListeners' | 'errorListeners' | 'rejectionListeners' | 'notFoundListeners'
>;

/** Tells the app of exceptions nobody caught. */
function tellErrors(call: AppLife['call'], { errorListeners, rejectionListeners }: AppListeners): void {
  window.addEventListener('error', ({ error, message }) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : message;
    call('onError', text);
    errorListeners.tell({ message: text });
  });
  window.addEventListener('unhandledrejection', ({ reason, promise }) => {
    const rejection = { reason: reason as unknown, promise };
    call('onUnhandledRejection', rejection);
    rejectionListeners.tell(rejection);
  });
}

/** What stands on the screen while the mini program is away. */
function showAway(onReturn: () => void): void {
  const end = (): void => {
    layer.close();
    onReturn();
  };
  const code = el('button', { class: 'ph-away-tool', text: '收付款', onClick: () => void showPaymentCode() });
  const scan = el('button', { class: 'ph-away-tool', text: '扫一扫', onClick: () => void scanToPay() });
  const back = el('button', { class: 'ph-wide-button', text: '回到小程序', onClick: end });
  const layer = openLayer([el('p', { text: '小程序已到后台' }), scan, code, back], {
    kind: 'full',
    label: '微信',
  });
  layer.element.classList.add('ph-away');
}

/** Calls the app's own methods, where it has them. */
function callerOf(app: AppLifeOptions['app']): AppLife['call'] {
  return (name, ...values) => {
    const method = app()[name];
    if (typeof method !== 'function') return false;
    guarded(`App.${name}`, () => (method as (...given: unknown[]) => unknown).apply(app(), values));
    return true;
  };
}

export function createAppLife({ app, top }: AppLifeOptions): AppLife {
  const heard: AppListeners = {
    showListeners: listeners('AppShow'),
    hideListeners: listeners('AppHide'),
    errorListeners: listeners('Error'),
    rejectionListeners: listeners('UnhandledRejection'),
    notFoundListeners: listeners('PageNotFound'),
  };
  let [launchOptions, enterOptions]: Record<string, unknown>[] = [{}, {}];
  let hidden = false;
  const call = callerOf(app);
  const show = (more: Readonly<Record<string, unknown>> = {}): void => {
    hidden = false;
    enterOptions = { ...launchOptions, ...more };
    call('onShow', enterOptions);
    heard.showListeners.tell(enterOptions);
  };
  const hide = (): void => {
    if (hidden) return;
    hidden = true;
    call('onHide');
    heard.hideListeners.tell({ reason: 1 });
  };
  const comeBack = (): void => {
    if (hidden) show();
    else return;
    top()?.show();
  };
  const goAway = (): void => {
    if (!hidden) top()?.hide();
    hide();
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? goAway() : comeBack()));
  tellErrors(call, heard);
  return {
    ...heard,
    call,
    launch: ({ path, query }) => {
      launchOptions = {
        path,
        query,
        scene: SCENE,
        shareTicket: '',
        referrerInfo: {},
        apiCategory: 'default',
      };
      call('onLaunch', launchOptions);
    },
    show,
    hide,
    leave: () => {
      goAway();
      showAway(comeBack);
    },
    launchOptions: () => launchOptions ?? {},
    enterOptions: () => enterOptions ?? {},
  };
}

/** The instance a tap on the capsule's dots shares. */
export function shareOf(instance: ComponentInstance, from: Readonly<Record<string, unknown>>): unknown {
  return methodOf(instance, 'onShareAppMessage')?.call(instance, from);
}
