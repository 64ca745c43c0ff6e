/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OrderView } from '../../../../miniprogram/contract/order';
import { order } from '../../samples';
import { openScreen, type Screen } from '../../pages/screen';

let held: OrderView;
let screen: Screen;

beforeEach(() => {
  const placedAt = new Date().toISOString();
  held = order({ placedAt, payBefore: new Date(Date.now() + 30 * 60_000).toISOString() });
  phone.answers = {
    'orders.list': () => accepted({ orders: [held] }),
    'orders.counts': () => accepted({ awaitingPayment: 1, paid: 0, shipped: 0, refunding: 0 }),
    'orders.detail': () => accepted(held),
    'orders.cancel': () => accepted((held = { ...held, state: 'closed', actions: ['hide'] })),
    'orders.hide': () => accepted({ orderId: held.orderId }),
    'orders.confirm': () => accepted((held = { ...held, state: 'completed', actions: ['hide'] })),
    'refunds.get': () => refused('REFUND_NOT_FOUND', '没有找到这笔退款申请'),
  };
});

afterEach(() => {
  screen.call('onUnload');
  phone.forget();
});

async function open(page: 'orders' | 'detail', query: Record<string, string> = { orderId: 'order-1' }) {
  screen = await openScreen(`packages/orders/${page}/${page}`, query);
  return screen;
}

function sent(method: string): unknown[] {
  return phone
    .cloudCalls()
    .filter((call) => call.method === method)
    .map(({ params }) => params);
}

async function doAction(action: string, times = 1): Promise<void> {
  const on = { currentTarget: { dataset: { orderId: 'order-1', action } } };
  for (let tap = 0; tap < times; tap += 1) screen.call('onAction', on);
  await screen.settle();
}

describe('list of orders', () => {
  it('draws an order with what is left to pay it and the numbers of the tabs', async () => {
    const { text } = await open('orders', {});
    expect(text()).toContain('待付款1');
    expect(text()).toMatch(/剩余(30:00|29:5\d)共1件，应付¥96.00/);
  });

  it('asks for one state only on its tab', async () => {
    const { call, settle } = await open('orders', { state: 'paid' });
    call('onTab', { currentTarget: { dataset: { state: 'shipped' } } });
    await settle();
    expect(sent('orders.list')).toEqual([{ state: 'paid' }, { state: 'shipped' }]);
  });

  it('cancels once for two taps, with the chosen reason, and the order stays where it was', async () => {
    await open('orders', {});
    phone.results['showActionSheet'] = { tapIndex: 2 };
    await doAction('cancel', 2);
    expect(sent('orders.cancel')).toEqual([{ orderId: 'order-1', reason: 'wrongAddress' }]);
    expect(screen.text()).toContain('已关闭');
  });

  it('cancels nothing when the sheet was closed', async () => {
    await open('orders', {});
    phone.failures['showActionSheet'] = 'showActionSheet:fail cancel';
    await doAction('cancel');
    expect(sent('orders.cancel')).toEqual([]);
  });

  it('says why an order could not be cancelled and shows what it is now', async () => {
    phone.answers['orders.cancel'] = () => refused('ORDER_ALREADY_PAID', '订单已支付，无需重复操作');
    await open('orders', {});
    phone.results['showActionSheet'] = { tapIndex: 0 };
    held = { ...held, state: 'paid', actions: ['requestRefund'] };
    await doAction('cancel');
    expect(phone.calls('showToast')).toMatchObject([{ title: '订单已支付，无需重复操作' }]);
    expect(screen.text()).toContain('待发货');
  });

  it('takes a finished order off after a yes, and shows the empty list', async () => {
    held = { ...held, state: 'closed', actions: ['hide'] };
    await open('orders', {});
    phone.results['showModal'] = { confirm: true };
    phone.answers['orders.list'] = () => accepted({ orders: [] });
    await doAction('hide');
    expect(sent('orders.hide')).toEqual([{ orderId: 'order-1' }]);
    expect(screen.text()).toContain('还没有订单');
  });

  it('asks for the order it comes back from', async () => {
    await open('orders', {});
    screen.call('onOrder', { currentTarget: { dataset: { orderId: 'order-1' } } });
    screen.call('onHide');
    held = { ...held, state: 'paid', actions: [] };
    screen.call('onShow');
    await screen.settle();
    expect(screen.text()).toContain('待发货');
    expect(screen.text()).not.toContain('剩余');
  });

  it('shows a lost answer with its code and a way to try again', async () => {
    phone.answers['orders.list'] = lost;
    const { text } = await open('orders', {});
    expect(text()).toContain('重新加载');
    expect(text()).toMatch(/客服编号[0-9A-Z]{6}/);
  });
});

describe('page of an order', () => {
  const parcel = { trackingNo: 'SF1420098765432' };
  const onParcel = { currentTarget: { dataset: { text: parcel.trackingNo } } };

  it('opens where a parcel is', async () => {
    const { call, settle } = await open('detail');
    call('onTrack', onParcel);
    await settle();
    expect(phone.calls('navigateToMiniProgram')).toMatchObject([
      { path: expect.stringContaining(`nu=${parcel.trackingNo}&`) },
    ]);
    expect(phone.calls('setClipboardData')).toEqual([]);
  });

  it.each([
    ['copies the number where the way is not open', 'fail no permission', 1],
    ['does nothing more where the person stayed', 'fail cancel', 0],
  ])('%s', async (_title, failure, copies) => {
    const { call, settle } = await open('detail');
    phone.failures['navigateToMiniProgram'] = `navigateToMiniProgram:${failure}`;
    call('onTrack', onParcel);
    await settle();
    expect(phone.calls('setClipboardData')).toHaveLength(copies);
  });

  it('asks the server each time it is looked at', async () => {
    await open('detail');
    held = { ...held, state: 'paid', actions: ['requestRefund'] };
    screen.call('onHide');
    screen.call('onShow');
    await screen.settle();
    expect(screen.text()).toContain('等待发货');
  });

  it('confirms by our own question where WeChat has no page for it', async () => {
    held = { ...held, state: 'shipped', actions: ['confirm'], transactionId: '42' };
    await open('detail');
    phone.results['showModal'] = { confirm: true };
    await doAction('confirm', 2);
    expect(sent('orders.confirm')).toEqual([{ orderId: 'order-1' }]);
    expect(screen.text()).toContain('已完成');
  });

  it.each([[{ orderId: '%E4%' }], [{ orderId: 'nobody' }], [{}]])(
    'knows of %j that there is no such order',
    async (query) => {
      phone.answers['orders.detail'] = () => refused('ORDER_NOT_FOUND', '没有找到这笔订单');
      const { page } = await open('detail', query);
      expect(page.instance.data).toMatchObject({ phase: 'empty', problem: '没有找到这笔订单' });
    },
  );

  it('keeps what it shows when the next answer is lost', async () => {
    const { text, call, settle } = await open('detail');
    phone.answers['orders.detail'] = lost;
    call('onShow');
    await settle();
    expect(text()).toContain('等待付款');
  });
});
