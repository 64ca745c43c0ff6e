import { reportProblem } from '../problems';
import { WxFailure } from '../wx/call';
import { createEventChannel } from './event-channel';
import type { EventChannel } from './event-channel';
import type { Page } from './page';
import { PageStack } from './page-stack';
import type { PageStackOptions } from './page-stack';
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
  navigateTo(
    url: string,
    events?: Readonly<Record<string, unknown>>,
  ): { readonly eventChannel: EventChannel };
  redirectTo(url: string): void;
  navigateBack(delta: number): void;
  switchTab(url: string): void;
  reLaunch(url: string): void;
  themeChanged(): void;
}

/** Reads a url as the page on top means it. @throws WxFailure when there is no such page */
function finder(stack: PageStack, pages: readonly string[]): (url: string) => PageUrl {
  return (url) => {
    const page = parsePageUrl(url, stack.pages.at(-1)?.path);
    if (!pages.includes(page.path)) throw new WxFailure(`page "${page.path}" is not found`);
    return page;
  };
}

/** The pages, by the rules of 开发文档, 页面路由. */
export function createRouter(options: PageStackOptions): Router {
  const { app, pages } = options.bundle;
  const stack = new PageStack(options);
  const find = finder(stack, pages);
  const list = app.tabBar?.list ?? [];
  const isTab = ({ path }: PageUrl): boolean => list.some(({ pagePath }) => pagePath === path);
  const onTap = (index: number): void => {
    const { pagePath = '', text = '' } = list[index] ?? {};
    if (stack.pages.at(-1)?.path !== pagePath) stack.toTab(parsePageUrl(`/${pagePath}`));
    stack.pages.at(-1)?.call('onTabItemTap', { index: String(index), pagePath, text });
  };
  const tabBar =
    app.tabBar === undefined || app.tabBar.custom === true ? undefined : createTabBar(app.tabBar, onTap);
  const notTab = (address: string, name: string): PageUrl => {
    const url = find(address);
    if (isTab(url)) throw new WxFailure(`can not ${name} a tabbar page`);
    return url;
  };
  stack.useTabBar(tabBar);
  return {
    stack: stack.pages,
    tabBar,
    top: () => {
      const page = stack.pages.at(-1);
      if (page === undefined) throw new Error('no page is open');
      return page;
    },
    navigateTo: (address, events = {}) => {
      const url = notTab(address, 'navigateTo');
      if (stack.pages.length >= MAX_PAGES) throw new WxFailure('webview count limit exceed');
      const { opener, opened } = createEventChannel();
      for (const [event, listener] of Object.entries(events))
        if (typeof listener === 'function') opener.on(event, listener as () => unknown);
      stack.pages.at(-1)?.hide();
      stack.open(url, opened);
      return { eventChannel: opener };
    },
    redirectTo: (address) => {
      const url = notTab(address, 'redirectTo');
      const leaving = stack.pages.pop();
      stack.open(url);
      if (leaving) stack.close(leaving);
    },
    navigateBack: (delta) => stack.back(delta),
    switchTab: (address) => {
      const url = find(address);
      if (!isTab(url)) throw new WxFailure('can not switch to no-tabBar page');
      if (Object.keys(url.query).length > 0) reportProblem('wx.switchTab', `${address}：路径后不能带参数`);
      stack.toTab(url);
    },
    reLaunch: (address) => stack.relaunch(find(address)),
    themeChanged: () => {
      for (const page of stack.all()) page.themeChanged();
    },
  };
}
