import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Files by path; null leaves one out. */
export type Files = Readonly<Record<string, string | null>>;

const TOKENS = 'page {\n  --text: #111111;\n  --space-1: 8rpx;\n}\n';

/** What every page begins with. */
export const META = '<page-meta root-font-size="system" />';

/** A mini program that keeps every rule: two tabs, a sub-package, one component of its own. */
const CLEAN: Files = {
  'app.json': JSON.stringify({
    pages: ['pages/home/home', 'pages/cart/cart'],
    subPackages: [{ root: 'packages/orders', name: 'orders', pages: ['list/list'] }],
    preloadRule: { 'pages/cart/cart': { packages: ['orders'] } },
    tabBar: { list: [{ pagePath: 'pages/home/home' }, { pagePath: 'pages/cart/cart' }] },
    window: { navigationBarTitleText: '小铺', backgroundColor: '@ground' },
    themeLocation: 'theme.json',
    sitemapLocation: 'sitemap.json',
    darkmode: true,
    lazyCodeLoading: 'requiredComponents',
    __usePrivacyCheck__: true,
  }),
  'theme.json': JSON.stringify({ light: { ground: '#ffffff' }, dark: { ground: '#000000' } }),
  'sitemap.json': JSON.stringify({ rules: [{ page: 'pages/home/home' }, { page: '*' }] }),
  'app.ts': 'App({});\n',
  'app.wxss': "@import 'styles/tokens.wxss';\n",
  'styles/tokens.wxss': TOKENS,
  'components/card/card.json': '{ "component": true }',
  'components/card/card.ts': "Component({ methods: { onTap() { this.triggerEvent('open'); } } });\n",
  'components/card/card.wxml': '<view aria-role="button" bind:tap="onTap"><text>{{ text }}</text></view>\n',
  'components/card/card.wxss': '.card {\n  color: var(--text);\n}\n',
  'pages/home/home.json': '{ "usingComponents": { "card": "../../components/card/card" } }',
  'pages/home/home.ts': 'Page({ data: { rows: [] }, onOpen() {} });\n',
  'pages/home/home.wxml': `${META}<card wx:for="{{rows}}" wx:key="id" bind:open="onOpen" />\n`,
  'pages/home/home.wxss': '.row {\n  padding: var(--space-1);\n}\n',
  'pages/cart/cart.json': '{}',
  'pages/cart/cart.ts': 'Page({});\n',
  'pages/cart/cart.wxml': `${META}<view>购物车</view>\n`,
  'packages/orders/list/list.json': '{}',
  'packages/orders/list/list.ts': 'Page({});\n',
  'packages/orders/list/list.wxml': `${META}<view>订单</view>\n`,
};

const written: string[] = [];

/** Writes the clean mini program with some files changed, and answers its folder. */
export function smallApp(changes: Files = {}): string {
  const dir = realpathSync(mkdtempSync(path.join(tmpdir(), 'xiaopu-app-')));
  written.push(dir);
  for (const [file, text] of Object.entries({ ...CLEAN, ...changes })) {
    if (text === null) continue;
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), text);
  }
  return dir;
}

/** The clean app.json with some keys changed. */
export function appJson(changes: Readonly<Record<string, unknown>>): Files {
  return { 'app.json': JSON.stringify({ ...(JSON.parse(CLEAN['app.json'] ?? '{}') as object), ...changes }) };
}

/** Removes what was written. */
export function sweep(): void {
  for (const dir of written.splice(0)) rmSync(dir, { recursive: true, force: true });
}
