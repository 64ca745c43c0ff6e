import { reportProblem } from '../problems';
import { WxFailure } from '../wx/call';
import { createEventChannel } from './event-channel';
import type { EventChannel } from './event-channel';
import { createPage } from './page';
import type { Page, PageMaker } from './page';
import { createTabBar } from './tab-bar';
import type { TabBar } from './tab-bar';
import { parsePageUrl } from './urls';
import type { PageUrl } from './urls';

/** WeChat keeps this many pages. */
const MAX_PAGES = 10;

/** Where the shopper is, and how they get elsewhere. */
export interface Router {
  readonly stack: readonly Page[];
  readonly tabBar: TabBar | undefined;
  top(): Page;
  navigateTo(url: string, events?: Readonly<Record<string, unknown>>): { readonly eventChannel: EventChannel };
  redirectTo(url: string): void;
  navigateBack(delta: number): void;
  switchTab(url: string): void;
  reLaunch(url: string): void;
  themeChanged(): void;
}

interface RouterOptions extends Omit<PageMaker, 'onBack' | 'onHome'> {
  /** Where pages stand. */
  readonly host: HTMLElement;
  readonly onRoute: (page: Page) => void;
}

/** The pages, by the rules of 开发文档, 页面路由. */
export function createRouter({ host, onRoute, ...given }: RouterOptions): Router {
  const { bundle } = given;
  const stack: Page[] = [];
  const tabs = new Map<string, Page>();
  const home = bundle.app.entryPagePath ?? bundle.pages[0] ?? '';
  const maker: PageMaker = {
    ...given,
    onBack: () => back(1),
    onHome: () => relaunch(parsePageUrl(`/${home}`)),
  };
  const config = bundle.app.tabBar;
  const tabBar =
    config === undefined || config.custom === true
      ? undefined
      : createTabBar(config, (index) => tapTab(config.list[index]?.pagePath ?? ''));
  const isTab = (path: string): boolean => config?.list.some(({ pagePath }) => pagePath === path) === true;
  const find = (url: string): PageUrl => {
    const page = parsePageUrl(url, stack.at(-1)?.path);
    if (!bundle.pages.includes(page.path)) throw new WxFailure(`page "${page.path}" is not found`);
    return page;
  };
  const enter = (page: Page): void => {
    stack.push(page);
    const index = stack.length - 1;
    page.box.setBack(index > 0 ? 'back' : page.isTab || page.path === home ? 'none' : 'home');
    host.append(page.box.element);
    if (page.isTab && tabBar) {
      tabBar.select(page.path);
      page.box.element.append(tabBar.element);
    }
  };
  const open = (url: PageUrl, channel?: EventChannel): void => {
    const page = createPage(maker, url, channel);
    if (page.isTab) tabs.set(page.path, page);
    enter(page);
    page.load();
    page.show();
    onRoute(page);
  };
  const close = (page: Page): void => {
    tabs.delete(page.path);
    page.unload();
  };
  const back = (delta: number): void => {
    const leaving = stack.splice(Math.max(1, stack.length - delta));
    for (const page of leaving.toReversed()) close(page);
    const page = stack.at(-1);
    if (leaving.length === 0 || page === undefined) return;
    page.show();
    onRoute(page);
  };
  const relaunch = (url: PageUrl): void => {
    const leaving = new Set([...stack.splice(0), ...tabs.values()]);
    tabs.clear();
    for (const page of [...leaving].toReversed()) close(page);
    open(url);
  };
  const toTab = (url: PageUrl): void => {
    const from = stack.at(-1);
    for (const page of stack.splice(0).toReversed()) {
      if (!page.isTab) close(page);
      else if (page.path !== url.path && page === from) page.hide();
    }
    const known = tabs.get(url.path);
    if (known === undefined) return open(url);
    enter(known);
    if (known !== from) known.show();
    onRoute(known);
  };
  const tapTab = (pagePath: string): void => {
    if (stack.at(-1)?.path !== pagePath) toTab(parsePageUrl(`/${pagePath}`));
    const index = config?.list.findIndex((item) => item.pagePath === pagePath) ?? -1;
    stack.at(-1)?.call('onTabItemTap', { index: String(index), pagePath, text: config?.list[index]?.text ?? '' });
  };
  const refuseTab = (url: PageUrl, name: string): void => {
    if (isTab(url.path)) throw new WxFailure(`can not ${name} a tabbar page`);
  };
  return {
    stack,
    tabBar,
    top: () => {
      const page = stack.at(-1);
      if (page === undefined) throw new Error('no page is open');
      return page;
    },
    navigateTo: (given, events) => {
      const url = find(given);
      refuseTab(url, 'navigateTo');
      if (stack.length >= MAX_PAGES) throw new WxFailure('webview count limit exceed');
      const { opener, opened } = createEventChannel();
      for (const [event, listener] of Object.entries(events ?? {}))
        if (typeof listener === 'function') opener.on(event, listener as () => unknown);
      stack.at(-1)?.hide();
      open(url, opened);
      return { eventChannel: opener };
    },
    redirectTo: (given) => {
      const url = find(given);
      refuseTab(url, 'redirectTo');
      const leaving = stack.pop();
      open(url);
      if (leaving) close(leaving);
    },
    navigateBack: back,
    switchTab: (given) => {
      const url = find(given);
      if (!isTab(url.path)) throw new WxFailure('can not switch to no-tabBar page');
      if (Object.keys(url.query).length > 0) reportProblem('wx.switchTab', `${given}：路径后不能带参数`);
      toTab(url);
    },
    reLaunch: (given) => relaunch(find(given)),
    themeChanged: () => {
      for (const page of new Set([...stack, ...tabs.values()])) page.themeChanged();
    },
  };
}
