import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { startPhone } from '../../simulators/phone/start';
import { BROWSER_ARGUMENTS, findBrowser } from '../browser';
import { buildFunctions } from '../world/function-bundles';
import { startWorld } from '../world/world';
import { median, shuffled, verdictLine } from './measure';

const MINIPROGRAM = path.resolve(__dirname, '../../miniprogram');
const ROUNDS = 5;
/** A shopper who taps the shop's icon and sees goods within this does not wait. */
const TARGET_MS = 1_500;

/**
 * Notes when home is drawn: goods with their names, and every picture on the screen. The clock starts with the
 * navigation; a look per frame is as exact as what a person could see.
 */
const WATCH = `addEventListener('DOMContentLoaded', () => {
  const onScreen = (one) => {
    const { top, bottom, left, right, width } = one.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  };
  const look = () => {
    const cards = [...document.querySelectorAll('[wx-host="components/product-card/product-card"]')];
    const pictures = [...document.querySelectorAll('wx-page img')].filter(onScreen);
    const drawn = cards.some((card) => card.innerText.includes('¥')) && pictures.length > 0;
    if (drawn && pictures.every((one) => one.complete && one.naturalWidth > 0)) globalThis.drawnMs = performance.now();
    else requestAnimationFrame(look);
  };
  look();
});`;

/** Opens an address on a phone that was never here before. Answers when home was drawn, and the page as it then stood. */
async function visit(browser: Browser, url: string): Promise<{ drawnMs: number; html: string }> {
  const context = await browser.newContext({ viewport: { width: 375, height: 812 }, hasTouch: true });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction('globalThis.drawnMs');
    return { drawnMs: await page.evaluate<number>('globalThis.drawnMs'), html: await page.content() };
  } finally {
    await context.close();
  }
}

/** The drawn page as plain HTML with its style sheets and pictures: what is left when nothing has to be worked out. */
async function servePlain(drawn: string, phoneUrl: string): Promise<{ url: string; close(): void }> {
  const html = drawn
    .replaceAll(/<script\b[^]*?<\/script>|<link rel="preload"[^>]*>/g, '')
    .replace('<head>', `<head><base href="${phoneUrl}/">`);
  const app = new Hono();
  app.get('/', (c) => c.html(html));
  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => void server.close(),
  };
}

/** Prints how long a shopper waits for the home page, and how near that is to the same page as plain HTML. */
export async function run(print: (line: string) => void): Promise<void> {
  const dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-bench-'));
  await buildFunctions();
  const world = await startWorld({ payPort: 0, cloudPort: 0, dir });
  const phone = await startPhone({
    port: 0,
    source: MINIPROGRAM,
    cloudUrl: world.cloud.url,
    wechatPayControlUrl: world.wechatPay.controlUrl,
    watching: false,
  });
  const executablePath = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS] });
  try {
    const home = `${phone.url}/phone?as=lin`;
    // The first visit also starts the functions' processes.
    const { html } = await visit(browser, home);
    const plain = await servePlain(html, phone.url);
    await visit(browser, plain.url);
    const taken = { phone: new Array<number>(), plain: new Array<number>() };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const which of shuffled(['phone', 'plain'] as const))
        taken[which].push((await visit(browser, which === 'phone' ? home : plain.url)).drawnMs);
    plain.close();
    const [ms, plainMs] = [median(taken.phone), median(taken.plain)];
    const ratio = median(taken.phone.map((one, round) => one / (taken.plain[round] ?? one)));
    print(`first paint: ${ROUNDS} phones that were never here before, pictures included`);
    print(verdictLine('home drawn', `${ms.toFixed(0)} ms`, `< ${TARGET_MS} ms`, ms < TARGET_MS));
    print(
      `  the same page as plain HTML: ${plainMs.toFixed(0)} ms; the mini program takes ${ratio.toFixed(2)} times as long`,
    );
  } finally {
    await browser.close();
    await phone.close();
    await world.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
