import { describe, expect, it } from '@jest/globals';
import type { AppBundle } from '../../../simulators/phone/build/app-bundle';
import { usePhone } from './phone-fixture';

const MINE = 'pages/mine/index.ts';

describe('router', () => {
  const fixture = usePhone();
  const route = (): Promise<string | undefined> =>
    fixture.page.evaluate(() => document.body.dataset['route']);

  it('draws the first page with what the cloud answered for this holder', async () => {
    await fixture.open();
    await fixture.page.getByText('¥128.00').waitFor();
    await fixture.page.getByText('¥36.05').waitFor();
    expect(fixture.cloud.calls.at(-1)).toEqual({
      name: 'shop',
      openid: 'o-lin',
      data: { method: 'catalogue.list' },
    });
    expect(await fixture.text('log')).toBe('load {}\nshow\nready');
    await fixture.page.getByText('¥128.00').tap();
    expect(await fixture.text('picked')).toBe('12800');
    expect(fixture.errors).toEqual([]);
  });

  it('opens a page of a sub-package, talks with it, and comes back', async () => {
    await fixture.open();
    await fixture.find('#detail').tap();
    expect(await fixture.text('query')).toBe('{"id":"42","title":"%E9%BE%99%E4%BA%95"}');
    expect(await fixture.text('greeting')).toBe('hello');
    expect(await fixture.find('.ph-nav-title').innerText()).toBe('订单 42');
    expect(new URL(fixture.page.url()).hash).toContain('#/packages/order/pages/detail/index?id=42');
    await fixture.find('#choose').tap();
    expect(await fixture.text('log')).toBe('load {}\nshow\nready\nhide\nchosen A\nshow');
  });

  it('goes back by the arrow', async () => {
    await fixture.open();
    await fixture.find('#detail').tap();
    await fixture.find('.ph-nav-back').tap();
    await fixture.find('#title').waitFor();
  });

  it('keeps tab pages and switches by the custom tab bar', async () => {
    await fixture.open();
    await fixture.find('#more .t-button').tap();
    await fixture.find('wx-custom-tab-bar >> text=我的').tap();
    expect(await route()).toBe('pages/mine/index');
    expect(await fixture.find('.on').count()).toBe(0);
    await fixture.find('wx-custom-tab-bar >> text=首页').tap();
    expect(await fixture.text('more')).toBe('点了 1 次');
  });

  it('opens what the address says, with a way home', async () => {
    await fixture.open('/packages/order/pages/detail/index?id=7');
    expect(await fixture.text('query')).toBe('{"id":"7"}');
    await fixture.find('.ph-nav-home').tap();
    expect(await route()).toBe('pages/home/index');
  });

  it('opens the first page when the address names none, and says so', async () => {
    await fixture.open('/pages/no/where');
    expect(await route()).toBe('pages/home/index');
    expect(fixture.errors.join()).toContain('没有页面 pages/no/where');
  });

  it('runs a script when its page is first drawn, where the app asks for that', async () => {
    const address = '**/phone/bundle.json';
    await fixture.page.route(address, async (route) => {
      const response = await route.fetch();
      const { app, modules, ...bundle } = (await response.json()) as AppBundle;
      const { code = '', requires = {} } = modules[MINE] ?? {};
      const marked = { ...modules, [MINE]: { code: `globalThis.ranMine = true;${code}`, requires } };
      const lazy = { ...app, lazyCodeLoading: 'requiredComponents' };
      await route.fulfill({ response, json: { ...bundle, app: lazy, modules: marked } });
    });
    const ran = (): Promise<boolean> => fixture.page.evaluate('globalThis.ranMine === true');
    await fixture.page.addInitScript('globalThis.ranMine = false');
    await fixture.open('/pages/home/index');
    expect(await ran()).toBe(false);
    await fixture.page.evaluate("wx.switchTab({ url: '/pages/mine/index' })");
    await fixture.find('wx-body').waitFor();
    expect(await ran()).toBe(true);
    expect(fixture.errors).toEqual([]);
  });

  it('has no navigation bar where the page draws its own', async () => {
    await fixture.open('/pages/mine/index');
    expect(await fixture.find('.ph-nav-bar').count()).toBe(0);
  });

  it('navigates by a navigator', async () => {
    await fixture.open('/pages/mine/index');
    await fixture.find('#to-detail').tap();
    expect(await fixture.text('query')).toBe('{"id":"7"}');
    await fixture.find('.ph-nav-back').tap();
    await fixture.find('#to-home').tap();
    expect(await route()).toBe('pages/home/index');
  });

  it('refuses as WeChat does', async () => {
    await fixture.open();
    const refusals = await fixture.page.evaluate(async () => {
      const { wx } = window as unknown as { wx: Record<string, (options?: object) => Promise<unknown>> };
      const calls: [string, object][] = [
        ['navigateTo', { url: '/pages/mine/index' }],
        ['navigateTo', { url: '/pages/none' }],
        ['switchTab', { url: '/packages/order/pages/detail/index' }],
        ['navigateBack', {}],
        ['navigateTo', {}],
      ];
      const refusalOf = async ([name, options]: [string, object]): Promise<unknown> =>
        wx[name]?.(options).catch((error: unknown) => error);
      return Promise.all(calls.map(refusalOf));
    });
    expect(refusals).toEqual([
      { errMsg: 'navigateTo:fail can not navigateTo a tabbar page' },
      { errMsg: 'navigateTo:fail page "pages/none" is not found' },
      { errMsg: 'switchTab:fail can not switch to no-tabBar page' },
      { errMsg: 'navigateBack:fail cannot navigate back at first page.' },
      { errMsg: 'navigateTo:fail parameter error: parameter.url should be String instead of Undefined;' },
    ]);
  });

  it('stops at ten pages', async () => {
    await fixture.open();
    const last = await fixture.page.evaluate(async () => {
      const { wx } = window as unknown as { wx: { navigateTo(options: object): Promise<unknown> } };
      for (let count = 1; count < 10; count += 1)
        await wx.navigateTo({ url: `/packages/order/pages/detail/index?id=${count}` });
      return wx.navigateTo({ url: '/packages/order/pages/detail/index' }).catch((error: unknown) => error);
    });
    expect(last).toEqual({ errMsg: 'navigateTo:fail webview count limit exceed' });
  });

  it('refreshes when the page is pulled down, and reaches the bottom', async () => {
    await fixture.open();
    const scroller = fixture.find('.ph-page-scroll');
    const touch = (type: string, y: number): Promise<void> => {
      const touches = [{ identifier: 1, clientX: 100, clientY: y }];
      return scroller.dispatchEvent(type, {
        touches: type === 'touchend' ? [] : touches,
        changedTouches: touches,
      });
    };
    await touch('touchstart', 200);
    await touch('touchmove', 420);
    await touch('touchend', 420);
    await fixture.page.getByText('refreshed').waitFor();
    await scroller.evaluate((element) => element.scrollTo(0, 99_999));
    await fixture.page.getByText('bottom').waitFor({ state: 'attached' });
  });
});
