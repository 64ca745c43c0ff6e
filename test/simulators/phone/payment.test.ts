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
