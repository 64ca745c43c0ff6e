import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  dayFromLink,
  idFromLink,
  linesFromLink,
  linesText,
  PAGE_PATHS,
  pageUrl,
  TAB_PAGES,
  textFromLink,
} from '../../../miniprogram/contract/routes';

interface AppJson {
  readonly pages: readonly string[];
  readonly subPackages: readonly { readonly root: string; readonly pages: readonly string[] }[];
  readonly tabBar: { readonly list: readonly { readonly pagePath: string }[] };
}

const app = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../../miniprogram/app.json'), 'utf8'),
) as AppJson;

function queryOf(url: string, key: string): string | undefined {
  const found = new RegExp(`[?&]${key}=([^&]*)`).exec(url);
  return found?.[1];
}

describe('page addresses', () => {
  it('are those of app.json, every one', () => {
    const listed = [
      ...app.pages,
      ...app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
    ];
    expect(Object.values(PAGE_PATHS).toSorted()).toEqual(listed.toSorted());
    expect(TAB_PAGES.map((name) => PAGE_PATHS[name])).toEqual(
      app.tabBar.list.map(({ pagePath }) => pagePath),
    );
  });

  it('carry any text there and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (keyword) => {
        expect(textFromLink(queryOf(pageUrl('search', { keyword }), 'keyword'))).toBe(keyword);
      }),
    );
  });

  it('carry wishes there and back', () => {
    const line = fc.record({
      skuId: fc.stringMatching(/^[0-9A-Za-z_-]{1,64}$/),
      quantity: fc.integer({ min: 1, max: 999 }),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        expect(linesFromLink(queryOf(pageUrl('confirm', { lines: linesText(lines) }), 'lines'))).toEqual(
          lines,
        );
      }),
    );
  });

  it.each(['', 'a*0', 'a*-1', 'a*1.5', '../x*1', 'a*1,', 'a', '%E4%'])('take no wish from %j', (text) => {
    expect(linesFromLink(text)).toEqual([]);
  });

  it.each(['2026-11-20', '2028-02-29'])('take the day %s', (text) => {
    expect(dayFromLink(text)).toBe(text);
  });

  it.each([undefined, '', '2026-13-45', '2026-02-29', '2026-04-31', '2026-1-1', '20261120', '%E4%'])(
    'take no day from %j',
    (text) => {
      expect(dayFromLink(text)).toBeNull();
    },
  );

  it.each([undefined, '', 'a b', '../../x', '<script>', '%E4%', 'x'.repeat(65)])(
    'take no id from %j',
    (text) => {
      expect(idFromLink(text)).toBeNull();
    },
  );
});
