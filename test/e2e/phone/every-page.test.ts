import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { stageDeskPages } from '../../../tools/screenshots/desk-pages';
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
  const scrolls = (one) => one.closest('wx-scroll-view, wx-swiper, .t-popup, .t-swipe-cell') !== null;
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

async function drawn(page: Page, url: string, large: number): Promise<string[]> {
  const said: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') said.push(line.text());
  });
  page.on('pageerror', (error) => said.push(String(error)));
  await page.goto(url);
  await page.locator('wx-page:not([hidden]) wx-body').waitFor();
  await page.waitForLoadState('networkidle');
  const wrong = await page.evaluate<string[]>(`(${MEASURE})(${large})`);
  const problems = await page.locator('#problems').allInnerTexts();
  return [...said, ...problems, ...wrong];
}

/** What is wrong with each page as somebody's phone draws it; pages with nothing wrong are left out. */
async function wrongPages(
  pages: readonly StagedPage[],
  look: { readonly theme: string; readonly width: number; readonly large: number },
): Promise<Record<string, string[]>> {
  const { theme, width, large } = look;
  const { page } = await stories.hold('walker');
  await page.setViewportSize({ width, height: 640 });
  const found: Record<string, string[]> = {};
  for (const { name, url, as = 'walker' } of pages) {
    const tab = await page.context().newPage();
    const wrong = await drawn(tab, `${stories.phone.url}/phone?as=${as}&theme=${theme}#${url}`, large);
    if (wrong.length > 0) found[name] = wrong;
    await tab.close();
  }
  return found;
}

describe('every page', () => {
  let pages: readonly StagedPage[];
  beforeAll(async () => {
    pages = await stagePages(stories.world, 'walker');
  });

  it.each([
    ['light', 375, 1],
    ['dark', 320, 1],
    ['light', 320, LARGE],
  ] as const)('is drawn whole in %s on %s px with text × %s', async (theme, width, large) => {
    expect(await wrongPages(pages, { theme, width, large })).toEqual({});
  });
});

describe('every page of the desk', () => {
  it('is drawn whole in the dark, on the narrowest phone, with large text', async () => {
    const pages = await stageDeskPages(stories.world);
    expect(await wrongPages(pages, { theme: 'dark', width: 320, large: LARGE })).toEqual({});
  });
});
