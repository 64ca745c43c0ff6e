import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, findBrowser } from '../../tools/browser';
import { createMerchantClient } from '../simulators/wechat-pay/merchant-client';
import type { MerchantClient } from '../simulators/wechat-pay/merchant-client';
import { startNotifyReceiver } from '../simulators/wechat-pay/notify-receiver';
import type { NotifyReceiver } from '../simulators/wechat-pay/notify-receiver';
import type { SimulatorProcess } from './start-simulator';
import { startSimulatorProcess } from './start-simulator';

/** A browser may have to be installed first. */
const PREPARE_WITHIN_MS = 600_000;

let simulator: SimulatorProcess;
let receiver: NotifyReceiver;
let client: MerchantClient;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  const executablePath = await findBrowser();
  [simulator, receiver, browser] = await Promise.all([
    startSimulatorProcess(),
    startNotifyReceiver(),
    chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS] }),
  ]);
  client = createMerchantClient(simulator, receiver.url);
}, PREPARE_WITHIN_MS);
afterAll(async () => {
  await browser.close();
  await receiver.close();
  await simulator.close();
});

beforeEach(async () => {
  await page?.close();
  await client.control('POST', '/reset');
  complaints = [];
  page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${simulator.controlUrl}/`);
});

const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
const tab = (name: string): Locator => page.getByRole('link', { name });
const rowOf = (text: string): Locator => page.getByRole('row').filter({ hasText: text });

describe('the console', () => {
  it('says how to begin while there is no order', async () => {
    await page.getByText('还没有订单').waitFor();
    expect(complaints).toEqual([]);
  });

  it('pays an order as the shopper would, and shows the notification received', async () => {
    await client.place('CONSOLE001');
    await rowOf('CONSOLE001').getByText('未支付').waitFor();
    await button('支付').click();
    await rowOf('CONSOLE001').getByText('成功').waitFor();
    await tab('通知').click();
    await rowOf('CONSOLE001').getByText('已收到').waitFor();
    expect((await client.query('CONSOLE001')).json['trade_state']).toBe('SUCCESS');
    expect(complaints).toEqual([]);
  });

  it('moves the clock', async () => {
    await button('+1 时').click();
    await page.getByText('已快进 1 小时').waitFor();
    const { offset_seconds: offset } = (await client.control('GET', '/clock')).json;
    expect(offset).toBe(3_600);
  });

  it('plants a fault, which then strikes, and removes another', async () => {
    await tab('故障').click();
    await page.getByLabel('故障').selectOption('status');
    await page.getByLabel('位置').selectOption('orders.query');
    await page.getByRole('textbox', { name: 'status' }).fill('503');
    await button('埋下').click();
    await page.getByText('status = 503').waitFor();
    await client.place('CONSOLE002');
    expect((await client.query('CONSOLE002')).status).toBe(503);
    await page.getByText('没有故障').waitFor();
    await button('埋下').click();
    await button('移除').click();
    await page.getByText('没有故障').waitFor();
  });

  it('shows what is wrong with bad input', async () => {
    await tab('故障').click();
    await page.getByLabel('次数').fill('0');
    await button('埋下').click();
    expect(await page.getByRole('alert').innerText()).toContain('times');
  });

  it('pins what documents leave open', async () => {
    await tab('设置').click();
    await page.getByLabel('orderNotExist').selectOption('ORDERNOTEXIST');
    await page.waitForFunction(async () =>
      (await (await fetch('settings')).text()).includes('"orderNotExist":"ORDERNOTEXIST"'),
    );
    expect((await client.query('NOBODY0001')).json['code']).toBe('ORDERNOTEXIST');
  });
});
