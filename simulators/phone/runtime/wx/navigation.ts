import type { Router } from '../router/router';
import { addToWx } from './registry';
import { asynchronousAll, required, textOf, WxFailure } from './call';
import type { Params } from './call';

function url(params: Params): string {
  return String(required(params, 'url', 'string'));
}

function index(params: Params): number {
  return Number(required(params, 'index', 'number'));
}

function tabBarOf(router: Router): NonNullable<Router['tabBar']> {
  if (router.tabBar === undefined) throw new WxFailure('not TabBar page');
  return router.tabBar;
}

/** 路由, 导航栏, TabBar, 页面滚动. */
export function addNavigation(router: Router): void {
  addToWx(
    asynchronousAll({
      navigateTo: (params) =>
        router.navigateTo(url(params), params['events'] as Readonly<Record<string, unknown>> | undefined),
      redirectTo: (params) => router.redirectTo(url(params)),
      reLaunch: (params) => router.reLaunch(url(params)),
      switchTab: (params) => router.switchTab(url(params)),
      navigateBack: ({ delta }) => {
        if (router.stack.length <= 1) throw new WxFailure('cannot navigate back at first page.');
        router.navigateBack(typeof delta === 'number' ? delta : 1);
      },
      setNavigationBarTitle: (params) =>
        router.top().box.setTitle(String(required(params, 'title', 'string'))),
      setNavigationBarColor: (params) =>
        router
          .top()
          .box.setColour(
            String(required(params, 'frontColor', 'string')),
            String(required(params, 'backgroundColor', 'string')),
          ),
      showNavigationBarLoading: () => router.top().box.setLoading(true),
      hideNavigationBarLoading: () => router.top().box.setLoading(false),
      hideHomeButton: () => router.top().box.setBack('none'),
      startPullDownRefresh: () => router.top().box.pull.start(),
      stopPullDownRefresh: () => router.top().box.pull.stop(),
      setBackgroundColor: (params) => {
        router.top().box.view.style.backgroundColor = textOf(params, 'backgroundColor');
      },
      setBackgroundTextStyle: () => undefined,
      pageScrollTo: (params) => {
        const { scroller, view } = router.top().box;
        const target = params['selector'] ? view.querySelector(textOf(params, 'selector')) : null;
        const top = target
          ? scroller.scrollTop + target.getBoundingClientRect().top - view.getBoundingClientRect().top
          : Number(params['scrollTop'] ?? 0);
        scroller.scrollTo({
          top: top + Number(params['offsetTop'] ?? 0),
          behavior: params['duration'] === 0 ? 'auto' : 'smooth',
        });
      },
      setTabBarBadge: (params) => tabBarOf(router).setBadge(index(params), textOf(params, 'text')),
      removeTabBarBadge: (params) => tabBarOf(router).setBadge(index(params), undefined),
      showTabBarRedDot: (params) => tabBarOf(router).setDot(index(params), true),
      hideTabBarRedDot: (params) => tabBarOf(router).setDot(index(params), false),
      setTabBarItem: (params) => tabBarOf(router).setItem(index(params), params),
      setTabBarStyle: (params) => tabBarOf(router).setStyle(params),
      showTabBar: () => router.tabBar?.setShown(true),
      hideTabBar: () => router.tabBar?.setShown(false),
    }),
  );
}
