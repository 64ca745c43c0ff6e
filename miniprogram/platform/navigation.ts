import {
  PAGE_PATHS,
  pageUrl,
  TAB_PAGES,
  type PageName,
  type PageQueries,
  type TabPage,
} from '../contract/routes';
import { errorText } from './error-text';
import { notify } from './feedback';
import { logError, logInfo } from './log';

/** WeChat keeps at most ten pages; the eleventh takes the place of the tenth. */
const MAX_PAGES = 10;

/** An opening animation takes about this long; a tap within it is a double tap. */
const SETTLE_MS = 350;

interface Move {
  readonly kind: 'open' | 'replace';
}

let latest: Move | null = null;

async function once(kind: Move['kind'], go: () => Promise<unknown>): Promise<void> {
  // A page that takes another's place follows an answer, which may come while that other page is still opening.
  if (latest !== null && (kind === 'open' || latest.kind === 'replace')) return;
  const move: Move = { kind };
  latest = move;
  try {
    await go();
  } catch (error) {
    logError('navigation', { errMsg: errorText(error) });
  } finally {
    setTimeout(() => {
      if (latest === move) latest = null;
    }, SETTLE_MS);
  }
}

function isTab(name: PageName): name is TabPage {
  return TAB_PAGES.some((tab) => tab === name);
}

/** Opens a page. A second tap while the first is under way does nothing. */
export function openPage<Name extends PageName>(name: Name, query: PageQueries[Name]): Promise<void> {
  const url = pageUrl(name, query);
  return once('open', () => {
    if (isTab(name)) return wx.switchTab({ url: `/${PAGE_PATHS[name]}` });
    return getCurrentPages().length >= MAX_PAGES ? wx.redirectTo({ url }) : wx.navigateTo({ url });
  });
}

/** Opens a page in place of this one: there is no way back to a form that was sent. */
export function replacePage<Name extends PageName>(name: Name, query: PageQueries[Name]): Promise<void> {
  return once('replace', () => wx.redirectTo({ url: pageUrl(name, query) }));
}

/** Goes back; a page opened from a share card has nothing behind it, so that leads home. */
export function goBack(): Promise<void> {
  return once('open', () =>
    getCurrentPages().length > 1 ? wx.navigateBack() : wx.switchTab({ url: `/${PAGE_PATHS.home}` }),
  );
}

/**
 * Leads home from an address that is no page of this version: an old card, a mistyped code. Call it at once in
 * `onPageNotFound`; later WeChat shows its own page of despair.
 */
export function leaveDeadLink(path: string): void {
  logInfo('navigation.deadLink', { path });
  wx.switchTab({
    url: `/${PAGE_PATHS.home}`,
    success: () => notify('这个页面不见了，先逛逛首页吧'),
    fail: (error) => logError('navigation.deadLink', { errMsg: errorText(error) }),
  });
}

/** Sets the title of the navigation bar. */
export function setTitle(title: string): void {
  wx.setNavigationBarTitle({ title }).catch((error: unknown) => {
    logError('navigation.title', { errMsg: errorText(error) });
  });
}

/** Ends the pull-down gesture's animation. */
export function stopRefreshing(): void {
  wx.stopPullDownRefresh().catch((error: unknown) => {
    logError('navigation.refresh', { errMsg: errorText(error) });
  });
}
