import { beforeAll, describe, expect, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { story, useStories } from './harness';
import type { Holder } from './holder';

jest.setTimeout(120_000);
const stories = useStories();

const PRODUCTS = 500;
/** Written side by side. */
const AT_ONCE = 50;
const WORD = '长卷';
const CATEGORY = 'food';

/** So many cards cover the screen and what is drawn beyond it; without a window there would be hundreds. */
const MOST_CARDS = 60;

const titleOf = (number: number): string => `${WORD}第${String(number).padStart(3, '0')}幅`;

/** Puts many products on the shelf, with names of one line and of two, with and without a line below. */
async function fillShelf(): Promise<void> {
  const numbers = Array.from({ length: PRODUCTS }, (_, index) => index + 1);
  for (let from = 0; from < PRODUCTS; from += AT_ONCE)
    await Promise.all(
      numbers.slice(from, from + AT_ONCE).map((number) =>
        stories.shelve(`scroll-${number}`, 9, {
          title: number % 3 === 0 ? `${titleOf(number)}，名字长得一行里放不下的那一种` : titleOf(number),
          ...(number % 5 === 0 && { subtitle: '' }),
          categoryId: CATEGORY,
          position: 1_000 + number,
        }),
      ),
    );
}

interface Walk {
  /** The numbers of the products that were to be seen, in the order they were first seen. */
  readonly seen: readonly number[];
  readonly mostCards: number;
  readonly mostNodes: number;
  /** How long the page was at each step, once everything had come. */
  readonly lengths: readonly number[];
  /** Places where the screen stayed empty. */
  readonly gaps: readonly string[];
}

/** Scrolls from where the page is to one end, a screen at a time, and looks at each step; runs in the page. */
const WALK = `async (direction) => {
  const page = document.querySelector('wx-page:not([hidden])');
  const scroller = page.querySelector('.ph-page-scroll');
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const cards = () => [...page.querySelectorAll('[wx-host="components/product-card/product-card"]')];
  const onScreen = (one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 130 && top < innerHeight - 90;
  };
  const ended = () => page.innerText.includes('已经到底了');
  const seen = new Set(), lengths = [], gaps = [];
  let mostCards = 0, mostNodes = 0;
  for (let step = 0; ; step += 1) {
    const before = scroller.scrollTop;
    if (step > 0) scroller.scrollTop += direction * scroller.clientHeight * 0.8;
    let waited = 0;
    for (; waited < 300; waited += 1) {
      await frame();
      const flow = page.querySelector('[wx-host="components/product-flow/product-flow"]').getBoundingClientRect();
      const covered = cards().filter(onScreen).length > 0 || flow.bottom < 200 || flow.top > innerHeight - 120;
      const coming = direction > 0 && scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 50 && !ended();
      if (covered && !coming) break;
    }
    if (waited === 300) gaps.push(String(scroller.scrollTop));
    for (const card of cards().filter(onScreen)) seen.add(card.querySelector('[aria-label]').getAttribute('aria-label'));
    mostCards = Math.max(mostCards, cards().length);
    mostNodes = Math.max(mostNodes, page.querySelectorAll('*').length);
    if (ended() || direction < 0) lengths.push(scroller.scrollHeight);
    if (step > 0 && scroller.scrollTop === before || (direction > 0 && gaps.length > 0)) break;
  }
  const numbers = [...seen].flatMap((label) => (/第(\\d+)幅/.exec(label) ?? []).slice(1).map(Number));
  return { seen: numbers, mostCards, mostNodes, lengths, gaps };
}`;

function walk(page: Page, direction: 1 | -1): Promise<Walk> {
  return page.evaluate<Walk>(`(${WALK})(${direction})`);
}

async function isSeenWhole(holder: Holder): Promise<void> {
  await holder.sees(new RegExp(`${WORD}|桂花糕|龙井`));
  const down = await walk(holder.page, 1);
  const up = await walk(holder.page, -1);
  const all = Array.from({ length: PRODUCTS }, (_, index) => index + 1);
  for (const { seen, gaps, mostCards } of [down, up]) {
    expect(gaps).toEqual([]);
    expect([...seen].sort((a, b) => a - b)).toEqual(all);
    expect(mostCards).toBeLessThanOrEqual(MOST_CARDS);
  }
  // What is not drawn takes the room it took when it was.
  expect(new Set(up.lengths.map((length) => Math.round(length))).size).toBe(1);
}

describe('a shop of five hundred products', () => {
  beforeAll(fillShelf, 120_000);

  story('is scrolled through on the home page with few nodes', async () => {
    const holder = await stories.hold('strolls');
    await holder.open('/pages/home/home');
    await isSeenWhole(holder);
  });

  story('is scrolled through in a category with few nodes', async () => {
    const holder = await stories.hold('browses');
    await holder.open('/pages/category/category');
    await holder.tap('食物');
    await isSeenWhole(holder);
  });

  story(
    'is scrolled through as search results with few nodes, also by jumps and after a look at one',
    async () => {
      const holder = await stories.hold('seeks');
      await holder.open(`/pages/search/search?keyword=${encodeURIComponent(WORD)}`);
      await isSeenWhole(holder);
      const scroller = `document.querySelector('wx-page:not([hidden]) .ph-page-scroll')`;
      const scrollTop = (): Promise<number> => holder.page.evaluate(`${scroller}.scrollTop`);
      const jump = (share: number): Promise<unknown> =>
        holder.page.evaluate(`${scroller}.scrollTop = ${scroller}.scrollHeight * ${share}`);
      await jump(1);
      await holder.sees(titleOf(PRODUCTS));
      await jump(0);
      await holder.sees(titleOf(1));
      await jump(0.5);
      await holder.sees(/第2[3-7]\d幅/);
      const before = await scrollTop();
      const card = holder.page.locator('wx-page:not([hidden]) [aria-label*="幅"]').filter({ visible: true });
      await holder.page.waitForTimeout(600);
      const middle = card.nth(Math.floor((await card.count()) / 2));
      await middle.tap();
      await holder.sees('加入购物车');
      await holder.page.locator('wx-page:not([hidden])').getByRole('button', { name: '返回' }).click();
      await holder.sees(/第2[3-7]\d幅/);
      expect(Math.abs((await scrollTop()) - before)).toBeLessThan(2);
    },
  );
});
