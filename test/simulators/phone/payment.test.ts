import { beforeEach, describe, expect, it } from '@jest/globals';
import { usePhone } from './phone-fixture';

describe('payment sheet', () => {
  const fixture = usePhone();
  let orders = 0;
  let outTradeNo: string;
  let prepayId: string;
  let change: Readonly<Record<string, unknown>>;
  const sheet = () => fixture.page.getByRole('dialog', { name: '微信支付' });
  const paid = () => fixture.text('paid');
  const tradeState = async (): Promise<unknown> =>
    (await fixture.merchant.query(outTradeNo)).json['trade_state'];
  const typePassword = async (): Promise<void> => {
    for (const digit of '123456') await sheet().getByRole('button', { name: digit, exact: true }).tap();
  };
  const openSheet = async (): Promise<void> => {
    await fixture.open();
    await fixture.find('#pay').tap();
  };

  beforeEach(async () => {
    orders += 1;
    change = {};
    outTradeNo = `PHONE${Date.now()}${orders}`;
    prepayId = await fixture.merchant.place(outTradeNo, {
      amount: { total: 12_805, currency: 'CNY' },
      payer: { openid: 'o-lin' },
    });
    fixture.cloud.answer(({ data }) =>
      (data as { method: string }).method === 'orders.pay'
        ? { ...fixture.merchant.paySign(prepayId), ...change }
        : { products: [] },
    );
  });

  it('shows who is paid and how much, and pays', async () => {
    await openSheet();
    await sheet().getByText('茶铺').waitFor();
    await sheet().getByText('¥128.05').waitFor();
    await typePassword();
    const done = fixture.page.getByRole('dialog', { name: '支付成功' });
    expect(await paid()).toBe('');
    await done.getByRole('button', { name: '完成' }).tap();
    expect(await paid()).toBe('requestPayment:ok');
    expect(await tradeState()).toBe('SUCCESS');
  });

  it('takes a finger instead of the password', async () => {
    await openSheet();
    await sheet().getByRole('button', { name: '指纹支付' }).tap();
    await fixture.page.getByRole('button', { name: '完成' }).tap();
    expect(await paid()).toBe('requestPayment:ok');
    expect(await tradeState()).toBe('SUCCESS');
  });

  it('lets a wrong password be typed again, on the keyboard too', async () => {
    await openSheet();
    for (const _ of '000000') await sheet().getByRole('button', { name: '0', exact: true }).tap();
    const wrong = fixture.page.getByRole('dialog', { name: '支付密码错误，请重试' });
    await wrong.waitFor();
    expect(await tradeState()).toBe('NOTPAY');
    await wrong.getByRole('button', { name: '重试' }).tap();
    await fixture.page.keyboard.type('123456');
    await fixture.page.getByRole('button', { name: '完成' }).tap();
    expect(await paid()).toBe('requestPayment:ok');
  });

  it('opens for an order that two hundred others came after', async () => {
    for (let n = 0; n < 200; n += 1) await fixture.merchant.place(`${outTradeNo}L${n}`);
    await openSheet();
    await sheet().getByText('¥128.05').waitFor();
  });

  it('ends as WeChat ends it when the sheet is closed, and nothing is paid', async () => {
    await openSheet();
    await sheet().getByRole('button', { name: '关闭' }).tap();
    await fixture.page.getByText('requestPayment:fail cancel').waitFor();
    expect(await tradeState()).toBe('NOTPAY');
  });

  it('fails with a card that has no money', async () => {
    await openSheet();
    await sheet()
      .getByRole('button', { name: /付款方式/ })
      .tap();
    await sheet()
      .getByRole('button', { name: /余额不足/ })
      .tap();
    await typePassword();
    await fixture.page.getByRole('button', { name: '我知道了' }).tap();
    await fixture.page.getByText('requestPayment:fail (payment failed)').waitFor();
    expect(await tradeState()).toBe('NOTPAY');
  });

  it.each([
    ['another signature', { paySign: Buffer.from('nothing').toString('base64') }, '支付验证签名失败'],
    ['another prepay_id', { package: 'prepay_id=wx0' }, '支付验证签名失败'],
    ['another sign type', { signType: 'MD5' }, '支付验证签名失败'],
  ])('does not open for %s', async (_, wrong, shown) => {
    change = wrong;
    await openSheet();
    await fixture.page.getByRole('dialog', { name: shown }).getByRole('button', { name: '我知道了' }).tap();
    await fixture.page.getByText(`requestPayment:fail (${shown})`, { exact: true }).waitFor();
    expect(await tradeState()).toBe('NOTPAY');
  });

  it('names every argument that is not text', async () => {
    change = { timeStamp: 1_700_000_000, paySign: undefined };
    await openSheet();
    await fixture.page
      .getByText(
        'requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number;parameter.paySign should be String instead of Undefined;',
      )
      .waitFor();
  });

  it('is not for another person than the one who ordered', async () => {
    await fixture.page.goto(`${fixture.phone.url}/phone?as=zhou`);
    await fixture.find('#pay').tap();
    await fixture.page.getByRole('dialog', { name: '下单账号与支付账号不一致，请核实后再支付' }).waitFor();
  });

  it('says that an order is paid already', async () => {
    await openSheet();
    await sheet().waitFor();
    await fixture.merchant.control('POST', '/payments', { prepay_id: prepayId });
    await typePassword();
    await fixture.page.getByRole('dialog', { name: '该订单已支付' }).getByRole('button').tap();
    await fixture.page.getByText('requestPayment:fail (该订单已支付)', { exact: true }).waitFor();
  });

  it('pays once when the last digit is tapped twice', async () => {
    await openSheet();
    for (const digit of '12345') await sheet().getByRole('button', { name: digit, exact: true }).tap();
    const last = sheet().getByRole('button', { name: '6', exact: true });
    await last.evaluate((element: HTMLElement) => {
      element.click();
      element.click();
    });
    await fixture.page.getByRole('button', { name: '完成' }).tap();
    expect(await paid()).toBe('requestPayment:ok');
  });
});

describe('payment code', () => {
  const fixture = usePhone();
  const dialog = (name: string) => fixture.page.getByRole('dialog', { name });
  let orders = 0;

  /** Shows a code on the phone of 买家小林, and answers its digits. */
  async function shownCode(): Promise<string> {
    await fixture.open();
    await fixture.page.getByRole('button', { name: '关闭小程序' }).tap();
    await dialog('微信').getByRole('button', { name: '收付款' }).tap();
    const digits = dialog('收付款').getByText(/^(\d{4} ){4}\d{2}$/);
    return (await digits.innerText()).replaceAll(' ', '');
  }

  /** Scans it at a counter. Answers what WeChat Pay says. */
  async function scanned(authCode: string) {
    orders += 1;
    const outTradeNo = `CODE${Date.now()}${orders}`;
    const { notify_url: _none, ...order } = fixture.merchant.order(outTradeNo, {
      amount: { total: 3_650, currency: 'CNY' },
      payer: { auth_code: authCode },
      scene_info: { device_ip: '203.0.113.9', store_info: { id: 'store-1' } },
    });
    const answer = await fixture.merchant.call('POST', '/v3/pay/transactions/codepay', { body: order });
    expect(answer.status).toBe(202);
    return async (): Promise<unknown> => (await fixture.merchant.query(outTradeNo)).json['trade_state'];
  }

  it('asks for the password of what is scanned, and pays', async () => {
    const state = await scanned(await shownCode());
    await dialog('微信支付').getByText('¥36.50').waitFor();
    expect(await state()).toBe('USERPAYING');
    for (const digit of '123456')
      await dialog('微信支付').getByRole('button', { name: digit, exact: true }).tap();
    await dialog('支付成功').getByText('¥36.50').waitFor();
    expect(await state()).toBe('SUCCESS');
    await dialog('支付成功').getByRole('button', { name: '完成' }).tap();
    await dialog('收付款').waitFor({ state: 'hidden' });
  });

  it('pays nothing when the password is not typed', async () => {
    const state = await scanned(await shownCode());
    await dialog('微信支付').getByRole('button', { name: '关闭' }).tap();
    await dialog('微信支付').waitFor({ state: 'hidden' });
    while ((await state()) === 'USERPAYING') await fixture.page.waitForTimeout(50);
    expect(await state()).toBe('PAYERROR');
  });

  it('is seen by the camera of whoever scans both kinds of code, and by nobody else’s phone', async () => {
    const code = await shownCode();
    const headers = { 'x-phone-as': 'zhou' };
    const others = await fetch(`${fixture.phone.url}/world/pay/codes`, { headers });
    const { codes } = (await others.json()) as { readonly codes: readonly object[] };
    expect(codes).toContainEqual({ code, name: '买家小林' });
    const own = await fetch(`${fixture.phone.url}/world/pay/codes/${code}`, { headers });
    expect(await own.json()).toMatchObject({ standing: 'over', total: 0 });
  });
});

describe('a counter’s code', () => {
  const fixture = usePhone();
  const dialog = (name: string) => fixture.page.getByRole('dialog', { name });
  let orders = 0;

  /** A counter shows a code for a sum of its own. */
  async function shown(total: number) {
    orders += 1;
    const outTradeNo = `NATIVE${Date.now()}${orders}`;
    const { payer: _none, ...order } = fixture.merchant.order(outTradeNo, {
      amount: { total, currency: 'CNY' },
    });
    const answer = await fixture.merchant.call('POST', '/v3/pay/transactions/native', { body: order });
    expect(answer.status).toBe(200);
    const state = async () => (await fixture.merchant.query(outTradeNo)).json['trade_state'];
    return { code: String(answer.json['code_url']), outTradeNo, state };
  }

  async function openCamera(): Promise<void> {
    await fixture.open();
    await fixture.page.getByRole('button', { name: '关闭小程序' }).tap();
    await dialog('微信').getByRole('button', { name: '扫一扫' }).tap();
    await dialog('扫一扫').getByText('扫到了').waitFor();
  }

  async function typeCode(code: string): Promise<void> {
    await dialog('扫一扫').getByRole('textbox').fill(code);
    await dialog('扫一扫').getByRole('button', { name: '扫到了' }).tap();
  }

  it('is in sight with its sum, opens the payment sheet and is paid', async () => {
    const { state } = await shown(1_250);
    await openCamera();
    await dialog('扫一扫').getByRole('button', { name: '商家的收款码 ¥12.50' }).tap();
    await dialog('微信支付').getByText('¥12.50').waitFor();
    expect(await state()).toBe('NOTPAY');
    await dialog('微信支付').getByRole('button', { name: '指纹支付' }).tap();
    await dialog('支付成功').getByRole('button', { name: '完成' }).tap();
    expect(await state()).toBe('SUCCESS');
    await dialog('微信').getByRole('button', { name: '扫一扫' }).tap();
    await dialog('扫一扫').getByText('扫到了').waitFor();
    expect(await dialog('扫一扫').getByRole('button', { name: '商家的收款码 ¥12.50' }).count()).toBe(0);
  });

  it('that is typed is as good, and is not paid when the sheet is closed', async () => {
    const { code, state } = await shown(990);
    await openCamera();
    await typeCode(code);
    await dialog('微信支付').getByRole('button', { name: '关闭' }).tap();
    await dialog('微信支付').waitFor({ state: 'hidden' });
    expect(await state()).toBe('NOTPAY');
  });

  it('that somebody else has paid, or that is none, says so', async () => {
    const { code } = await shown(770);
    await fixture.merchant.control('POST', '/payments', { code_url: code });
    await openCamera();
    await typeCode(code);
    await dialog('该订单已支付').getByRole('button').tap();
    await dialog('微信').getByRole('button', { name: '扫一扫' }).tap();
    await typeCode('https://example.com/menu');
    await dialog('二维码已失效，请让商家重新出示').waitFor();
  });
});
