/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openScreen, type Screen } from '../../pages/screen';
import { order, quoteLine, yuan } from '../../samples';

const held = order({
  state: 'paid',
  actions: ['requestRefund'],
  lines: [quoteLine('green', 2), quoteLine('blue')],
  refundable: yuan(27_200),
});

let screen: Screen;

beforeEach(() => {
  phone.answers = {
    'orders.detail': () => accepted(held),
    'refunds.request': () => accepted({ requestId: 'request-1' }),
    'me.get': () => accepted({ photoPrefix: 'photos/me/' }),
    'photos.check': ({ fileId }: { fileId: string }) => accepted({ fileId, type: 'image/jpeg', bytes: 1 }),
  };
});

afterEach(() => {
  // The draft of a visit ends with what was sent.
  phone.answers['refunds.request'] = () => accepted({ requestId: 'request-1' });
  screen.call('onUnload');
  phone.forget();
});

async function open(query: Record<string, string> = { orderId: 'order-1' }): Promise<Screen> {
  screen = await openScreen('packages/orders/refund-request/refund-request', query);
  return screen;
}

const at = (dataset: object, detail: object = {}) => ({ currentTarget: { dataset }, detail });
const sent = () =>
  phone
    .cloudCalls()
    .filter(({ method }) => method === 'refunds.request')
    .map(({ params }) => params as { clientToken: string });

async function write({ call, settle }: Screen): Promise<void> {
  if (screen.page.instance.data['draft'] === undefined) throw new Error('no form');
  call('onPieces', at({ skuId: 'green' }, { value: 1 }));
  call('onPieces', at({ skuId: 'blue' }, { value: 0 }));
  call('onReason', at({ reason: 'damaged' }));
  call('onText', at({}, { value: ' 杯口磕碰 ' }));
  await settle();
}

async function send({ call, settle }: Screen): Promise<void> {
  call('onSend');
  await settle();
}

describe('request for a refund', () => {
  it('names what is missing before anything is sent', async () => {
    await open();
    await send(screen);
    expect(phone.calls('showToast')).toMatchObject([{ title: '请选择要退款的商品' }]);
    expect(sent()).toEqual([]);
  });

  it('sends the chosen goods once for two taps and shows the request in place of the form', async () => {
    await open();
    await write(screen);
    expect(screen.text()).toContain('¥88.00');
    screen.call('onSend');
    await send(screen);
    expect(sent()).toMatchObject([
      { orderId: 'order-1', reason: 'damaged', text: '杯口磕碰', lines: [{ skuId: 'green', quantity: 1 }] },
    ]);
    expect(phone.calls('redirectTo')).toEqual([
      { url: '/packages/orders/refund/refund?requestId=request-1' },
    ]);
  });

  it('repeats a request of unknown end under its name and keeps what was typed', async () => {
    await open();
    await write(screen);
    phone.answers['refunds.request'] = lost;
    await send(screen);
    expect(screen.text()).toContain('没有等到结果');
    expect(screen.text()).toContain('客服编号');
    expect(screen.text()).toContain('再次提交');
    phone.answers['refunds.request'] = () => accepted({ requestId: 'request-1' });
    await send(screen);
    const [first, again] = sent();
    expect(again).toEqual(first);
  });

  it('says that an earlier request arrived when this one was changed since, and sends it as a new one', async () => {
    await open();
    await write(screen);
    phone.answers['refunds.request'] = () => refused('CLIENT_TOKEN_REUSED', '这笔订单已提交过');
    phone.results['showModal'] = { confirm: false };
    await send(screen);
    expect(phone.calls('showModal')).toMatchObject([{ title: '之前的申请已经提交' }]);
    phone.answers['refunds.request'] = () => accepted({ requestId: 'request-2' });
    await send(screen);
    const [first, second] = sent();
    expect(second).toMatchObject({ text: '杯口磕碰' });
    expect(second?.clientToken).not.toBe(first?.clientToken);
  });

  it('offers the whole order as an amount, and refuses more than is left', async () => {
    await open();
    screen.call('onMode', at({ mode: 'amount' }));
    screen.call('onAmount', at({}, { value: '300' }));
    screen.call('onReason', at({ reason: 'other' }));
    await send(screen);
    expect(phone.calls('showToast')).toMatchObject([{ title: '最多可以退¥272.00' }]);
    screen.call('onAmount', at({}, { value: '12.5' }));
    await send(screen);
    expect(sent()).toMatchObject([{ amount: yuan(1250) }]);
  });

  it('shows what is wrong with a photo on the photo, and waits for it', async () => {
    await open();
    await write(screen);
    phone.results['chooseMedia'] = { tempFiles: [{ tempFilePath: 'tmp://1.jpg', size: 9 }] };
    phone.failures['uploadFile'] = 'uploadFile:fail';
    screen.call('onAddPhoto');
    await screen.settle();
    const { draft } = screen.page.instance.data as { draft: { photos: { tempPath: string }[] } };
    expect(draft.photos.map(({ tempPath }) => tempPath)).toEqual(['tmp://1.jpg']);
    await send(screen);
    expect(sent()).toEqual([]);
    expect(phone.calls('showToast')).toMatchObject([{ title: '有照片还没有上传好，请重试或删除' }]);
    phone.failures = {};
    screen.call('onPhoto', at({ tempPath: 'tmp://1.jpg' }));
    await screen.settle();
    await send(screen);
    expect(sent()).toMatchObject([
      { photos: [expect.stringMatching(/^cloud:\/\/shop\/photos\/me\/.+\.jpg$/)] },
    ]);
  });

  it.each([
    ['an order of somebody else', () => refused('ORDER_NOT_FOUND', '没有找到这笔订单'), '没有找到这笔订单'],
    ['an order with nothing left', () => accepted({ ...held, actions: [] }), '目前不能申请退款'],
  ])('says of %s why there is no form, and leads back', async (_name, answer, words) => {
    phone.answers['orders.detail'] = answer;
    await open();
    expect(screen.text()).toContain(words);
    expect(screen.text()).toContain('返回');
  });

  it('asks the server nothing about a broken link', async () => {
    await open({ orderId: '%E4%' });
    expect(phone.cloudCalls()).toEqual([]);
    expect(screen.text()).toContain('没有找到这笔订单');
  });
});
