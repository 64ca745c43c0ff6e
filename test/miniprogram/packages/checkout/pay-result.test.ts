/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../../miniprogram/contract/order';
import { order } from '../../samples';
import { openScreen, type Screen } from '../../pages/screen';

const parameters = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA', paySign: 's' };
let held: OrderView;
let screen: Screen;

beforeEach(() => {
  const placedAt = new Date().toISOString();
  held = order({ placedAt, payBefore: new Date(Date.now() + 30 * 60_000).toISOString() });
  phone.answers = {
    'orders.pay': () => accepted({ requestPayment: parameters }),
    'orders.detail': () => accepted(held),
  };
});

afterEach(() => {
  // Else its questions go on.
  screen.call('onUnload');
  phone.forget();
});

async function open(query: Record<string, string> = { orderId: 'order-1', start: 'yes' }): Promise<Screen> {
  screen = await openScreen('packages/checkout/pay-result/pay-result', query);
  return screen;
}

const tap = (step: string): unknown => screen.call('onStep', { currentTarget: { dataset: { step } } });
const methods = (): string[] => phone.cloudCalls().map(({ method }) => method);

describe('payment page', () => {
  it('hands the server’s parameters to the cashier unchanged and then asks the server', async () => {
    held = { ...held, state: 'paid' };
    const { text } = await open();
    expect(phone.calls('requestPayment')).toEqual([parameters]);
    expect(methods().slice(0, 2)).toEqual(['orders.pay', 'orders.detail']);
    expect(text()).toContain('支付成功¥96.00');
  });

  it('offers the shop’s messages once the order is paid, asks on the tap and tells the shop', async () => {
    held = { ...held, state: 'paid' };
    phone.answers['me.messages'] = () =>
      accepted({
        awaited: 1,
        allowed: [
          { templateId: 'shipped', left: 1 },
          { templateId: 'refunded', left: 0 },
        ],
      });
    phone.answers['me.allowMessages'] = () =>
      accepted({
        awaited: 1,
        allowed: [
          { templateId: 'shipped', left: 1 },
          { templateId: 'refunded', left: 1 },
        ],
      });
    const { text, settle, call } = await open();
    expect(text()).toContain('有进展告诉我');
    phone.results['requestSubscribeMessage'] = { refunded: 'reject' };
    call('onAllow');
    expect(phone.calls('requestSubscribeMessage')).toEqual([{ tmplIds: ['refunded'] }]);
    await settle();
    expect(methods()).not.toContain('me.allowMessages');
    expect(text()).toContain('有进展告诉我');
    phone.results['requestSubscribeMessage'] = { refunded: 'accept' };
    call('onAllow');
    await settle();
    expect(phone.cloudCalls().at(-1)).toMatchObject({
      method: 'me.allowMessages',
      params: { templateIds: ['refunded'] },
    });
    expect(text()).toContain('有进展会告诉你');
  });

  it('offers no messages before the order is paid, nor where the shop has none', async () => {
    const { text, settle } = await open();
    expect(methods()).not.toContain('me.messages');
    held = { ...held, state: 'paid' };
    phone.answers['me.messages'] = () => accepted({ awaited: 1, allowed: [] });
    tap('ask');
    await settle();
    expect(text()).not.toContain('告诉我');
  });

  it('does not believe a cashier that says done', async () => {
    const { text } = await open();
    expect(text()).toContain('正在确认支付结果');
    expect(text()).not.toContain('支付成功');
    expect(text()).not.toContain('继续支付');
  });

  it('keeps the order with its countdown when the sheet was closed, and pays it again', async () => {
    phone.failures['requestPayment'] = 'requestPayment:fail cancel';
    const { text, settle } = await open();
    expect(text()).toContain('订单等待付款');
    expect(text()).toMatch(/剩余(30:00|29:5\d)/);
    phone.failures = {};
    held = { ...held, state: 'paid' };
    tap('pay');
    tap('pay');
    await settle();
    expect(phone.calls('requestPayment')).toHaveLength(2);
    expect(text()).toContain('支付成功');
  });

  it('shows an order that was paid elsewhere as paid', async () => {
    phone.answers['orders.pay'] = () => refused('ORDER_ALREADY_PAID', '订单已支付，无需重复操作');
    held = { ...held, state: 'paid' };
    const { text } = await open();
    expect(phone.calls('requestPayment')).toEqual([]);
    expect(text()).toContain('支付成功');
  });

  it('says where the money goes when the goods were gone before it came', async () => {
    held = {
      ...held,
      state: 'closed',
      closeReason: 'expired',
      refunds: [{ outRefundNo: 'r1', amount: held.total, state: 'processing' }],
    };
    const { text } = await open();
    expect(text()).toContain('款项会原路退回');
    expect(text()).not.toContain('继续支付');
  });

  it.each([
    ['PAYMENT_REFUSED', '微信支付暂时无法下单，请稍后再试'],
    ['PAYMENT_PENDING', '支付结果确认中，请稍后刷新，请勿重复支付'],
    ['BUSY', '当前人数较多，请稍后再试'],
  ])('says of %s what to do and leaves the order waiting', async (code, message) => {
    phone.answers['orders.pay'] = () => refused(code, message);
    const { text } = await open();
    expect(text()).toContain(message);
    expect(text()).toContain('继续支付');
  });

  it('says that nothing is lost when the phone is offline, and asks again on a tap', async () => {
    phone.answers = { 'orders.pay': lost, 'orders.detail': lost };
    const { text, settle } = await open();
    expect(text()).toContain('暂时查不到结果');
    expect(text()).toContain('订单不会丢');
    phone.answers['orders.detail'] = () => accepted(held);
    tap('ask');
    await settle();
    expect(text()).toContain('订单等待付款');
  });

  it('shows the payment of an order it was opened on without opening the cashier', async () => {
    const { text } = await open({ orderId: 'order-1' });
    expect(methods()).toEqual(['orders.detail']);
    expect(text()).toContain('继续支付');
  });

  it.each([[{ orderId: '%E4%' }], [{ orderId: 'nobody' }]])(
    'says of %j that there is no such order',
    async (query) => {
      phone.answers['orders.detail'] = () => refused('ORDER_NOT_FOUND', '没有找到这笔订单');
      const { text } = await open(query);
      expect(text()).toContain('没有找到这笔订单');
      expect(text()).toContain('我的订单');
      tap('orders');
      await screen.settle();
      expect(phone.calls('redirectTo')).toEqual([{ url: '/packages/orders/orders/orders' }]);
    },
  );

  it('leads from what was paid to that order itself', async () => {
    held = { ...held, state: 'paid' };
    const { text, settle } = await open();
    expect(text()).toContain('查看订单');
    tap('order');
    await settle();
    expect(phone.calls('redirectTo')).toEqual([{ url: '/packages/orders/detail/detail?orderId=order-1' }]);
  });

  it('asks nothing while it is hidden', async () => {
    const { call, settle } = await open();
    call('onHide');
    const before = phone.cloudCalls().length;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await settle();
    expect(phone.cloudCalls()).toHaveLength(before);
  });

  it('sees by itself that the money came', async () => {
    const { text } = await open();
    held = { ...held, state: 'paid' };
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await screen.settle();
    expect(text()).toContain('支付成功');
  });
});
