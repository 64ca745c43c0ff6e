import type { AppBundle, WindowConfig } from '../../build/app-bundle';
import { hasProperty, methodOf } from '../easel';
import type { ComponentInstance, Easel, EaselRoot } from '../easel';
import { guarded } from '../problems';
import { createPageBox } from './page-box';
import type { PageBox } from './page-box';
import { createEventChannel } from './event-channel';
import type { EventChannel } from './event-channel';
import type { PageUrl } from './urls';

/** How near the end counts as reached, unless the page says otherwise. */
const REACH_BOTTOM_PX = 50;

const CUSTOM_TAB_BAR = 'custom-tab-bar/index';

/** A page that lives. */
export interface Page extends PageUrl {
  readonly instance: ComponentInstance;
  readonly box: PageBox;
  readonly isTab: boolean;
  /** Calls a lifecycle method of the page, if it has it. */
  call(name: string, ...values: unknown[]): unknown;
  has(name: string): boolean;
  load(): void;
  show(): void;
  hide(): void;
  unload(): void;
  themeChanged(): void;
}

export interface PageMaker {
  readonly bundle: AppBundle;
  readonly easel: Easel;
  /** A page's window settings for the theme of now. */
  windowOf(path: string): WindowConfig;
  readonly onBack: () => void;
  readonly onHome: () => void;
}

function attach(root: EaselRoot, parent: HTMLElement): void {
  const placeholder = parent.appendChild(document.createElement('span'));
  root.attach(parent, placeholder);
}

function watchScroll(page: Pick<Page, 'call' | 'has' | 'box'>, distance: number): void {
  const { scroller } = page.box;
  let reached = false;
  scroller.addEventListener('scroll', () => {
    if (page.has('onPageScroll')) page.call('onPageScroll', { scrollTop: scroller.scrollTop });
    const near = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - distance;
    if (near && !reached) page.call('onReachBottom');
    reached = near;
  });
}

/** The custom tab bar of one tab page: each has its own, as on a phone. */
function addCustomTabBar({ easel }: PageMaker, instance: ComponentInstance): EaselRoot {
  const tabBar = easel.createRoot('wx-custom-tab-bar', CUSTOM_TAB_BAR);
  instance['getTabBar'] = () => tabBar.instance;
  return tabBar;
}

function prepare(
  instance: ComponentInstance,
  { path, query }: PageUrl,
  channel: EventChannel | undefined,
): void {
  const silent = createEventChannel().opened;
  Object.assign(instance, {
    route: path,
    __route__: path,
    options: query,
    getOpenerEventChannel: () => channel ?? silent,
    getPageId: () => `pageId:${path}`,
  });
}

/** Makes the page at `url`: its tree stands, its `onLoad` has not run. */
export function createPage(maker: PageMaker, url: PageUrl, channel?: EventChannel): Page {
  const { bundle, easel } = maker;
  const { path, query } = url;
  const isTab = bundle.app.tabBar?.list.some(({ pagePath }) => pagePath === path) === true;
  const settings = maker.windowOf(path);
  const root = easel.createRoot('wx-body', path);
  const { instance, node } = root;
  const tabBar = isTab && bundle.app.tabBar?.custom === true ? addCustomTabBar(maker, instance) : undefined;
  const has = (name: string): boolean => methodOf(instance, name) !== undefined;
  const call = (name: string, ...values: unknown[]): unknown =>
    guarded(`${path} ${name}`, () => methodOf(instance, name)?.apply(instance, values));
  const box = createPageBox({
    path,
    window: settings,
    onBack: maker.onBack,
    onHome: maker.onHome,
    onPull: () => call('onPullDownRefresh'),
  });
  prepare(instance, url, channel);
  let ready = false;
  const page: Page = {
    ...url,
    instance,
    box,
    isTab,
    has,
    call,
    load: () => {
      attach(root, box.scroller);
      if (tabBar) attach(tabBar, box.view);
      for (const [name, value] of Object.entries(query))
        if (hasProperty(node, name)) instance.setData({ [name]: value });
      call('onLoad', { ...query });
      watchScroll(page, settings.onReachBottomDistance ?? REACH_BOTTOM_PX);
    },
    show: () => {
      box.element.hidden = false;
      guarded(`${path} show`, () => node.triggerPageLifetime('show', []));
      guarded(`${path} tab bar show`, () => tabBar?.node.triggerPageLifetime('show', []));
      call('onShow');
      if (!ready) requestAnimationFrame(() => call('onReady'));
      ready = true;
    },
    hide: () => {
      box.element.hidden = true;
      guarded(`${path} hide`, () => node.triggerPageLifetime('hide', []));
      call('onHide');
    },
    unload: () => {
      call('onUnload');
      root.release();
      tabBar?.release();
      box.element.remove();
    },
    themeChanged: () => box.applyWindow(maker.windowOf(path)),
  };
  return page;
}
