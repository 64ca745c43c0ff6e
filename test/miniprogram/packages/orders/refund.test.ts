/** @jest-environment jsdom */
import { accepted, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RefundRequestView } from '../../../../miniprogram/contract/refund';
import { openScreen, reloadScripts } from '../../pages/screen';
import { picture, quoteLine, yuan } from '../../samples';

const asked: RefundRequestView = {
  requestId: 'request-1',
  orderId: 'order-1',
  state: 'requested',
  amount: yuan(8800),
  lines: [quoteLine('green')],
  reason: 'damaged',
  text: '杯口磕碰',
  photos: ['cloud://shop/photos/1.jpg', 'cloud://shop/photos/2.jpg'],
  requestedAt: '2026-11-21T08:00:00.000Z',
  answer: '',
  refund: null,
  canWithdraw: true,
  title: '青瓷品茗杯 单只 等2种',
  timeline: [{ at: '2026-11-21T08:00:00.000Z', text: '已提交退款申请，等待商家处理' }],
  picture,
};

let held: RefundRequestView;

beforeEach(() => {
  reloadScripts();
  held = asked;
  phone.answers = {
    'refunds.get': () => accepted(held),
    'refunds.list': () => accepted({ requests: [held] }),
    'refunds.withdraw': () => accepted((held = { ...held, state: 'withdrawn', canWithdraw: false })),
  };
  phone.results['showModal'] = { confirm: true };
});

afterEach(() => phone.forget());

const open = (query: Record<string, string> = { requestId: 'request-1' }) =>
  openScreen('packages/orders/refund/refund', query);

describe('page of a refund', () => {
  it('tells amount, reason, words and progress by the shop’s clock', async () => {
    const { text } = await open();
    for (const words of ['等待商家处理', '¥88.00', '商品破损', '杯口磕碰', '2026-11-2116:00', '撤销申请'])
      expect(text()).toContain(words);
  });

  it.each([
    ['rejected', { answer: '照片看不清' }, ['商家未同意', '照片看不清']],
    [
      'approved',
      { refund: { outRefundNo: 'r', amount: yuan(8800), state: 'processing' } },
      ['退款中', '原路退回'],
    ],
    [
      'approved',
      { refund: { outRefundNo: 'r', amount: yuan(8800), state: 'abnormal' } },
      ['退款异常', '联系客服'],
    ],
  ] as const)('says of a request that is %s %j what happens next', async (state, change, words) => {
    held = { ...asked, ...change, state, canWithdraw: false };
    const { text } = await open();
    for (const word of words) expect(text()).toContain(word);
    expect(text()).not.toContain('撤销申请');
  });

  it('is taken back once for two taps, after a yes', async () => {
    const { call, settle, text } = await open();
    call('onWithdraw');
    call('onWithdraw');
    await settle();
    expect(phone.calls('showModal')).toHaveLength(1);
    expect(phone.cloudCalls().filter(({ method }) => method === 'refunds.withdraw')).toHaveLength(1);
    expect(text()).toContain('已撤销');
  });

  it('stays when the shopper thinks again', async () => {
    phone.results['showModal'] = { confirm: false };
    const { call, settle, text } = await open();
    call('onWithdraw');
    await settle();
    expect(text()).toContain('等待商家处理');
  });

  it('shows the merchant’s decision where it came first', async () => {
    const { call, settle, text } = await open();
    phone.answers['refunds.withdraw'] = () => {
      held = { ...asked, state: 'approved', canWithdraw: false };
      return refused('REFUND_DECIDED', '商家已处理这笔申请，不能撤销了');
    };
    call('onWithdraw');
    await settle();
    expect(phone.calls('showToast')).toMatchObject([{ title: '商家已处理这笔申请，不能撤销了' }]);
    expect(text()).toContain('商家已同意');
  });

  it('opens the photo that was tapped among all', async () => {
    const { call } = await open();
    call('onPhoto', { currentTarget: { dataset: { fileId: asked.photos[1] } } });
    expect(phone.calls('previewImage')).toEqual([{ urls: [...asked.photos], current: asked.photos[1] }]);
  });

  it('asks the server nothing about a broken link and leads to one’s refunds', async () => {
    const { text } = await open({ requestId: '../1' });
    expect(phone.cloudCalls()).toEqual([]);
    expect(text()).toContain('没有找到这笔退款申请');
    expect(text()).toContain('查看我的退款');
  });
});

describe('list of refunds', () => {
  const list = () => openScreen('packages/orders/refunds/refunds');

  it('draws each with its state, and asks again for the one that was visited', async () => {
    const { call, settle, text } = await list();
    expect(text()).toContain('等待商家处理¥88.00青瓷品茗杯单只等2种商品破损');
    call('onRefund', { currentTarget: { dataset: { requestId: 'request-1' } } });
    await settle();
    expect(phone.calls('navigateTo')).toEqual([
      { url: '/packages/orders/refund/refund?requestId=request-1' },
    ]);
    held = { ...asked, state: 'rejected' };
    call('onShow');
    await settle();
    expect(text()).toContain('商家未同意');
  });

  it('goes on where the page before ended, and keeps it when the next does not come', async () => {
    phone.answers['refunds.list'] = ({ before }: { before?: string }) =>
      before === undefined
        ? accepted({ requests: [held], next: '1.a' })
        : refused('BUSY', '当前人数较多，请稍后再试');
    const { call, settle, text } = await list();
    call('onReachBottom');
    await settle();
    expect(phone.cloudCalls().map(({ params }) => params)).toEqual([{}, { before: '1.a' }]);
    expect(text()).toContain('等待商家处理');
    expect(text()).toContain('当前人数较多，请稍后再试，点此重试');
  });

  it('says where a refund is asked for when there is none', async () => {
    phone.answers['refunds.list'] = () => accepted({ requests: [] });
    const { text } = await list();
    expect(text()).toContain('没有退款申请');
    expect(text()).toContain('查看我的订单');
  });
});
