import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { connect } from '../../../cloudfunctions/adapters/cloudbase/database';
import { COLLECTIONS } from '../../../cloudfunctions/adapters/cloudbase/schema';
import type { Product } from '../../../cloudfunctions/core/catalogue/product';
import { fen } from '../../../miniprogram/contract/money';
import type { Phone } from '../../../simulators/phone/start';
import { startPhone } from '../../../simulators/phone/start';
import { BROWSER_ARGUMENTS, findBrowser } from '../../../tools/browser';
import { MESSAGE_TEMPLATES } from '../../../tools/world/catalogue/shop-words';
import { layMerchantKeys } from '../../../tools/test-run/merchant-keys';
import type { World } from '../../../tools/world/world';
import { payDirectory, startWorld } from '../../../tools/world/world';
import { frameOf, type Frame } from './frame';
import { holderOf, type Holder } from './holder';

const ROOT = path.resolve(__dirname, '../../..');
/** Where the screen of a story that did not hold is kept. */
const SCREENS = path.join(ROOT, 'dist/failed-stories');
/** A browser may have to be installed first. */
const PREPARE_WITHIN_MS = 600_000;
/** Generous: the machine may be busy with other suites, and no rule is about speed. */
const WAIT_MS = 20_000;

/** An address as a shopper of these stories keeps it. */
export const HOME = {
  name: '林小满',
  mobile: '13800001234',
  province: '浙江省',
  city: '杭州市',
  district: '西湖区',
  detail: '龙井路1号2幢301',
};

/** The world of a file's stories. */
export interface Stories {
  readonly world: World;
  readonly phone: Phone;
  /** A phone in new hands; each name is another shopper. */
  hold(as: string): Promise<Holder>;
  /** Opens the frame that `npm start` shows, whose clock is the world's. */
  openFrame(): Promise<Frame>;
  /** Says what a console may have to say in this story: the shop writes a refused cashier into its log. */
  excuse(words: string): void;
  /** Puts one more product on the shelf, without choices, with so many pieces of `<productId>-1`. */
  shelve(productId: string, pieces: number, more?: Partial<Product>): Promise<void>;
  /** Sets what a SKU costs from now on, as a merchant would. */
  reprice(skuId: string, minor: number): Promise<void>;
  /** Moves the clock of the whole world and does what falls due. */
  advance(seconds: number): Promise<void>;
}

interface Running {
  dir: string;
  world: World;
  phone: Phone;
  browser: Browser;
  contexts: BrowserContext[];
  pages: Page[];
  /** By who holds them. */
  phones: Map<string, Holder>;
  frames: Map<string, Frame>;
  /** What consoles said that nobody should read: exceptions, problems of the phone, files that did not come. */
  troubles: string[];
  excused: string[];
}

/** Without a network the browser says so in the console; that is no trouble. */
const NO_NETWORK = 'net::ERR_INTERNET_DISCONNECTED';

function listenForTroubles(page: Page, troubles: string[]): void {
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes(NO_NETWORK)) troubles.push(line.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
}

async function start(running: Partial<Running>): Promise<void> {
  const executablePath = await findBrowser();
  running.dir = mkdtempSync(path.join(tmpdir(), 'xiaopu-stories-'));
  await layMerchantKeys(payDirectory(running.dir));
  running.world = await startWorld({ payPort: 0, cloudPort: 0, dir: running.dir });
  running.phone = await startPhone({
    port: 0,
    source: path.join(ROOT, 'miniprogram'),
    cloudUrl: running.world.cloud.url,
    wechatPayControlUrl: running.world.wechatPay.controlUrl,
    messageTemplates: MESSAGE_TEMPLATES,
    watching: false,
  });
  running.browser = await chromium.launch({ executablePath, args: [...BROWSER_ARGUMENTS] });
}

/** A page of somebody who uses this browser for nothing else. */
async function newPage(running: Running, options: BrowserContextOptions): Promise<Page> {
  const context = await running.browser.newContext({ locale: 'zh-CN', ...options });
  running.contexts.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  listenForTroubles(page, running.troubles);
  running.pages.push(page);
  return page;
}

async function takePhonesAway(running: Running): Promise<void> {
  running.phones.clear();
  running.frames.clear();
  running.pages = [];
  await Promise.all(running.contexts.splice(0).map((context) => context.close()));
}

/** What is there already under a name, or else is made. */
async function kept<Thing>(
  there: Map<string, Thing>,
  name: string,
  make: () => Promise<Thing>,
): Promise<Thing> {
  const known = there.get(name) ?? (await make());
  there.set(name, known);
  return known;
}

/**
 * Starts a shop, its world and a browser once per file. Phones are taken away after each story; `kept`, they stay in
 * their hands, where one story follows from another.
 */
export function useStories({ phones = 'fresh' }: { readonly phones?: 'fresh' | 'kept' } = {}): Stories {
  const running = {
    contexts: [] as BrowserContext[],
    pages: [] as Page[],
    phones: new Map<string, Holder>(),
    frames: new Map<string, Frame>(),
    troubles: [] as string[],
  } as Running;
  beforeAll(() => start(running), PREPARE_WITHIN_MS);
  beforeEach(() => {
    running.troubles.length = 0;
    running.excused = [];
    current = running;
  });
  afterEach(() => (phones === 'fresh' ? takePhonesAway(running) : undefined));
  afterAll(async () => {
    await running.browser.close();
    await running.phone.close();
    await running.world.close();
    rmSync(running.dir, { recursive: true, force: true });
  });
  return {
    get world() {
      return running.world;
    },
    get phone() {
      return running.phone;
    },
    hold: (as) =>
      kept(running.phones, as, async () => {
        const page = await newPage(running, { viewport: { width: 375, height: 812 }, hasTouch: true });
        return holderOf(running, page, as);
      }),
    openFrame: () =>
      kept(running.frames, 'frame', async () => {
        const page = await newPage(running, { viewport: { width: 1280, height: 860 } });
        return frameOf(page, `${running.phone.url}/frame`);
      }),
    excuse: (words) => void running.excused.push(words),
    shelve: async (productId, pieces, more = {}) => {
      const sample = await running.world.store.findProduct('osmanthus-cake');
      const [sku] = sample?.skus ?? [];
      if (sample === null || sku === undefined) throw new Error('there is no product to copy');
      const product = { ...sample.product, productId, axes: [], keywords: [], ...more };
      const only = {
        skuId: `${productId}-1`,
        values: [],
        price: sku.price,
        picture: null,
        barcode: '',
        pieces,
      };
      await running.world.store.addProduct(product, [only]);
    },
    reprice: async (skuId, minor) => {
      const database = connect(running.world.cloud.environment()['TCB_ENV'] ?? '');
      const known = await database.changeIf(COLLECTIONS.skus, { _id: skuId }, { price: fen(minor) });
      if (!known) throw new Error(`no SKU ${skuId} to reprice`);
    },
    advance: async (seconds) => {
      await running.world.wechatPay.clock.advance(seconds * 1000);
      await running.world.cloud.fireTimer('jobs');
    },
  };
}

let current: Running | undefined;

/** Keeps what every phone of the story showed when it stopped. */
async function keepScreens(title: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  for (const [index, page] of (current?.pages ?? []).entries())
    await page.screenshot({ path: path.join(SCREENS, `${title.replaceAll(/\s+/g, '-')}-${index + 1}.png`) });
}

function troublesOf({ troubles = [], excused = [] }: Partial<Running> = {}): readonly string[] {
  return troubles.filter((trouble) => !excused.some((words) => trouble.includes(words)));
}

/** A test during which no console has anything to say. It leaves a picture of every phone in `dist/failed-stories` when it fails. */
export function story(title: string, tell: () => Promise<void>): void {
  it(title, async () => {
    try {
      await tell();
      expect(troublesOf(current)).toEqual([]);
    } catch (failure) {
      await keepScreens(title);
      throw failure;
    }
  });
}
