import type { TabPage } from '../contract/routes';

interface TabBarHost {
  getTabBar?(): { setData(data: { current: TabPage }): void } | null;
}

/** Marks a page's tab; call it in `onShow`, since every tab page draws a bar of its own. */
export function markTab(page: object, current: TabPage): void {
  (page as TabBarHost).getTabBar?.()?.setData({ current });
}
