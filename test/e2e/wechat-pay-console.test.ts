import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { FaultRequest } from '../../simulators/wechat-pay/faults/fault';
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

  it.each([
    ['http://127.0.0.1:1/notify', '地址没有人监听'],
    ['https://shop.example.com/notify', '没有发出'],
  ])('says in plain words why a notification did not arrive at %s', async (notify_url, words) => {
    await client.place('CONSOLE007', { notify_url });
    await client.control('POST', '/payments', { out_trade_no: 'CONSOLE007' });
    await client.control('POST', '/notifications/deliver', {});
    await tab('通知').click();
    await rowOf('CONSOLE007').getByText(words).first().waitFor();
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

  it('fits a narrow screen, with the tab one is at in sight', async () => {
    await page.setViewportSize({ width: 375, height: 667 });
    await refund('CONSOLE005');
    for (const name of ['订单', '付款码', '退款', '通知', '账单', '故障', '设置']) {
      await tab(name).click();
      await page.locator('main > :not(p.soft)').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      expect(
        await page.evaluate('(m => m.scrollWidth - m.clientWidth)(document.querySelector("main"))'),
      ).toBe(0);
      const box = await page.locator('nav [aria-current]').boundingBox();
      expect((box?.x ?? 375) + (box?.width ?? 0)).toBeLessThanOrEqual(375);
    }
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

  it('gives the address of a QR code and of a browser payment to copy', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const body = client.order('CONSOLE003', { payer: undefined });
    const { json } = await client.call('POST', '/v3/pay/transactions/native', { body });
    await button('复制 code_url').click();
    await button('已复制').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(json['code_url']);
    const scene_info = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } };
    const h5 = await client.call('POST', '/v3/pay/transactions/h5', {
      body: client.order('CONSOLE004', { payer: undefined, scene_info }),
    });
    const link = rowOf('CONSOLE004').getByRole('link', { name: '打开' });
    expect(await link.getAttribute('href')).toBe(h5.json['h5_url']);
  });
});

interface PaymentCode {
  readonly auth_code: string;
}

async function payByCode(outTradeNo: string): Promise<void> {
  const { json } = await client.control('GET', '/payment-codes');
  const [{ auth_code }] = json['payment_codes'] as readonly [PaymentCode];
  const { notify_url: _none, ...order } = client.order(outTradeNo);
  const body = { ...order, payer: { auth_code }, scene_info: { store_info: { id: 'S1' } } };
  await client.call('POST', '/v3/pay/transactions/codepay', { body });
}

describe('the tab of payment codes', () => {
  it('shows a code that a cashier can scan', async () => {
    await tab('付款码').click();
    await button('出示').click();
    const shown = await page.getByLabel('付款码', { exact: true }).innerText();
    await payByCode('CONSOLE010');
    expect(shown.replaceAll(' ', '')).toMatch(/^1[0-5]\d{16}$/);
    await rowOf('CONSOLE010').getByText('成功', { exact: true }).waitFor();
    await page.getByText('已用于 CONSOLE010').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each([
    ['支付', 'SUCCESS'],
    ['取消', 'PAYERROR'],
    ['失败', 'PAYERROR'],
  ])('answers the password with %s', async (answer, state) => {
    await tab('付款码').click();
    await page.getByLabel('扫码之后').selectOption('passwordNever');
    await button('出示').click();
    await page.getByText('秒有效').first().waitFor();
    await payByCode('CONSOLE011');
    await page.getByRole('heading', { name: '等待输入密码' }).waitFor();
    await button(answer).click();
    await page.getByRole('heading', { name: '等待输入密码' }).waitFor({ state: 'detached' });
    expect((await client.query('CONSOLE011')).json['trade_state']).toBe(state);
  });
});

async function refund(outTradeNo: string): Promise<void> {
  await client.place(outTradeNo);
  await client.control('POST', '/payments', { out_trade_no: outTradeNo });
  const { status } = await client.call('POST', '/v3/refund/domestic/refunds', {
    body: {
      out_trade_no: outTradeNo,
      out_refund_no: `R-${outTradeNo}`,
      notify_url: receiver.url,
      amount: { refund: 30, total: 100, currency: 'CNY' },
    },
  });
  expect(status).toBe(200);
}

async function refundStatus(outTradeNo: string): Promise<unknown> {
  return (await client.call('GET', `/v3/refund/domestic/refunds/R-${outTradeNo}`)).json['status'];
}

describe('the tab of refunds', () => {
  it('turns a refund abnormal, then lets it succeed, and shows what was notified', async () => {
    await refund('CONSOLE020');
    await tab('退款').click();
    const row = rowOf('R-CONSOLE020');
    await row.getByText('¥0.30').waitFor();
    await row.getByRole('button', { name: '异常' }).click();
    await row.locator('.chip', { hasText: '异常' }).waitFor();
    expect(await refundStatus('CONSOLE020')).toBe('ABNORMAL');
    expect(await row.getByRole('button', { name: '关闭' }).count()).toBe(0);
    await row.getByRole('button', { name: '退款成功' }).click();
    await row.locator('.chip', { hasText: '成功' }).waitFor();
    await tab('通知').click();
    await rowOf('R-CONSOLE020').getByText('退款异常').waitFor();
    await rowOf('R-CONSOLE020').getByText('退款成功').waitFor();
    expect(complaints).toEqual([]);
  });

  it('closes a refund', async () => {
    await refund('CONSOLE021');
    await tab('退款').click();
    await rowOf('R-CONSOLE021').getByRole('button', { name: '关闭' }).click();
    await rowOf('R-CONSOLE021').getByText('已关闭').waitFor();
    expect(await refundStatus('CONSOLE021')).toBe('CLOSED');
  });

  it('shows what the merchant holds, and sets it', async () => {
    await tab('退款').click();
    const purses = page.getByRole('region', { name: '商户的钱', exact: true });
    await purses.getByLabel('改哪一项').selectOption('available');
    await purses.getByLabel('改成多少元').fill('12.8');
    await purses.getByRole('button', { name: '设为' }).click();
    await purses.getByText('¥12.80').waitFor();
    const { json } = await client.control('GET', '/state');
    expect(json['balances']).toMatchObject([{ available: 1280 }, { available: 0 }]);
    await purses.getByLabel('改成多少元').fill('12.805');
    await purses.getByRole('button', { name: '设为' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('最多两位小数');
  });
});

describe('the tab of bills', () => {
  it('shows a day, when its bills can be had, and how many rows they have', async () => {
    await refund('CONSOLE030');
    await tab('账单').click();
    await page.getByText('尚未生成').waitFor();
    await page.getByText('ALL 2', { exact: true }).waitFor();
    await button('到次日 10 点').click();
    await page.getByText('可下载').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it.each([
    ['与实际不符', { kind: 'billDifference', endpoint: 'bills.fundflow', difference: 'wrongFee' }],
    ['哈希错误', { kind: 'wrongHash', endpoint: 'bills.fundflow' }],
    ['文件截断', { kind: 'cutFile', endpoint: 'bills.download' }],
    ['文件改动一位', { kind: 'alteredFile', endpoint: 'bills.download' }],
  ])('spoils the next bill: %s', async (name, fault) => {
    await tab('账单').click();
    await page.getByRole('combobox', { name: '账单', exact: true }).selectOption('bills.fundflow');
    await page.getByLabel('差异').selectOption('wrongFee');
    await button(name).click();
    await button('移除').waitFor();
    expect((await client.control('GET', '/faults')).json['faults']).toMatchObject([fault]);
    await button('移除').click();
    await page.getByText('下载的账单与发生的一致').waitFor();
  });
});

describe('the form of a fault', () => {
  it('has every kind there is, and each as it stands can be planted', async () => {
    await tab('故障').click();
    const kinds = FaultRequest.options.map((option) => option.entries.kind.literal);
    await page.getByLabel('故障').waitFor();
    const offered = await page.getByLabel('故障').locator('option').all();
    expect(await Promise.all(offered.map((option) => option.getAttribute('value')))).toEqual(kinds);
    for (const kind of kinds) {
      await page.getByLabel('故障').selectOption(kind);
      await button('埋下').click();
    }
    await page
      .getByRole('listitem')
      .nth(kinds.length - 1)
      .waitFor();
    const { json } = await client.control('GET', '/faults');
    const planted = json['faults'] as readonly { readonly kind: string }[];
    expect(planted.map(({ kind }) => kind)).toEqual(kinds);
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('the tab of settings', () => {
  const setting = async (name: string): Promise<unknown> =>
    (await client.control('GET', '/settings')).json[name];
  const until = (name: string, value: string): Promise<unknown> =>
    page.waitForFunction(
      async (wanted) => (await (await fetch('settings')).text()).includes(wanted),
      `"${name}":${value}`,
    );

  beforeEach(async () => {
    await tab('设置').click();
  });

  it('limits an endpoint, and takes the published limits', async () => {
    await page.getByLabel('接口').selectOption('orders.query');
    await page.getByLabel('每秒次数').fill('7');
    await button('限制').click();
    await page.getByText('7 次/秒').waitFor();
    expect(await setting('rate_limits')).toEqual({ 'orders.query': 7 });
    await button('解除').click();
    await page.getByText('已关闭，请求再多也不会被拒绝').waitFor();
    await button('按公布的限频').click();
    await page.getByText('33 次/秒').waitFor();
    await page.getByText('5000 次/分钟').waitFor();
    await button('关闭限频').click();
    await page.getByText('已关闭，请求再多也不会被拒绝').waitFor();
    expect(complaints).toEqual([]);
  });

  it('changes where the merchant stands, and which keys it has', async () => {
    await page.getByLabel('商户的状况').selectOption('certificateExpired');
    await until('merchant_state', '"certificateExpired"');
    expect((await client.query('NOBODY0002')).status).toBe(401);
    await page.getByLabel('商户的状况').selectOption('ready');
    await until('merchant_state', '"ready"');
    await page.getByLabel('商户的验签密钥').selectOption('publicKey');
    await until('signing_keys', '"publicKey"');
    expect((await client.call('GET', '/v3/certificates')).status).toBe(404);
    await page.getByLabel('商户的验签密钥').selectOption('both');
    await until('signing_keys', '"both"');
  });

  it('fixes how long a refund takes and when bills are ready, and frees both again', async () => {
    const delay = page.getByLabel('退款用时（秒）');
    await delay.fill('90');
    await delay.press('Tab');
    await until('refund_delay_seconds', '90');
    await delay.fill('');
    await delay.press('Tab');
    await until('refund_delay_seconds', '"seeded"');
    const ready = page.getByLabel('账单生成时刻');
    await ready.fill('17:00');
    await until('bill_ready', '"17:00"');
    await ready.fill('');
    await until('bill_ready', '"seeded"');
  });
});
