import { afterAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readAppTree } from '../../../tools/miniprogram/app-tree';
import { packageSizes } from '../../../tools/miniprogram/build';
import { contrast, contrastProblems, palettes } from '../../../tools/miniprogram/contrast';
import { lintProblems } from '../../../tools/miniprogram/lint/lint';
import { sizeLine, sizeProblems } from '../../../tools/miniprogram/size-budget';
import { templateCompilerProblems } from '../../../tools/miniprogram/template-compiler';
import { wechatCompilerProblems, wechatCompilersRun } from '../../../tools/miniprogram/wechat-compilers';
import { appJson, META, smallApp, sweep, type Files } from './small-app';

const ICONS = new Set(['cart', 'home']);
const HOME = 'pages/home/home.wxml';
const STYLE = 'pages/home/home.wxss';

afterAll(sweep);

function lint(changes: Files): string[] {
  const tree = readAppTree(smallApp(changes));
  return [...tree.problems, ...lintProblems(tree, ICONS)];
}

function newer(changes: Files): string[] {
  return templateCompilerProblems(readAppTree(smallApp(changes)));
}

function wechat(changes: Files): string[] {
  return wechatCompilerProblems(readAppTree(smallApp(changes)));
}

describe('gates of the mini program', () => {
  it('pass a mini program that keeps the rules', () => {
    expect(lint({})).toEqual([]);
    expect(newer({})).toEqual([]);
    if (wechatCompilersRun()) expect(wechat({})).toEqual([]);
  });
});

describe("WeChat's own compilers", () => {
  it.each([
    ['a tag that is not closed', { [HOME]: '<view><text></view>' }],
    ['a bad expression', { [HOME]: '<view>{{ a ? }}</view>' }],
    ['optional chaining', { [HOME]: '<view>{{ a?.b }}</view>' }],
    ['what the newer compiler lets pass: ??', { [HOME]: '<view>{{ a ?? b }}</view>' }],
    ['an else without an if', { [HOME]: '<view wx:else>a</view>' }],
    ['a newer script in WXS', { 'a.wxs': 'const a = () => 1; module.exports = a;' }],
    ['a style sheet that breaks off', { [STYLE]: '.a { color: ' }],
    ['an import that leads nowhere', { [STYLE]: "@import 'nowhere.wxss';" }],
  ])('report %s', (_what, changes) => {
    // They are shipped for one kind of machine; CI is one.
    if (!wechatCompilersRun()) return;
    expect(wechat(changes)).not.toEqual([]);
  });

  it('fail when they were given nothing', () => {
    expect(
      wechatCompilerProblems({ dir: '.', files: new Set(), units: [], problems: [], app: {} }),
    ).not.toEqual([]);
  });
});

describe('newer template compiler', () => {
  it.each([
    ['a tag that is not closed', '<view><text></view>'],
    ['a misspelt directive', '<view wx:fr="{{a}}">a</view>'],
    ['an attribute given twice', '<view id="a" id="b">a</view>'],
    ['children in a slot', '<slot><view /></slot>'],
    ['a template from nowhere', '<import src="nowhere.wxml" />'],
    ['a script from nowhere', '<wxs src="nowhere.wxs" module="a" />'],
  ])('reports %s', (_what, wxml) => {
    expect(newer({ [HOME]: wxml })).not.toEqual([]);
  });

  it('fails when it was given nothing', () => {
    expect(
      templateCompilerProblems({ dir: '.', files: new Set(), units: [], problems: [], app: {} }),
    ).not.toEqual([]);
  });
});

/** One violation for every rule of the lint, and the words it must be reported with. */
const LINT_CANARIES: readonly (readonly [said: string, changes: Files])[] = [
  ['<crad> is neither built in', { [HOME]: '<crad />' }],
  ['card is under usingComponents and not used', { [HOME]: '<view />' }],
  ['names onClose, which the script does not have', { [HOME]: '<card bind:open="onClose" />' }],
  ['names onLate, which', { [HOME]: '<card bind:open="onOpen" capture-catch:tap="onLate" />' }],
  [
    'neither text nor aria-label',
    { [HOME]: '<card /><view aria-role="button" bind:tap="onOpen"><view /></view>' },
  ],
  ['has no aria-role', { [HOME]: '<card /><view bindtap="onOpen">开</view>' }],
  ['<input> has no aria-label', { [HOME]: '<card /><input placeholder="姓名" />' }],
  ['home.wxml: says 您', { [HOME]: '<card /><view>您好</view>' }],
  ['wx:key="index" is no key', { [HOME]: '<card wx:for="{{rows}}" wx:key="index" />' }],
  ['wx:for without wx:key', { [HOME]: '<card wx:for="{{rows}}" />' }],
  ['draw pictures with <shop-picture>', { [HOME]: '<card /><image src="/a.png" />' }],
  ['the icon font has no crat', { [HOME]: '<card icon="crat" />' }],
  ['a http:// address', { [HOME]: '<card src="http://a.example" />' }],
  [
    'setData sends list whole',
    { 'pages/home/home.ts': 'Page({ onOpen() { this.setData({ list: [] }); } });' },
  ],
  ['calls neither Page nor Component', { 'pages/cart/cart.ts': 'export const a = 1;\n' }],
  ['a colour outside', { [STYLE]: '.a { color: #fff; }' }],
  ['a colour outside', { [STYLE]: '.a { background: rgba(0, 0, 0, 0.5); }' }],
  ['--spaec-1 is no token', { [STYLE]: '.a { padding: calc(2 * var(--spaec-1)); }' }],
  ['px do not follow', { [STYLE]: '.a { width: 320px; }' }],
  [':active lags', { [STYLE]: '.a:active { padding: 0; }' }],
  ['styles/tokens.wxss: missing', { 'styles/tokens.wxss': null, 'app.wxss': '' }],
  ['a page begins with <page-meta', { [HOME]: '<card />' }],
  ['a page begins with <page-meta', { [HOME]: '<page-meta page-font-size="system" /><card />' }],
  [
    'uses chooseAddress and has no <privacy-sheet />',
    {
      'platform/wechat-address.ts': 'export async function chooseWechatAddress() {}\n',
      'pages/cart/import.ts': "import { chooseWechatAddress } from '../../platform/wechat-address';\n",
      'pages/cart/cart.ts': "import { bring } from './import';\nPage({ onTap() { bring(); } });\n",
    },
  ],
  [
    'requiredPrivateInfos lacks chooseAddress',
    {
      'pages/cart/cart.ts':
        "import { chooseWechatAddress } from '../../platform/wechat-address';\nPage({});\n",
    },
  ],
  ['darkmode is not true', appJson({ darkmode: false })],
  ['lazyCodeLoading is not "requiredComponents"', appJson({ lazyCodeLoading: undefined })],
  ['__usePrivacyCheck__ is not true', appJson({ __usePrivacyCheck__: undefined })],
  ['WeChat knows no darkMode', appJson({ darkMode: true })],
  ['WeChat knows no navigationBarTitle', appJson({ window: { navigationBarTitle: '小铺' } })],
  ['WeChat knows no enablePullDown', { 'pages/cart/cart.json': '{ "enablePullDown": true }' }],
  ['WeChat knows no title', { 'components/card/card.json': '{ "component": true, "title": "a" }' }],
  ['is listed twice', appJson({ pages: ['pages/home/home', 'pages/cart/cart', 'pages/cart/cart'] })],
  ['2 to 5 tabs', appJson({ tabBar: { list: [{ pagePath: 'pages/home/home' }] } })],
  [
    'is no page of the main package',
    appJson({
      tabBar: { list: [{ pagePath: 'pages/home/home' }, { pagePath: 'packages/orders/list/list' }] },
    }),
  ],
  ['which is no page', appJson({ preloadRule: { 'pages/nowhere': { packages: [] } } })],
  ['which is no package', appJson({ preloadRule: { 'pages/home/home': { packages: ['desk'] } } })],
  ['theme.json does not exist', { 'theme.json': null }],
  ['ground is not in both looks', { 'theme.json': '{ "light": { "ground": "#ffffff" }, "dark": {} }' }],
  ['sitemap.json: pages/old is no page', { 'sitemap.json': '{ "rules": [{ "page": "pages/old" }] }' }],
  ['pages/cart/cart: is not in app.json', appJson({ pages: ['pages/home/home'] })],
  ['pages/cart/cart.wxml: missing', { 'pages/cart/cart.wxml': null }],
  ['pages/cart/cart: has no script', { 'pages/cart/cart.ts': null }],
  ['pages/cart/cart.json: missing', { 'pages/cart/cart.json': null }],
  ['pages/cart/cart.json:', { 'pages/cart/cart.json': '{ "a": }' }],
  ['which does not exist', { 'pages/home/home.json': '{ "usingComponents": { "card": "../card/card" } }' }],
];

describe('lint of the mini program', () => {
  it.each(LINT_CANARIES)('reports "%s"', (said, changes) => {
    expect(lint(changes).filter((problem) => problem.includes(said))).not.toEqual([]);
  });

  it('says the file and the line', () => {
    expect(lint({ [HOME]: `${META}<card />\n\n<crad />` })).toEqual([
      expect.stringContaining('pages/home/home.wxml:3: '),
    ]);
  });

  it.each([
    ['beside it', 'const part = { onOpen() {} };\nPage({ data: { rows: [] }, ...part });', ''],
    [
      'spread into another part',
      "import { part } from './part';\nPage({ data: { rows: [] }, ...part });",
      'const one = { onOpen() {} };\nexport const part = { ...one, onClose() {} };',
    ],
    [
      'that a call answers',
      "import { part } from './part';\nPage({ data: { rows: [] }, ...part({ load }) });",
      'export function part({ load }) {\n  return { onOpen() { load(); } };\n}',
    ],
  ])('finds the methods of a part of the script %s, and what it lacks', (_, script, part) => {
    const withPart = (home: string, neighbour: string) => ({
      'pages/home/home.ts': home,
      'pages/home/part.ts': neighbour,
    });
    expect(lint(withPart(script, part))).toEqual([]);
    const lacking = (text: string): string => text.replace('onOpen', 'onShut');
    expect(lint(withPart(lacking(script), lacking(part)))).toEqual([
      expect.stringContaining('names onOpen, which the script does not have'),
    ]);
  });

  it('finds the methods of a part of the script in a file of its own, and what it lacks', () => {
    const script = "import { part } from './part';\nPage({ data: { rows: [] }, ...part });\n";
    const withPart = (part: string) => ({ 'pages/home/home.ts': script, 'pages/home/part.ts': part });
    expect(lint(withPart('export const part = { onOpen(this: object) {} };\n'))).toEqual([]);
    expect(lint(withPart('export const part = { onClose() {} };\n'))).toEqual([
      expect.stringContaining('names onOpen, which the script does not have'),
    ]);
  });

  it('reads attributes that hold the end of a tag', () => {
    expect(lint({ [HOME]: `${META}<card wx:if="{{rows.length > 1}}" />` })).toEqual([]);
  });
});

describe('contrast of the colours', () => {
  const tokens = readFileSync(path.resolve(__dirname, '../../../miniprogram/styles/tokens.wxss'), 'utf8');

  it("is measured as WCAG's examples are", () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#ffffff', '#777777')).toBe(contrast('#777777', '#ffffff'));
  });

  it('is enough in both looks', () => {
    expect(contrastProblems(tokens)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('is reported when a text of the %s look fades', (look) => {
    const hint = palettes(tokens)[look].get('--text-hint') ?? '';
    const [front, back] = look === 'light' ? [hint, '#b5b5b5'] : [hint, '#454545'];
    expect(contrastProblems(tokens.replace(front, back)).join()).toContain(`in the ${look} look`);
  });

  it('is reported when it cannot be measured', () => {
    expect(contrastProblems('page { --text: black; }')).not.toEqual([]);
  });
});

describe('size budget', () => {
  const KB = 1024;

  it('counts every file for the package it lies in', () => {
    const dir = smallApp({
      'pages/cart/big.png': 'x'.repeat(5000),
      'packages/orders/list/list.wxss': 'y'.repeat(3000),
    });
    const sizes = packageSizes(dir);
    expect(sizes.map(({ name }) => name)).toEqual(['main', 'packages/orders']);
    expect(sizes[0]?.bytes).toBeGreaterThan(5000);
    expect(sizes[1]?.bytes).toBeGreaterThan(3000);
    expect(sizes[1]?.bytes).toBeLessThan(3200);
  });

  it('reports a main package, and a sum, that are over it', () => {
    expect(sizeProblems([{ name: 'main', bytes: 799 * KB }])).toEqual([]);
    expect(sizeProblems([{ name: 'main', bytes: 800 * KB }])).toEqual([
      'main package: 800 KB, the budget is 800 KB',
    ]);
    expect(
      sizeProblems([
        { name: 'main', bytes: 700 * KB },
        { name: 'packages/desk', bytes: 900 * KB },
      ]),
    ).toEqual(['all packages: 1600 KB, the budget is 1600 KB']);
    expect(sizeLine([{ name: 'main', bytes: 2048 }])).toBe('main 2 KB, all 2 KB');
  });
});
