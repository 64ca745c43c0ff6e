import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, findBrowser } from '../../tools/browser';
import type { Shop } from './start-process';
import { startShop } from './start-process';

/** A browser may have to be installed first. */
const PREPARE_WITHIN_MS = 600_000;

let dir: string;
let shop: Shop;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let shoppers = 0;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-page-'));
  const executablePath = await findBrowser();
  [shop, browser] = await Promise.all([
    startShop(dir),
    chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS] }),
  ]);
}, PREPARE_WITHIN_MS);

afterAll(async () => {
  await browser.close();
  await shop.stop();
  rmSync(dir, { recursive: true, force: true });
});

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  page = await context.newPage();
  shoppers += 1;
  await page.goto(`${shop.addresses.phone}/?as=shopper-${shoppers}`);
});

afterEach(() => context.close());

const buy = (name: string): Locator => page.getByRole('button', { name: `购买 ${name}` });
const sheet = (): Locator => page.getByRole('dialog', { name: '微信支付' });
const confirm = (): Promise<void> => sheet().getByRole('button', { name: '确认支付' }).click();
const cancel = (): Promise<void> => sheet().getByRole('button', { name: '取消' }).click();
const again = (): Locator => page.getByRole('link', { name: '再逛逛' });
const loseNotifications = (): Locator => page.getByRole('switch', { name: '丢失通知' });

/** Pieces of a product's specification that can be ordered, as the shelf says. */
async function available(name: string): Promise<number> {
  const row = page.getByRole('listitem').filter({ has: buy(name) });
  return Number(/库存 (\d+) 件/.exec(await row.innerText())?.[1]);
}

async function orderStates(): Promise<string[]> {
  await page.getByRole('link', { name: '我的订单' }).click();
  await page.getByText('没有更多了').waitFor();
  return page.locator('.order-row .badge').allInnerTexts();
}

async function toShelf(): Promise<void> {
  await page.getByRole('link', { name: '货架' }).click();
  await buy('桂花糕 8块装').waitFor();
}

describe('start page', () => {
  it('sells: order, payment, verified notification, and the stock goes down', async () => {
    await buy('明前龙井 50克 罐装').waitFor();
    const before = await available('明前龙井 50克 罐装');
    await page.getByRole('button', { name: '明前龙井 50克 罐装 加一件' }).click();
    await buy('明前龙井 50克 罐装').click();
    await sheet().getByText('¥256.00').waitFor();
    await confirm();
    await again().waitFor();

    const shown = await page.locator('#view').innerText();
    expect(shown).toContain('已送达小铺，验签通过');
    expect(shown).toContain('订单已支付，等待发货');
    expect(shown).toContain(`${before} → ${before - 2} 件`);
    await again().click();
    await buy('明前龙井 50克 罐装').waitFor();
    expect(await available('明前龙井 50克 罐装')).toBe(before - 2);
    expect(await orderStates()).toEqual(['待发货']);
  });

  it('shows an order heal itself by query when its notification is lost', async () => {
    await loseNotifications().check();
    await buy('亚麻茶席 30×120厘米').click();
    await confirm();
    await again().waitFor();

    const shown = await page.locator('#view').innerText();
    expect(shown).toContain('通知在路上丢失，小铺没有收到');
    expect(shown).toContain('小铺主动查询微信支付');
    await loseNotifications().uncheck();
    expect(await orderStates()).toEqual(['待发货']);
  });

  it('keeps the order when the sheet is cancelled, and takes the payment at the second try', async () => {
    await buy('桂花糕 8块装').click();
    await cancel();
    await page.getByText('已取消支付，没有扣款').waitFor();
    await page.getByRole('button', { name: '重新支付' }).click();
    await confirm();
    await again().waitFor();

    expect(await orderStates()).toEqual(['待发货']);
  });

  it('gives the stock back when the shopper cancels the order', async () => {
    await buy('桂花糕 8块装').waitFor();
    const before = await available('桂花糕 8块装');
    await buy('桂花糕 8块装').click();
    await cancel();
    await page.getByRole('button', { name: '取消订单' }).click();
    await page.getByRole('link', { name: '回到货架' }).click();
    await buy('桂花糕 8块装').waitFor();

    expect(await available('桂花糕 8块装')).toBe(before);
    expect(await orderStates()).toEqual(['已取消']);
  });

  it('closes an unpaid order when its time is over', async () => {
    await buy('桂花糕 8块装').click();
    await cancel();
    await page.getByRole('link', { name: '查看订单' }).click();
    await page.getByRole('button', { name: '去支付' }).waitFor();
    await page.getByRole('button', { name: '+31 分钟' }).click();
    await page.getByText('超时未付款，订单已关闭').waitFor();

    expect(await orderStates()).toEqual(['超时关闭']);
  });

  it('offers a retry when the network fails, and orders once', async () => {
    let failures = 1;
    await page.route('**/api/call', async (route) => {
      const isOrder = (route.request().postData() ?? '').includes('orders.place');
      if (!isOrder || failures-- <= 0) return route.continue();
      // The order arrives; its reply does not.
      await route.fetch();
      return route.abort();
    });
    await buy('青瓷品茗杯 单只').click();
    await page.getByText('网络不通，请检查后重试').waitFor();
    await page.getByRole('button', { name: '重试' }).click();
    await confirm();
    await again().waitFor();

    expect(await orderStates()).toEqual(['待发货']);
  });

  it('makes one order and one payment of double taps', async () => {
    await buy('青瓷品茗杯 单只').dblclick();
    await sheet().getByRole('button', { name: '确认支付' }).dblclick();
    await again().waitFor();

    expect(await orderStates()).toEqual(['待发货']);
  });

  it('shows a refusal as its sentence', async () => {
    await buy('明前龙井 250克 礼盒').waitFor();
    const other = await context.newPage();
    await other.goto(`${shop.addresses.phone}/?as=hoarder`);
    const pieces = await available('明前龙井 250克 礼盒');
    await other.getByRole('textbox', { name: '明前龙井 250克 礼盒 数量' }).fill(String(pieces));
    await other.getByRole('button', { name: '购买 明前龙井 250克 礼盒' }).click();
    await other.getByRole('dialog').waitFor();
    await buy('明前龙井 250克 礼盒').click();

    await page.getByText('库存不足，请减少数量或选择其他商品').waitFor();
    expect(await page.getByRole('button', { name: '重试' }).count()).toBe(0);
  });

  it('shows each shopper their own orders only', async () => {
    await buy('桂花糕 8块装').click();
    await confirm();
    await again().waitFor();
    await page.goto(`${shop.addresses.phone}/?as=somebody-else#/orders`);

    await page.getByText('还没有订单').waitFor();
  });

  it('keeps the orders over a restart', async () => {
    await buy('桂花糕 8块装').click();
    await confirm();
    await again().waitFor();
    expect(await shop.stop()).toBe(0);
    shop = await startShop(dir);
    await page.goto(`${shop.addresses.phone}/?as=shopper-${shoppers}`);
    await toShelf();

    expect(await orderStates()).toEqual(['待发货']);
  });
});
