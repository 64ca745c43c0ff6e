import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppBundle } from '../../../simulators/phone/build/app-bundle';
import { createPreviewBuild } from '../../../simulators/phone/build/preview-build';
import { wxsRequires, wxsToJavaScript } from '../../../simulators/phone/build/wxs';
import { phoneUnits } from '../../../simulators/phone/build/wxss';

const FIXTURE = path.resolve(__dirname, '../../fixtures/phone-app');
const TDESIGN = 'tdesign-miniprogram';

describe('WXS as JavaScript', () => {
  it('reads constructor as the name it is in WXS', () => {
    expect(wxsToJavaScript("x.constructor === 'Array'")).toBe("x.__wxsConstructor__ === 'Array'");
  });

  it('leaves text and assignments alone', () => {
    expect(wxsToJavaScript("'a.constructor'")).toBe("'a.constructor'");
    expect(wxsToJavaScript('x.constructor = y')).toBe('x.constructor = y');
  });

  it('keeps the backslash of an escape that JavaScript would drop', () => {
    expect(wxsToJavaScript(String.raw`getRegExp('^-?\d+\n$')`)).toBe(String.raw`getRegExp('^-?\\d+\n$')`);
  });

  it('blanks comments and keeps every line where it was', () => {
    const source = "var a = 1; // it's\n/* two\nlines */ var b = '//';";
    expect(
      wxsToJavaScript(source)
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual(['var a = 1;', '', "         var b = '//';"]);
  });

  it('changes nothing in code without the two', () => {
    const word = fc.stringMatching(/^[a-z ]{0,12}$/);
    const line = fc.oneof(
      word,
      word.map((text) => `'${text}'`),
      word.map((text) => `"${text}"`),
      fc.constant('\n'),
    );
    fc.assert(
      fc.property(fc.array(line), (parts) => {
        const source = parts.join('+');
        expect(wxsToJavaScript(source)).toBe(source);
      }),
    );
  });

  it('knows what is required, but not in comments', () => {
    expect(wxsRequires("var a = require('./a.wxs'); // require('./b.wxs')")).toEqual(['./a.wxs']);
  });
});

describe('phone units', () => {
  it.each([
    ['750rpx', '100vw'],
    ['-1rpx', '-0.1333vw'],
    ['calc(10rpx + 2px)', 'calc(1.3333vw + 2px)'],
    ['env(safe-area-inset-bottom)', 'var(--safe-area-inset-bottom)'],
    ['constant(safe-area-inset-top)', 'var(--safe-area-inset-top)'],
    ['calc(100vh - 2px)', 'calc(100cqh - 2px)'],
    ['12px', '12px'],
  ])('writes %s as %s', (wxss, css) => {
    expect(phoneUnits(wxss)).toBe(css);
  });
});

describe('preview build', () => {
  let dir: string;
  let build: () => Promise<AppBundle>;
  const write = (file: string, text: string): void => writeFileSync(path.join(dir, file), text);
  const errors = ({ problems }: AppBundle): string[] =>
    problems.filter(({ level }) => level === 'error').map(({ where, message }) => `${where} ${message}`);

  beforeEach(() => {
    // Inside the repository, so that node_modules is above it.
    dir = mkdtempSync(path.join(path.resolve(__dirname, '../../../node_modules'), '.phone-build-'));
    cpSync(FIXTURE, dir, { recursive: true });
    const preview = createPreviewBuild(dir);
    build = async () => (await preview.build()).bundle;
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('finds every page, component and script, those of a package in node_modules too', async () => {
    const bundle = await build();
    expect(errors(bundle)).toEqual([]);
    expect(bundle.pages).toContain('packages/order/pages/detail/index');
    expect(bundle.components['pages/home/index']?.usingComponents).toEqual({
      'price-tag': '/components/price-tag/index',
      't-button': `/miniprogram_npm/${TDESIGN}/button/button`,
      't-stepper': `/miniprogram_npm/${TDESIGN}/stepper/stepper`,
    });
    expect(bundle.scripts['custom-tab-bar/index']).toBe('custom-tab-bar/index.ts');
    expect(bundle.modules['pages/home/index.ts']?.requires).toEqual({
      '../../services/shop': 'services/shop.ts',
    });
  });

  it('gives a component a scope of its own and its host a selector', async () => {
    const { css = '', scope = '' } = (await build()).sheets['components/price-tag/index'] ?? {};
    expect(scope).not.toBe('');
    expect(css).toContain(`.${scope}--card {`);
    expect(css).toContain('[wx-host="components/price-tag/index"]');
  });

  it('keeps a page to itself and shares what the app says', async () => {
    const bundle = await build();
    expect(bundle.sheets['pages/home/index']?.css).toMatch(
      /@scope \(wx-page\[route="pages\/home\/index"\]\) \{[^]*\.card \{/,
    );
    expect(bundle.appCss).toContain('.card {');
  });

  it('paints the whole page but lays out only its content', async () => {
    write('app.wxss', 'page { --ink: red; color: blue; padding: 75rpx; display: flex }');
    const { appCss } = await build();
    expect(appCss.replaceAll(/\s+/g, '')).toBe(
      'wx-page{--ink:red;color:blue}wx-body{padding:10vw;display:flex}',
    );
  });

  it('brings imported style sheets in, keyframes outside the scope', async () => {
    write('pages/home/extra.wxss', '.extra { color: red }\n@keyframes turn { to { top: 10rpx } }');
    write('pages/home/index.wxss', '@import "./extra.wxss";\nview .more { left: 0 }');
    const css = (await build()).sheets['pages/home/index']?.css ?? '';
    expect(css.indexOf('@keyframes')).toBeLessThan(css.indexOf('@scope'));
    expect(css).toContain('top: 1.3333vw');
    expect(css).toContain('wx-view .more');
  });

  const BREAKAGES: readonly [what: string, file: string, text: string, problem: RegExp][] = [
    ['an unclosed tag', 'pages/mine/index.wxml', '<view>\n  <text>', /^error pages\/mine\/index\.wxml:2:4 /],
    [
      'a tag nobody declared',
      'pages/mine/index.wxml',
      '<view/>\n <t-nothing/>',
      /^error pages\/mine\/index\.wxml:2:2 <t-nothing>/,
    ],
    [
      'a missing template',
      'pages/mine/index.wxml',
      '<import src="./no.wxml"/>',
      /no file pages\/mine\/no\.wxml/,
    ],
    [
      'a missing WXS',
      'pages/mine/index.wxml',
      '<wxs module="a" src="./no.wxs"/>',
      /no file pages\/mine\/no\.wxs/,
    ],
    [
      'broken WXS',
      'components/price-tag/money.wxs',
      'var a = ;',
      /^error components\/price-tag\/money\.wxs:1:9 /,
    ],
    ['broken WXSS', 'app.wxss', '.a { color: red', /^error app\.wxss:1:1 Unclosed block/],
    ['a missing import', 'app.wxss', '@import "no.wxss";', /^error app\.wxss no style sheet no\.wxss/],
    ['broken JSON', 'pages/mine/index.json', '{', /^error pages\/mine\/index\.json /],
    [
      'a missing component',
      'pages/mine/index.json',
      '{"usingComponents":{"a":"./a"}}',
      /"a": no component at \.\/a/,
    ],
    [
      'a script that does not parse',
      'pages/mine/index.ts',
      'Page({ a: })',
      /^error pages\/mine\/index\.ts:1:11 /,
    ],
    [
      'a script that is missing',
      'pages/mine/index.ts',
      "import x from './no'; Page({ x })",
      /cannot find "\.\/no"/,
    ],
  ];
  it.each(BREAKAGES)('says where %s is', async (_, file, text, problem) => {
    write(file, text);
    const { problems } = await build();
    expect(problems.map(({ level, where, message }) => `${level} ${where} ${message}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(problem)]),
    );
  });

  it('ignores the fallback inside a slot, as WeChat does', async () => {
    write('components/price-tag/index.wxml', '<view><slot>nobody sees this</slot></view>');
    expect(errors(await build())).toEqual([]);
  });

  it('builds a change without keeping what was there before', async () => {
    const first = await build();
    write('pages/mine/index.ts', 'Page({ data: { changed: 1 } })');
    const second = await build();
    expect(second.version).toBe(first.version + 1);
    expect(second.modules['pages/mine/index.ts']?.code).toContain('changed');
    expect(second.modules['pages/home/index.ts']).toEqual(first.modules['pages/home/index.ts']);
  });

  it('says so when the directory holds no mini program', async () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'xiaopu-empty-'));
    const { bundle } = await createPreviewBuild(empty).build();
    rmSync(empty, { recursive: true });
    expect(errors(bundle)).toEqual(
      expect.arrayContaining(['app.json no file app.json', 'app.json lists no page']),
    );
  });
});
