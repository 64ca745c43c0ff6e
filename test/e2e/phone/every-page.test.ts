import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { stagePages, type StagedPage } from '../../../tools/screenshots/pages';
import { useStories } from './harness';

jest.setTimeout(300_000);
const stories = useStories();

/** How much larger WeChat draws text for a person who asks for large text. */
const LARGE = 1.25;

/** What is wrong with how a page is drawn, as the browser measures it; runs in the page. */
const MEASURE = `(large) => {
  const page = document.querySelector('wx-page:not([hidden])');
  const all = [...page.querySelectorAll('wx-body *')];
  if (large !== 1)
    for (const [element, size] of all.map((one) => [one, parseFloat(getComputedStyle(one).fontSize)]))
      if ([...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== ''))
        element.style.fontSize = size * large + 'px';
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

type Look = readonly [theme: 'light' | 'dark', large: number];

/** One phone that goes from page to page, and what is wrong with each. */
async function wrongsOf(
  pages: readonly StagedPage[],
  { width, looks }: (typeof PASSES)[number],
): Promise<object> {
  const { page, open } = await stories.hold('walker');
  await page.setViewportSize({ width, height: 640 });
  let said: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') said.push(line.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  const settled = followTraffic(page);
  await open('/pages/home/home');
  const wrongs: Record<string, string[]> = {};
  for (const { name, url } of pages) {
    said = [];
    await page.evaluate(`wx.reLaunch({ url: ${JSON.stringify(url)} })`);
    await settled();
    for (const [theme, large] of looks) {
      await page.emulateMedia({ colorScheme: theme });
      const wrong = await page.evaluate<string[]>(`(${MEASURE})(${large})`);
      if (wrong.length > 0) wrongs[`${name}, ${theme}, text × ${large}`] = wrong;
    }
    if (said.length > 0) wrongs[name] = said;
  }
  return wrongs;
}

const PASSES: readonly { readonly width: number; readonly looks: readonly Look[] }[] = [
  { width: 375, looks: [['light', 1]] },
  {
    width: 320,
    looks: [
      ['dark', 1],
      // Last: it leaves its sizes behind.
      ['light', LARGE],
    ],
  },
];

describe('every page', () => {
  let pages: readonly StagedPage[];
  beforeAll(async () => {
    pages = await stagePages(stories.world, 'walker');
  });

  it.each(PASSES)('is drawn whole on $width px', async (pass) => {
    expect(await wrongsOf(pages, pass)).toEqual({});
  });
});
