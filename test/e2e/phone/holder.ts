import type { Locator, Page } from 'playwright-core';
import type { Phone } from '../../../simulators/phone/start';
import type { Shopper } from '../../../tools/world/shopper';
import { shopperAt } from '../../../tools/world/shopper';
import type { World } from '../../../tools/world/world';

/** A tap this soon after a page was opened or left counts as the second half of a double tap. */
const DOUBLE_TAP_MS = 400;

/** One shopper's phone in a browser, and the same person at the shop's interface. */
export interface Holder extends Shopper {
  readonly page: Page;
  /** Opens the mini program at a page, e.g. `/pages/cart/cart`, as a card does. One that runs keeps what it knows. */
  open(url: string): Promise<void>;
  /** Something on the page in front. */
  find(selector: string): Locator;
  /** What is called so on the page in front: a field, or a control without words. */
  named(name: string | RegExp): Locator;
  /** Waits until these words are to be seen on the page in front, sheets included. */
  sees(words: string | RegExp): Promise<void>;
  /** Waits until these words are no longer to be seen. */
  misses(words: string | RegExp): Promise<void>;
  /** Taps what says these words; a control drawn over by its border is tapped all the same. */
  tap(words: string | RegExp): Promise<void>;
  /** Taps what is called so. */
  tapNamed(name: string | RegExp): Promise<void>;
  /** Taps an element that says nothing. */
  press(selector: string): Promise<void>;
  /** Types into the field of that name, in place of what stood there. */
  type(name: string | RegExp, text: string): Promise<void>;
  /** Takes a choice of a dialog or sheet of WeChat's own, which lies over every page. */
  choose(words: string): Promise<void>;
  /** The arrow in the navigation bar. */
  back(): Promise<void>;
  /** Draws a finger over an element, from its right edge to its left. */
  swipeLeft(target: Locator): Promise<void>;
  /** Types the password in WeChat's cashier and closes its page. */
  pay(): Promise<void>;
  /** Types the password in WeChat's cashier. */
  typePassword(): Promise<void>;
  /** Pays with a finger instead: one tap. WeChat's page stays open. */
  payByFinger(): Promise<void>;
  /** Leaves the mini program for WeChat and shows the code that a counter scans. */
  showPaymentCode(): Promise<void>;
  /** Goes back from WeChat to the mini program. */
  comeBack(): Promise<void>;
  /** Waits until WeChat asks for the password. */
  isAskedForPassword(): Promise<void>;
  /** Closes WeChat's cashier without paying. */
  closeCashier(): Promise<void>;
  /** Lets the phone's camera see a code. */
  scan(code: string): Promise<void>;
  /** Lets the phone's camera see the payment code that somebody shows. */
  scanCodeOf(name: string): Promise<void>;
  /** Leaves for WeChat and points its camera at the counter's code of this sum, as `¥12.50`. */
  scanCounter(sum: string): Promise<void>;
  /** Takes the phone's sample picture where a photo is asked for; the first time the mini program asks for leave. */
  photograph(): Promise<void>;
  /** Closes a photo that fills the screen. */
  leavePhoto(): Promise<void>;
  /** Taps what shares, and sends the card. Answers the page it opens. */
  shareBy(words: string): Promise<string>;
  setOffline(offline: boolean): Promise<void>;
}

/** As much of an element as is used in the browser; the tests compile without the types of one. */
interface Scrollable {
  scrollIntoView(options: { readonly block: 'center' }): void;
}

/** Waits until nothing slides or fades any more; runs in the page. What turns for ever does not count. */
const STILL = `async () => {
  const moving = () => document.getAnimations().some((one) =>
    one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let quiet = 0; quiet < 3; quiet = moving() ? 0 : quiet + 1) await frame();
}`;

async function swipeLeft(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('nothing to swipe over');
  const y = box.y + box.height / 4;
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number): Promise<unknown> =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
  const from = box.x + box.width - 40;
  await touch('touchStart', from);
  for (let x = from; x > box.x + 40; x -= 20) await touch('touchMove', x);
  await touch('touchEnd', box.x + 40);
}

/** A finger that waits for what is drawn to rest, as a hand does. */
function fingerOn(page: Page): (target: Locator) => Promise<void> {
  let routedAtMs = 0;
  page.on('framenavigated', () => (routedAtMs = Date.now()));
  return async (target) => {
    await target.waitFor();
    // A bar at the lower edge may cover what counts as in view.
    await target.evaluate((element: Scrollable) => element.scrollIntoView({ block: 'center' }));
    await page.waitForTimeout(Math.max(0, routedAtMs + DOUBLE_TAP_MS - Date.now()));
    await page.evaluate(`(${STILL})()`);
    // A border of WeChat's own button lies over it.
    await target.tap({ force: true });
  };
}

function choiceOn(page: Page, words: string): Locator {
  return page.locator('#ph-layers').getByRole('button', { name: words, exact: true }).last();
}

type WechatDeed =
  | 'choose'
  | 'leavePhoto'
  | 'typePassword'
  | 'pay'
  | 'payByFinger'
  | 'isAskedForPassword'
  | 'closeCashier'
  | 'showPaymentCode'
  | 'comeBack'
  | 'scan'
  | 'scanCodeOf'
  | 'scanCounter';

/** What belongs to WeChat and lies over the mini program. */
function wechatOn(page: Page): Pick<Holder, WechatDeed> {
  const cashier = (): Locator => page.getByRole('dialog', { name: '微信支付' });
  const camera = (): Locator => page.getByRole('dialog', { name: '扫一扫' });
  const typePassword = async (): Promise<void> => {
    for (const digit of '123456') await cashier().getByRole('button', { name: digit, exact: true }).click();
  };
  return {
    choose: (words) => choiceOn(page, words).click(),
    leavePhoto: () => page.getByRole('dialog', { name: '图片预览' }).locator('img').first().click(),
    typePassword,
    pay: async () => {
      await typePassword();
      await page.getByRole('button', { name: '完成' }).click();
    },
    payByFinger: async () => {
      await cashier().getByRole('button', { name: '指纹支付' }).tap();
      await page.getByRole('dialog', { name: '支付成功' }).waitFor();
    },
    isAskedForPassword: () => cashier().waitFor(),
    showPaymentCode: async () => {
      await page.getByRole('button', { name: '关闭小程序' }).click();
      await choiceOn(page, '收付款').click();
      await page
        .getByRole('dialog', { name: '收付款' })
        .getByText(/\d{4} \d{4}/)
        .waitFor();
    },
    comeBack: () => choiceOn(page, '回到小程序').click(),
    closeCashier: () => cashier().getByRole('button', { name: '关闭' }).click(),
    scan: async (code) => {
      await camera().getByRole('textbox').fill(code);
      await camera().getByRole('button', { name: '扫到了' }).click();
    },
    scanCounter: async (sum) => {
      await page.getByRole('button', { name: '关闭小程序' }).click();
      await choiceOn(page, '扫一扫').click();
      await camera()
        .getByRole('button', { name: `商家的收款码 ${sum}` })
        .click();
    },
    scanCodeOf: (name) =>
      camera()
        .getByRole('button', { name: `${name}的付款码` })
        .click(),
  };
}

/** Puts a phone in somebody's hands. */
export function holderOf(
  { phone, world }: { readonly phone: Phone; readonly world: World },
  page: Page,
  as: string,
): Holder {
  const front = page.locator('wx-page:not([hidden])');
  const find = (selector: string): Locator => front.locator(selector);
  const named = (name: string | RegExp): Locator => front.getByLabel(name).filter({ visible: true });
  const said = (words: string | RegExp): Locator => front.getByText(words).filter({ visible: true });
  const finger = fingerOn(page);
  const tap = (words: string | RegExp): Promise<void> =>
    finger(front.getByText(words, { exact: true }).filter({ visible: true }).last());
  const sees = (words: string | RegExp): Promise<void> => said(words).first().waitFor();
  return {
    ...shopperAt(world.cloud.url, `o-${as}`),
    ...wechatOn(page),
    page,
    find,
    named,
    sees,
    misses: (words) => said(words).first().waitFor({ state: 'hidden' }),
    open: async (url) => {
      if (page.url().startsWith(phone.url))
        await page.evaluate(`wx.reLaunch({ url: ${JSON.stringify(url)} })`);
      else await page.goto(`${phone.url}/phone?as=${as}#${url}`);
      await find('wx-body').waitFor();
    },
    tap,
    tapNamed: (name) => finger(named(name).last()),
    press: (selector) => finger(find(selector).first()),
    type: (name, text) => front.getByRole('textbox', { name }).filter({ visible: true }).last().fill(text),
    photograph: async () => {
      const [consent, sample] = [said('同意并继续'), choiceOn(page, '用一张示例照片')];
      await consent.or(sample).first().waitFor();
      if (await consent.isVisible()) await finger(consent);
      await sample.click();
    },
    shareBy: async (words) => {
      await tap(words);
      const card = page.getByRole('dialog', { name: '发送给朋友' });
      const address = new URL((await card.getByRole('link').getAttribute('href')) ?? '');
      await card.getByRole('button', { name: '关闭' }).click();
      return address.hash.slice(1);
    },
    back: () => finger(front.getByRole('button', { name: '返回' })),
    swipeLeft: (target) => swipeLeft(page, target),
    setOffline: (offline) => page.context().setOffline(offline),
  };
}
