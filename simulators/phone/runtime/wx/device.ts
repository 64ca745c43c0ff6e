import { createAnimation } from '../animation';
import { canvasOf } from '../canvas';
import type { ComponentInstance } from '../easel';
import { createIntersectionObserver, createSelectorQuery } from '../query';
import type { Router } from '../router/router';
import type { Settings } from '../settings';
import { USER_FOLDER } from './file-system';
import { asynchronous, asynchronousAll, listeners } from './call';
import { addToWx, hasWx } from './registry';

/** The base library this phone answers like. */
const SDK_VERSION = '3.8.12';
/** The capsule's place under the status bar, and the bar's height, as on an iPhone. */
const CAPSULE = { width: 87, height: 32, right: 10, top: 6 } as const;
const NAVIGATION_BAR_PX = 44;
const TAB_BAR_PX = 50;

function pixels(name: string): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(name)) || 0;
}

/** Measures of the screen and of the part that belongs to the page. */
function windowInfo(router: Router): Record<string, unknown> {
  const { innerWidth: width, innerHeight: height, devicePixelRatio: pixelRatio } = window;
  const [statusBarHeight, bottom] = [pixels('--safe-area-inset-top'), pixels('--safe-area-inset-bottom')];
  const view = router.stack.at(-1)?.box.view;
  const chrome = statusBarHeight + NAVIGATION_BAR_PX + (router.tabBar ? TAB_BAR_PX + bottom : 0);
  return {
    pixelRatio,
    screenWidth: width,
    screenHeight: height,
    windowWidth: width,
    windowHeight: view?.clientHeight || height - chrome,
    statusBarHeight,
    screenTop: view?.getBoundingClientRect().top ?? statusBarHeight + NAVIGATION_BAR_PX,
    safeArea: {
      left: 0,
      right: width,
      top: statusBarHeight,
      bottom: height - bottom,
      width,
      height: height - bottom - statusBarHeight,
    },
  };
}

function capsule(): object {
  const top = pixels('--safe-area-inset-top') + CAPSULE.top;
  const right = window.innerWidth - CAPSULE.right;
  const { width, height } = CAPSULE;
  return { width, height, top, right, bottom: top + height, left: right - width };
}

const DEVICE = {
  brand: 'devtools',
  model: 'xiaopu phone',
  system: 'iOS 17.0',
  platform: 'devtools',
  abi: 'x86_64',
  benchmarkLevel: 50,
  memorySize: 4096,
} as const;

function appBaseInfo({ theme, fontSize }: Settings): Record<string, unknown> {
  return {
    SDKVersion: SDK_VERSION,
    version: '8.0.50',
    language: 'zh_CN',
    enableDebug: false,
    host: { appId: '', env: 'WeChat' },
    theme: theme(),
    fontSizeSetting: fontSize(),
    fontSizeScaleFactor: fontSize() / 17,
  };
}

/** A version as a number that can be compared. */
function order(version: string): number {
  return version.split('.').reduce((sum, part) => sum * 1_000 + Number(part), 0);
}

function canIUse(schema: string): boolean {
  if (/^\d+\.\d+\.\d+$/.test(schema)) return order(schema) <= order(SDK_VERSION);
  const [first = '', second = ''] = schema.split('.');
  if (first === 'cloud') return true;
  if (hasWx(first)) return true;
  return (
    first !== '' &&
    document.createElement(`wx-${first}`) instanceof HTMLElement &&
    second !== '' &&
    !/^[a-z]+[A-Z]/.test(first)
  );
}

const QUIET = (): void => undefined;

function logManager(level: string): object {
  const write =
    (name: 'debug' | 'info' | 'warn' | 'error' | 'log') =>
    (...values: unknown[]): void =>
      console[name](`[${level}]`, ...values);
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    log: write('log'),
    setFilterMsg: QUIET,
    addFilterMsg: QUIET,
    tag: () => logManager(level),
  };
}

function measuring(router: Router): Record<string, unknown> {
  return {
    createSelectorQuery: () => createSelectorQuery(router.top().instance),
    createIntersectionObserver: (component: ComponentInstance, options?: object) =>
      createIntersectionObserver(component, options),
    createAnimation,
    createOffscreenCanvas: ({ width = 300, height = 150 }: { width?: number; height?: number } = {}) =>
      canvasOf(new OffscreenCanvas(width, height)),
    nextTick: (work: () => void) => void Promise.resolve().then(work),
  };
}

function information(router: Router, settings: Settings): Record<string, unknown> {
  const everything = (): Record<string, unknown> => ({
    ...DEVICE,
    ...windowInfo(router),
    ...appBaseInfo(settings),
  });
  return {
    getWindowInfo: () => windowInfo(router),
    getAppBaseInfo: () => appBaseInfo(settings),
    getDeviceInfo: () => DEVICE,
    getSystemInfoSync: everything,
    getSystemInfo: asynchronous('getSystemInfo', everything),
    getSystemInfoAsync: asynchronous('getSystemInfoAsync', everything),
    getSystemSetting: () => ({
      bluetoothEnabled: false,
      locationEnabled: true,
      wifiEnabled: true,
      deviceOrientation: 'portrait',
    }),
    getAppAuthorizeSetting: () => ({
      albumAuthorized: 'authorized',
      cameraAuthorized: 'authorized',
      notificationAuthorized: 'authorized',
    }),
    getMenuButtonBoundingClientRect: capsule,
    getAccountInfoSync: () => ({
      miniProgram: { appId: 'wx0000000000000000', envVersion: 'develop', version: '' },
      plugin: {},
    }),
    canIUse,
    env: { USER_DATA_PATH: USER_FOLDER },
  };
}

/** 系统, 界面的度量, 动画, 日志, 更新. */
export function addDevice(router: Router, settings: Settings): void {
  const resize = listeners('WindowResize');
  window.addEventListener('resize', () =>
    resize.tell({ size: { windowWidth: window.innerWidth, windowHeight: window.innerHeight } }),
  );
  addToWx({
    ...information(router, settings),
    ...measuring(router),
    onWindowResize: resize.on,
    offWindowResize: resize.off,
    onThemeChange: settings.themeListeners.on,
    offThemeChange: settings.themeListeners.off,
    onMenuButtonBoundingClientRectWeightChange: QUIET,
    offMenuButtonBoundingClientRectWeightChange: QUIET,
    getRealtimeLogManager: () => logManager('实时日志'),
    getLogManager: () => logManager('日志'),
    getUpdateManager: () => ({
      onCheckForUpdate: (listener: (result: object) => void) =>
        setTimeout(() => listener({ hasUpdate: false })),
      onUpdateReady: QUIET,
      onUpdateFailed: QUIET,
      applyUpdate: () => location.reload(),
    }),
    reportEvent: QUIET,
    reportMonitor: QUIET,
    reportPerformance: QUIET,
    ...asynchronousAll({
      vibrateShort: () => void navigator.vibrate?.(15),
      vibrateLong: () => void navigator.vibrate?.(400),
      hideKeyboard: () => (document.activeElement as HTMLElement | null)?.blur(),
      setKeepScreenOn: QUIET,
      setVisualEffectOnCapture: QUIET,
    }),
  });
}
