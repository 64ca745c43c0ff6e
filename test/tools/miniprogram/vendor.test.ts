import { beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { componentClosure } from '../../../tools/miniprogram/component-closure';
import { cutIconSheet, iconNames, iconsIn } from '../../../tools/miniprogram/icon-font';
import { ICON_FONT, NPM_FOLDER, SOURCE_DIR, TDESIGN_DIR } from '../../../tools/miniprogram/places';
import { filesBelow } from '../../../tools/miniprogram/source-files';
import { libraryEntries, vendor, type Vendored } from '../../../tools/miniprogram/vendor';

const NPM = path.join(SOURCE_DIR, NPM_FOLDER);
const SHEET = readFileSync(path.join(TDESIGN_DIR, 'icon/icon.wxss'), 'utf8');

describe('interface library as the install leaves it', () => {
  let vendored: Vendored;
  beforeAll(async () => {
    vendored = await vendor();
  });

  it('asks the network for nothing', () => {
    const texts = filesBelow(NPM).map((file) => readFileSync(path.join(NPM, file), 'utf8'));
    expect(texts.filter((text) => /https?:\/\/(?!www\.w3\.org)/.test(text))).toEqual([]);
  });

  it('draws every icon it names', () => {
    const names = iconNames(readFileSync(path.join(NPM, 'tdesign-miniprogram/icon/icon.wxss'), 'utf8'));
    expect(vendored.icons.filter((name) => !names.has(name))).toEqual([]);
    expect(vendored.icons).toEqual(expect.arrayContaining(['cart', 'cart-filled', 'search', 'store']));
    expect(names.size).toBeLessThan(200);
  });

  it('is complete: every component a page names is there', () => {
    const sources = filesBelow(SOURCE_DIR)
      .filter((file) => file.endsWith('.json') && !file.startsWith(NPM_FOLDER))
      .map((file) => ({ file, text: readFileSync(path.join(SOURCE_DIR, file), 'utf8') }));
    const missing = libraryEntries(sources).filter(
      (entry) => !existsSync(path.join(NPM, 'tdesign-miniprogram', `${entry}.json`)),
    );
    expect(missing).toEqual([]);
  });

  it('leaves everything alone when nothing changed', async () => {
    expect((await vendor()).changed).toBe(false);
  });
});

describe('closure of components', () => {
  it('follows components, modules, templates, WXS and style sheets', () => {
    const files = componentClosure(TDESIGN_DIR, ['stepper/stepper']);
    expect(files).toEqual(
      expect.arrayContaining([
        'stepper/stepper.js',
        'icon/icon.wxss',
        'common/utils.wxs',
        'common/style/index.wxss',
        'miniprogram_npm/tslib/index.js',
      ]),
    );
    expect(files.some((file) => file.startsWith('calendar/'))).toBe(false);
  });

  it('refuses a component the library does not have', () => {
    expect(() => componentClosure(TDESIGN_DIR, ['steper/steper'])).toThrow('no component steper/steper');
  });
});

describe('icon sheet', () => {
  it('keeps the wanted icons with their glyphs inside', async () => {
    const { styleSheet, missing } = await cutIconSheet(SHEET, readFileSync(ICON_FONT), [
      'cart',
      'no-such-icon',
    ]);
    expect([...iconNames(styleSheet)]).toEqual(['cart']);
    expect(styleSheet).toContain('url(data:font/woff;base64,');
    expect(styleSheet).not.toContain('http');
    expect(missing).toEqual(['no-such-icon']);
    expect(styleSheet.length).toBeLessThan(4000);
  });

  it('finds icons in attributes and expressions, and nothing that is none', () => {
    const known = new Set(['cart', 'home', 'home-filled']);
    expect(iconsIn(`<t-icon name="{{on ? 'home-filled' : 'home'}}" /> cart "carts"`, known)).toEqual([
      'home-filled',
      'home',
    ]);
  });
});

describe('project of WeChat DevTools', () => {
  it('opens the sources and the built functions, with TypeScript and without its npm step', () => {
    const root = path.dirname(SOURCE_DIR);
    const project = JSON.parse(readFileSync(path.join(root, 'project.config.json'), 'utf8')) as object;
    expect(project).toMatchObject({
      miniprogramRoot: 'miniprogram/',
      cloudfunctionRoot: 'dist/cloudfunctions/',
      setting: { useCompilerPlugins: ['typescript'], es6: true, packNpmManually: true },
    });
  });
});
