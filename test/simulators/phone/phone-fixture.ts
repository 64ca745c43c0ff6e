import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Phone } from '../../../simulators/phone/start';
import type { Audit } from '../../../simulators/phone/server/world-routes';
import { startPhone } from '../../../simulators/phone/start';
import { startWechatPaySimulator } from '../../../simulators/wechat-pay/start';
import type { WechatPaySimulator } from '../../../simulators/wechat-pay/start';
import { BROWSER_ARGUMENTS, findBrowser } from '../../../tools/browser';
import { layMerchantKeys } from '../../../tools/test-run/merchant-keys';
import { createMerchantClient } from '../wechat-pay/merchant-client';
import type { MerchantClient } from '../wechat-pay/merchant-client';
import { startFakeCloud } from './fake-cloud';
import type { FakeCloud } from './fake-cloud';

const SOURCE = path.resolve(__dirname, '../../fixtures/phone-app');

/** A browser may have to be installed first. */
const PREPARE_WITHIN_MS = 600_000;

/** A phone in a real browser, over a cloud that obeys and a WeChat Pay that does not. */
export interface PhoneFixture {
  phone: Phone;
  cloud: FakeCloud;
  pay: WechatPaySimulator;
  merchant: MerchantClient;
  browser: Browser;
  context: BrowserContext;
  page: Page;
  /** Errors of the page itself, and what the phone showed as a problem. */
  errors: string[];
  /** What the audit of all books finds from now on. */
  audit: Awaited<ReturnType<Audit>>;
  /** Opens a page of the mini program. */
  open(hash?: string, query?: string): Promise<void>;
  /** Something on the shown page. */
  find(selector: string): Locator;
  /** The text of `#id` on the shown page. */
  text(id: string): Promise<string>;
}

/** Starts everything once per file, and a new browser context before each test. */
export function usePhone({ touch = true }: { readonly touch?: boolean } = {}): PhoneFixture {
  const fixture = {
    errors: [] as string[],
    audit: { problems: [], counted: '' },
  } as unknown as PhoneFixture;
  const dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-phone-'));
  fixture.find = (selector) => fixture.page.locator(`wx-page:not([hidden]) ${selector}`);
  fixture.text = (id) => fixture.find(`#${id}`).innerText();
  fixture.open = async (hash = '', query = '') => {
    await fixture.page.goto(`${fixture.phone.url}/phone?as=lin${query}#${hash}`);
    await fixture.page.locator('wx-page:not([hidden]) wx-body').waitFor();
  };
  beforeAll(async () => {
    const executablePath = await findBrowser();
    fixture.cloud = await startFakeCloud();
    await layMerchantKeys(dir);
    fixture.pay = await startWechatPaySimulator({ port: 0, dir });
    fixture.merchant = createMerchantClient(fixture.pay);
    fixture.phone = await startPhone({
      port: 0,
      source: SOURCE,
      cloudUrl: fixture.cloud.url,
      wechatPayControlUrl: fixture.pay.controlUrl,
      merchantName: '茶铺',
      audit: async () => fixture.audit,
      watching: false,
    });
    fixture.browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS] });
  }, PREPARE_WITHIN_MS);
  beforeEach(async () => {
    fixture.context = await fixture.browser.newContext({
      viewport: { width: 375, height: 812 },
      locale: 'zh-CN',
      hasTouch: touch,
    });
    fixture.page = await fixture.context.newPage();
    fixture.page.setDefaultTimeout(10_000);
    fixture.errors.length = 0;
    fixture.page.on('pageerror', (error) => fixture.errors.push(String(error)));
    fixture.page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('小铺手机'))
        fixture.errors.push(message.text());
    });
  });
  afterEach(() => fixture.context.close());
  afterAll(async () => {
    await fixture.browser.close();
    await fixture.phone.close();
    await fixture.pay.close();
    await fixture.cloud.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return fixture;
}
