/** `npm run screenshots`: pictures of the browser phone, for the README or of every page. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { startPhone } from '../simulators/phone/start';
import { BROWSER_ARGUMENTS, findBrowser } from './browser';
import { runCommand } from './command';
import { vendor } from './miniprogram/vendor';
import { stageDeskPages } from './screenshots/desk-pages';
import { stagePages, type StagedPage } from './screenshots/pages';
import { buildFunctions } from './world/function-bundles';
import { startWorld } from './world/world';

const HELP = `npm run screenshots -- [--all] [--only PREFIX] [--tall]

Takes the pictures in docs/images from the browser phone. --all takes every page instead, into dist/screens: light and
dark, on a usual screen and on the narrowest one, there in the largest text too. --only keeps to pages whose name begins
so, e.g. desk; --tall makes the screen as high as what stands on it.`;

const ROOT = path.resolve(__dirname, '..');
const AS = 'lin';
const LOOKS = [
  { theme: 'light', width: 390, height: 844, font: 17 },
  { theme: 'dark', width: 390, height: 844, font: 17 },
  { theme: 'light', width: 320, height: 568, font: 17 },
  { theme: 'dark', width: 320, height: 568, font: 17 },
  { theme: 'light', width: 320, height: 568, font: 26 },
] as const satisfies readonly Look[];
/** Pictures fade in over a quarter of a second, sheets come up in as much; then nothing moves any more. */
const SETTLE_MS = 800;

/** Waits until a page shows what it has to show, and no grey shapes in its place. */
async function settled(page: Page): Promise<void> {
  await page.locator('wx-page:not([hidden]) wx-body').waitFor();
  const bones = page.locator('wx-page:not([hidden]) [class*="bone"]').filter({ visible: true });
  await bones.first().waitFor({ state: 'hidden' });
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(SETTLE_MS);
}

/** A screen that is higher than this is no longer looked at as a whole. */
const TALLEST = 3_000;

/** Makes the screen as high as the longest thing on it scrolls. */
async function stretched(page: Page, { width, height }: Look): Promise<void> {
  const hidden = await page.evaluate<number>(
    `Math.max(0, ...[...document.querySelectorAll('wx-page:not([hidden]), wx-page:not([hidden]) *')]
      .filter((one) => /auto|scroll/.test(getComputedStyle(one).overflowY))
      .map((one) => one.scrollHeight - one.clientHeight))`,
  );
  if (hidden === 0) return;
  await page.setViewportSize({ width, height: Math.min(height + hidden, TALLEST) });
  await page.waitForTimeout(SETTLE_MS);
}

interface Look {
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  readonly font: number;
}

async function shootPages(
  browser: Browser,
  phoneUrl: string,
  job: {
    readonly pages: readonly StagedPage[];
    readonly look: Look;
    readonly dir: string;
    readonly tall: boolean;
  },
): Promise<void> {
  const { pages, look, dir, tall } = job;
  const { theme, width, height, font } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 2,
    locale: 'zh-CN',
    hasTouch: true,
  });
  for (const { name, url, as = AS, taps = [] } of pages) {
    const page = await context.newPage();
    await page.goto(`${phoneUrl}/phone?as=${as}&theme=${theme}&font=${font}#${url}`);
    await settled(page);
    for (const words of taps) {
      await page.getByText(words, { exact: true }).filter({ visible: true }).last().tap({ force: true });
      await page.waitForTimeout(SETTLE_MS);
    }
    if (tall) await stretched(page, look);
    const text = font === 17 ? '' : `-${font}`;
    await page.screenshot({ path: path.join(dir, `${name}-${theme}-${width}${text}.png`) });
    await page.close();
  }
  await context.close();
}

async function shootFrame(browser: Browser, phoneUrl: string, dir: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 880 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${phoneUrl}/?as=${AS}#/pages/home/home`);
  await page.frameLocator('#screen').locator('wx-page:not([hidden]) wx-body').waitFor();
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: path.join(dir, 'phone.png') });
  await context.close();
}

const IN_README = ['home', 'cart', 'orders', 'detail-shipped'];
/** The merchant's story takes three nights; it ends today. */
const DAYS_BEFORE_MS = 3 * 86_400_000;

interface Wish {
  readonly all: boolean;
  readonly only: string;
  readonly tall: boolean;
}

async function shoot({ all, only, tall }: Wish): Promise<string> {
  // The icons of a screen drawn without it are empty boxes.
  await vendor();
  await buildFunctions();
  const images = path.join(ROOT, all ? 'dist/screens' : 'docs/images');
  mkdirSync(images, { recursive: true });
  const dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-screens-'));
  const [world, executablePath] = [
    await startWorld({ payPort: 0, cloudPort: 0, dir, beginsAtOffsetMs: -DAYS_BEFORE_MS }),
    await findBrowser(),
  ];
  const phone = await startPhone({
    port: 0,
    source: path.join(ROOT, 'miniprogram'),
    cloudUrl: world.cloud.url,
    wechatPayControlUrl: world.wechatPay.controlUrl,
    watching: false,
  });
  const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS] });
  try {
    // The desk first: its days pass, and what a shopper left unpaid would be closed.
    const deskPages = await stageDeskPages(world);
    const pages = [...(await stagePages(world, AS)), ...deskPages];
    const shown = pages.filter(({ name }) => (all ? name.startsWith(only) : IN_README.includes(name)));
    for (const look of all ? LOOKS : LOOKS.slice(0, 1))
      await shootPages(browser, phone.url, { pages: shown, look, dir: images, tall });
    if (!all) await shootFrame(browser, phone.url, images);
  } finally {
    await browser.close();
    await phone.close();
    await world.close();
    rmSync(dir, { recursive: true, force: true });
  }
  return images;
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      tall: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  console.log(values.help ? HELP : path.relative(process.cwd(), await shoot(values)));
  return 0;
});
