/** The phone's page: fetches the built mini program and runs it. */
import type { AppBundle, WindowConfig } from '../build/app-bundle';
import { createAppLife } from './app-life';
import type { AppLife } from './app-life';
import { installBuiltins } from './builtins/install';
import { createEasel, inheritEverywhere, listenForMissingHandlers, listenToFramework } from './easel';
import type { ComponentInstance, Easel } from './easel';
import { createPhoneElement } from './element-factory';
import { hearFrame, tellFrame } from './frame-link';
import { listenToGestures } from './gestures';
import { loadMiniProgram } from './mini-program';
import { requestPayment } from './pay-sheet';
import { catchEverything, remark, reportBuildProblems, reportHandled, reportProblem } from './problems';
import { createIntersectionObserver, createSelectorQuery } from './query';
import { createRouter } from './router/router';
import type { Router } from './router/router';
import { parsePageUrl } from './router/urls';
import type { PageUrl } from './router/urls';
import { watchSetData } from './set-data';
import { createSettings } from './settings';
import type { Settings } from './settings';
import { addCapsule } from './share';
import { addScreenParts } from './status-bar';
import { createStyles } from './styles';
import type { Styles } from './styles';
import { setNetwork } from './world';
import { followWorldClock } from './world-clock';
import { asynchronousAll } from './wx/call';
import { addCloud } from './wx/cloud';
import { addDevice } from './wx/device';
import { addDialogs } from './wx/dialogs';
import { addFileSystem, openUserFolder } from './wx/file-system';
import { addMedia } from './wx/media';
import { addNavigation } from './wx/navigation';
import { addPrivacy } from './wx/privacy';
import { addNetwork } from './wx/network';
import { addToWx, createWx } from './wx/registry';
import { addShopper } from './wx/shopper';
import { addStorage } from './wx/storage';
import { addSubscriptions } from './wx/subscription';
import { installWxs } from './wxs';

/** The app's window settings under the page's, with theme variables replaced. */
function windowFor(bundle: AppBundle, settings: Settings): (path: string) => WindowConfig {
  return (path) => {
    const variables = bundle.theme[settings.theme()];
    const merged = { ...bundle.app.window, ...bundle.components[path] };
    const entries = Object.entries(merged).map(([name, value]): [string, unknown] => {
      if (typeof value !== 'string' || !value.startsWith('@')) return [name, value];
      if (variables[value.slice(1)] === undefined) remark(`theme.json 没有 ${value}`);
      return [name, variables[value.slice(1)]];
    });
    return Object.fromEntries(entries);
  };
}

/** `@variables` in the tab bar, for the theme of now. */
function tabBarFor({ app, theme }: AppBundle, settings: Settings): AppBundle['app'] {
  const text = JSON.stringify(app.tabBar ?? null).replaceAll(/"@(\w+)"/g, (_, name: string) =>
    JSON.stringify(theme[settings.theme()][name] ?? ''),
  );
  const tabBar = JSON.parse(text) as AppBundle['app']['tabBar'] | null;
  return tabBar === null || tabBar === undefined ? app : { ...app, tabBar };
}

/** Adds everything `wx` has. */
function addAll(
  bundle: AppBundle,
  { router, settings, app }: { readonly router: Router; readonly settings: Settings; readonly app: AppLife },
): ReturnType<typeof addNetwork> {
  addNavigation(router);
  addDialogs();
  addStorage();
  addDevice(router, settings);
  addCloud();
  addPrivacy(bundle.app.__usePrivacyCheck__ === true);
  addMedia();
  addFileSystem();
  addShopper(app);
  addSubscriptions();
  addToWx(asynchronousAll({ requestPayment }));
  return addNetwork();
}

function followFrame(settings: Settings, network: ReturnType<typeof addNetwork>): void {
  hearFrame((message) => {
    switch (message.kind) {
      case 'theme':
        return settings.setTheme(message.theme);
      case 'fontSize':
        return settings.setFontSize(message.pixels);
      case 'network':
        return network.changeNetwork(message.network);
    }
  });
}

/** A save rebuilds; the page starts over where it is. */
function followBuilds(version: number): void {
  new EventSource('/phone/builds').addEventListener('build', ({ data }: MessageEvent<string>) => {
    if (Number(data) !== version) location.reload();
  });
}

interface Running {
  readonly bundle: AppBundle;
  readonly settings: Settings;
  readonly styles: Styles;
  readonly router: Router;
  readonly app: AppLife;
}

function followTheme({ bundle, settings, styles, router, app }: Running): void {
  settings.themeListeners.on(({ theme }: { readonly theme: 'light' | 'dark' }) => {
    styles.draw(theme);
    router.themeChanged();
    const { tabBar } = tabBarFor(bundle, settings);
    if (tabBar) router.tabBar?.setStyle(tabBar);
    app.call('onThemeChange', { theme });
  });
}

/**
 * The address's hash is the page, as it is written: pages undo the escape themselves, as on a phone. Without one it is
 * the app's first.
 */
function startUrl({ app, pages }: AppBundle): string {
  const wanted = location.hash.slice(1);
  return wanted === '' || wanted === '/' ? `/${app.entryPagePath ?? pages[0] ?? ''}` : wanted;
}

/** An address without a page is the mini program's to deal with; it is told, and where it does not, so is the developer. */
function tellMissing(app: AppLife, { path, query }: PageUrl, isEntryPage: boolean): void {
  const missing = { path, query, isEntryPage };
  const handled = [app.call('onPageNotFound', missing), app.notFoundListeners.tell(missing)].includes(true);
  const report = handled ? reportHandled : (text: string) => reportProblem('', text);
  report(`没有页面 ${path}`);
}

function launch(bundle: AppBundle, router: Router, app: AppLife): void {
  const has = ({ path }: PageUrl): boolean => bundle.pages.includes(path);
  const url = parsePageUrl(startUrl(bundle));
  const first = has(url) ? url : parsePageUrl(`/${bundle.app.entryPagePath ?? bundle.pages[0] ?? ''}`);
  app.launch(first);
  app.show();
  if (!has(url)) tellMissing(app, url, true);
  if (router.stack.length === 0) router.reLaunch(first.url);
  window.addEventListener('hashchange', () => {
    const wanted = parsePageUrl(startUrl(bundle));
    if (wanted.url === router.top().url) return;
    if (has(wanted)) return router.reLaunch(wanted.url);
    tellMissing(app, wanted, false);
    history.replaceState(null, '', `#${router.top().url}`);
  });
}

function run(bundle: AppBundle): void {
  const pages = document.getElementById('ph-pages');
  const screen = document.getElementById('ph-screen');
  if (pages === null || screen === null || bundle.pages.length === 0) return;
  const settings = createSettings(bundle.app.darkmode === true);
  const framework = createEasel(createPhoneElement);
  const easel: Easel = {
    ...framework,
    createRoot: (tag, path) => {
      program.need(path);
      return framework.createRoot(tag, path);
    },
  };
  const styles = createStyles(bundle);
  installWxs();
  installBuiltins(easel);
  const network = new URLSearchParams(location.search).get('network');
  if (network === 'slow' || network === 'none') setNetwork(network);
  const router = createRouter({
    bundle: { ...bundle, app: tabBarFor(bundle, settings) },
    easel,
    host: pages,
    windowOf: windowFor(bundle, settings),
    onRoute: ({ path, url }) => {
      document.body.dataset['route'] = path;
      history.replaceState(null, '', `#${url}`);
      tellFrame({ kind: 'route', url });
    },
  });
  const life = createAppLife({ app: () => program.app(), top: () => router.stack.at(-1) });
  const networkControl = addAll(bundle, { router, settings, app: life });
  inheritEverywhere({
    createSelectorQuery(this: ComponentInstance) {
      return createSelectorQuery(this);
    },
    createIntersectionObserver(this: ComponentInstance, options: object) {
      return createIntersectionObserver(this, options);
    },
  });
  watchSetData();
  addScreenParts(screen);
  addCapsule(screen, router, life);
  const wx = createWx();
  const getCurrentPages = (): readonly unknown[] => router.stack.map(({ instance }) => instance);
  const program = loadMiniProgram({ bundle, easel, styles, wx, getCurrentPages });
  // As in the console of DevTools.
  Object.assign(window, { wx, getCurrentPages, getApp: () => program.app() });
  styles.draw(settings.theme());
  followTheme({ bundle, settings, styles, router, app: life });
  followFrame(settings, networkControl);
  launch(bundle, router, life);
}

async function start(): Promise<void> {
  catchEverything();
  document.documentElement.dataset['shell'] = new URLSearchParams(location.search).get('shell') ?? '';
  listenToFramework(
    (error, where) => reportProblem(where, error),
    (text) => remark(text),
  );
  listenForMissingHandlers((component, method) => {
    const text = `没有方法 ${method}，绑定它的事件没有人处理`;
    if (component.startsWith('miniprogram_npm/')) remark(`${component}: ${text}`);
    else reportProblem(component, text);
  });
  listenToGestures();
  tellFrame({ kind: 'hello' });
  const [response] = await Promise.all([fetch('/phone/bundle.json'), openUserFolder(), followWorldClock()]);
  if (!response.ok) throw new Error(`小程序没有编译出来：${await response.text()}`);
  const bundle = (await response.json()) as AppBundle;
  followBuilds(bundle.version);
  reportBuildProblems(bundle.problems);
  run(bundle);
}

start().catch((cause: unknown) => reportProblem('启动', cause));
