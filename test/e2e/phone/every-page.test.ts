import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { stageDeskPages } from '../../../tools/screenshots/desk-pages';
import { stagePages, type StagedPage } from '../../../tools/screenshots/pages';
import { useStories } from './harness';

jest.setTimeout(300_000);
const stories = useStories();

/** Pixels of WeChat's text: in the middle, and for a person who asks for the largest. */
const [MIDDLE, LARGEST] = [17, 26];

/** What is wrong with how a page is drawn, as the browser measures it; runs in the page. */
const MEASURE = `() => {
  const page = document.querySelector('wx-page:not([hidden])');
  const all = [...page.querySelectorAll('wx-body *')];
  const wrong = [];
  const visible = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== 'hidden';
  };
  const scrolls = (one) => one.closest('wx-scroll-view, wx-swiper, wx-textarea, .t-popup, .t-swipe-cell') !== null;
  const width = document.documentElement.clientWidth;
  for (const one of all) {
    if (!visible(one) || scrolls(one)) continue;
    const box = one.getBoundingClientRect();
    const words = (one.innerText ?? '').trim().slice(0, 20);
    if (words !== '' && (box.right > width + 1 || box.left < -1)) wrong.push('over the edge: ' + words);
    const style = getComputedStyle(one);
    const cut = style.overflow === 'hidden' && style.webkitLineClamp === 'none' && style.textOverflow !== 'ellipsis';
    if (words !== '' && cut && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 2))
      wrong.push('cut: ' + words);
  }
  const texts = all.filter((one) => visible(one) && !scrolls(one) && one.closest('[class*=bar], .tabs-place, [class*=tab-bar]') === null &&
    [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''));
  const boxes = texts.map((one) => {
    const range = document.createRange();
    range.selectNodeContents(one);
    // What an ellipsis hides is not there.
    const [words, own] = [range.getBoundingClientRect(), one.getBoundingClientRect()];
    const hides = getComputedStyle(one).overflow === 'hidden';
    const right = hides ? Math.min(words.right, own.right) : words.right;
    const bottom = hides ? Math.min(words.bottom, own.bottom) : words.bottom;
    return { one, box: { left: words.left, top: words.top, right, bottom } };
  });
  for (let i = 0; i < boxes.length; i += 1)
    for (let j = i + 1; j < boxes.length; j += 1) {
      const [a, b] = [boxes[i], boxes[j]];
      if (a.one.contains(b.one) || b.one.contains(a.one)) continue;
      const w = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const h = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (w > 3 && h > 8) wrong.push('overlap: ' + a.one.innerText.slice(0, 12) + ' / ' + b.one.innerText.slice(0, 12));
    }
  return wrong;
}`;

/** How long nothing may be on its way before a page counts as drawn. */
const QUIET_MS = 150;

/** Follows what a page asks for. Answers how to wait until all of it came; the stream of builds never ends. */
function followTraffic(page: Page): () => Promise<void> {
  const underWay = new Set<unknown>();
  let changedAtMs = Date.now();
  page.on('request', (request) => {
    if (request.url().endsWith('/phone/builds')) return;
    underWay.add(request);
    changedAtMs = Date.now();
  });
  const end = (request: unknown): void => {
    underWay.delete(request);
    changedAtMs = Date.now();
  };
  page.on('requestfinished', end);
  page.on('requestfailed', end);
  return async () => {
    changedAtMs = Date.now();
    while (underWay.size > 0 || Date.now() - changedAtMs < QUIET_MS) await page.waitForTimeout(20);
  };
}

interface Look {
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly font: number;
}

const PASSES: readonly Look[] = [
  { theme: 'light', width: 375, font: MIDDLE },
  { theme: 'dark', width: 320, font: MIDDLE },
  { theme: 'light', width: 320, font: LARGEST },
];

/** One phone that goes from page to page, and what is wrong with each. */
async function wrongsOf(
  as: string,
  pages: readonly StagedPage[],
  { theme, width, font }: Look,
): Promise<object> {
  const { page } = await stories.hold(as);
  await page.setViewportSize({ width, height: 640 });
  let said: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') said.push(line.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  const settled = followTraffic(page);
  await page.goto(`${stories.phone.url}/phone?as=${as}&theme=${theme}&font=${font}`);
  await page.locator('wx-page:not([hidden]) wx-body').waitFor();
  const wrongs: Record<string, string[]> = {};
  for (const { name, url } of pages) {
    said = [];
    await page.evaluate(`wx.reLaunch({ url: ${JSON.stringify(url)} })`);
    await settled();
    const wrong = await page.evaluate<string[]>(`(${MEASURE})()`);
    const problems = await page.locator('#ph-problems').allInnerTexts();
    const found = [...said, ...problems.filter((text) => text.trim() !== ''), ...wrong];
    if (found.length > 0) wrongs[name] = found;
  }
  return wrongs;
}

/** The pages of everybody whose phone shows one. */
function byHolder(pages: readonly StagedPage[]): ReadonlyMap<string, readonly StagedPage[]> {
  const holders = new Map<string, StagedPage[]>();
  for (const page of pages) {
    const { as = 'walker' } = page;
    holders.set(as, [...(holders.get(as) ?? []), page]);
  }
  return holders;
}

describe('every page', () => {
  let holders: ReadonlyMap<string, readonly StagedPage[]>;
  beforeAll(async () => {
    holders = byHolder(await stagePages(stories.world, 'walker'));
  });

  it.each(PASSES)('is drawn whole in $theme on $width px with text of $font', async (pass) => {
    for (const [as, pages] of holders) expect(await wrongsOf(as, pages, pass)).toEqual({});
  });
});

describe('every page of the desk', () => {
  it('is drawn whole in the dark, on the narrowest phone, with large text', async () => {
    const pass = { theme: 'dark', width: 320, font: LARGEST } as const;
    const holders = byHolder(await stageDeskPages(stories.world));
    for (const [as, pages] of holders) expect(await wrongsOf(as, pages, pass)).toEqual({});
  });
});
