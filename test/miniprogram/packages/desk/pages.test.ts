/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CollectionStanding } from '../../../../miniprogram/contract/collection';
import { PROVINCES } from '../../../../miniprogram/contract/desk-settings';
import { aSettingsDraft } from '../../../fixtures/settings-draft';
import { picture, yuan } from '../../samples';
import { openScreen, type Screen } from '../../pages/screen';
import { sessionOf } from './built-session';
import { deskOrder, refundCase, refundOf, shippingOf, skuStock } from './desk-samples';

let screen: Screen;
const session = sessionOf();

beforeEach(() => {
  session.tell({ kind: 'meArrived', me: { role: 'owner' } });
});

afterEach(() => {
  screen.call('onHide');
  screen.call('onUnload');
  phone.stored.clear();
  phone.forget();
});

async function open(page: string, query: Record<string, string> = {}): Promise<Screen> {
  screen = await openScreen(`packages/desk/${page}/${page}`, query);
  return screen;
}

/** Closes the page and opens it again, as after WeChat ended the mini program. */
async function reopen(page: string, query: Record<string, string>): Promise<Screen> {
  screen.call('onUnload');
  return open(page, query);
}

function sent(method: string): unknown[] {
  return phone
    .cloudCalls()
    .filter((call) => call.method === method)
    .map(({ params }) => params);
}

const tap = (dataset: object) => ({ currentTarget: { dataset } });
const typed = (value: string, dataset: object = {}) => ({ ...tap(dataset), detail: { value } });

async function does(handler: string, event: object = {}, times = 1): Promise<void> {
  for (let turn = 0; turn < times; turn += 1) screen.call(handler, event);
  await screen.settle();
}

describe('desk', () => {
  const sum = { paidOrders: 2, paid: yuan(19_900), refunded: yuan(0) };
  const todo = {
    toShip: 3,
    refusedUploads: 1,
    refundRequests: 0,
    secondApprovals: 0,
    abnormalRefunds: 0,
    lowStock: 120,
  };

  async function openDesk(): Promise<Screen> {
    screen = await openScreen('pages/desk/desk');
    return screen;
  }

  it('shows what waits and what was sold, and leads to the filtered list', async () => {
    phone.answers['today.get'] = () => accepted({ todo, today: sum, days7: sum, days30: sum, series: [] });
    await openDesk();
    expect(screen.text()).toContain('¥199.00');
    expect(screen.text()).toContain('3待发货');
    expect(screen.text()).toContain('99+库存紧张');
    await does('onTodo', tap({ todo: 'toShip' }));
    expect(phone.calls('navigateTo')).toEqual([{ url: '/packages/desk/orders/orders?filter=toShip' }]);
  });

  it('counts the differences of every month: on the first day of one, yesterday is in another', async () => {
    phone.answers['bills.month'] = () =>
      accepted({
        days: [],
        open: [
          { date: '2026-10-31', openDifferences: 2 },
          { date: '2026-09-02', openDifferences: 1 },
        ],
      });
    await openDesk();
    expect(screen.text()).toContain('3对账差异');
  });

  it('presses those who send goods about the 48 hours, and nobody else', async () => {
    const shipping = { toShip: 3, soon: 0, late: 3, uploading: 0, refused: 0, frozen: null };
    phone.answers['shipping.state'] = () => accepted(shipping);
    await openDesk();
    expect(screen.text()).toContain('3笔订单已超过48小时未发货');
    session.tell({ kind: 'meArrived', me: { role: 'cashier' } });
    await screen.settle();
    expect(screen.text()).not.toContain('48小时');
  });

  it('loads when the phone learns its role after the page was shown', async () => {
    session.tell({ kind: 'meArrived', me: { role: 'none' } });
    await openDesk();
    expect(screen.text()).toContain('这里只对店员开放');
    expect(sent('today.get')).toEqual([]);
    session.tell({ kind: 'meArrived', me: { role: 'manager' } });
    await screen.settle();
    expect(sent('today.get')).toHaveLength(1);
  });

  it('closes for somebody the server no longer knows as staff', async () => {
    phone.answers['today.get'] = () => refused('NOT_STAFF', '这里只对店员开放，请联系店主开通');
    await openDesk();
    expect(session.read().role).toBe('none');
    expect(screen.text()).toContain('我有邀请码');
  });
});

describe('shipping an order', () => {
  const couriers = [
    { courierId: 'ZTO', name: '中通快递', numberHint: '', lastUsedAt: '2026-11-20T08:00:00Z' },
    { courierId: 'SF', name: '顺丰速运', numberHint: 'SF 开头，共 15 位' },
  ];
  const query = { orderId: 'order-1' };

  beforeEach(() => {
    phone.answers = {
      'shipping.couriers': () => accepted({ couriers }),
      'shipping.get': () => accepted(shippingOf()),
      'shipping.recognise': () => accepted({ trackingNo: 'SF1234567890123', couriers: [couriers[1]] }),
      'shipping.ship': () => accepted(shippingOf({ canShip: false })),
    };
  });

  it('takes a scanned number with its courier and sends once for two taps', async () => {
    phone.results['scanCode'] = { result: 'sf1234567890123' };
    await open('ship', query);
    expect(screen.text()).toContain('中通快递');
    await does('onScan', tap({ index: 0 }));
    expect(screen.text()).toContain('顺丰速运');
    await does('onSend', {}, 2);
    expect(sent('shipping.ship')).toMatchObject([
      { orderId: 'order-1', way: 'express', parcels: [{ courierId: 'SF', trackingNo: 'SF1234567890123' }] },
    ]);
  });

  it('waits for the courier of a number that was typed a moment ago', async () => {
    await open('ship', query);
    await does('onNumber', typed('SF1234567890123', { index: 0 }));
    screen.call('onNumberDone', typed('SF1234567890123', { index: 0 }));
    await does('onSend');
    expect(sent('shipping.ship')).toMatchObject([{ parcels: [{ courierId: 'SF' }] }]);
  });

  it('keeps a courier somebody chose, whatever the number looks like', async () => {
    await open('ship', query);
    await does('onCourier', tap({ index: 0 }));
    await does('onCourierChosen', tap({ courierId: 'ZTO' }));
    phone.results['scanCode'] = { result: 'SF1234567890123' };
    await does('onScan', tap({ index: 0 }));
    expect(screen.text()).toContain('中通快递');
  });

  it('says at the field what the server does not take, and keeps what was typed', async () => {
    phone.answers['shipping.ship'] = () =>
      refused('TRACKING_NO_INVALID', '快递单号格式不对', {
        field: 'trackingNo',
        parcel: 0,
        text: '顺丰单号是 SF 开头，共 15 位',
      });
    await open('ship', query);
    await does('onNumber', typed('123', { index: 0 }));
    await does('onSend');
    expect(screen.text()).toContain('顺丰单号是SF开头，共15位');
    await reopen('ship', query);
    expect(screen.page.instance.data['cards']).toMatchObject([{ trackingNo: '123' }]);
  });

  it('sends an answer that got lost again under its name, also after a restart', async () => {
    phone.answers['shipping.ship'] = lost;
    await open('ship', query);
    await does('onNumber', typed('SF1234567890123', { index: 0 }));
    await does('onSend');
    expect(screen.text()).toContain('不会重复发货');
    await does('onNumber', typed('changed', { index: 0 }));
    await reopen('ship', query);
    phone.answers['shipping.ship'] = () => accepted(shippingOf());
    await does('onSend');
    const [first, second] = sent('shipping.ship');
    expect(second).toEqual(first);
  });
});

describe('a case of a refund', () => {
  const query = { requestId: 'request-1' };

  beforeEach(() => {
    phone.answers['refunds.get'] = () => accepted(refundCase());
  });

  it('agrees once for two taps, with the sum on the button', async () => {
    phone.answers['refunds.approveRequest'] = () => accepted(refundCase({ refund: refundOf(), actions: [] }));
    await open('refund', query);
    await does('onAction', tap({ action: 'approveRequest' }));
    expect(screen.text()).toContain('同意退款¥88.00');
    await does('onAgree', {}, 2);
    expect(sent('refunds.approveRequest')).toEqual([{ requestId: 'request-1', goods: 'now' }]);
    expect(screen.text()).toContain('退款中');
  });

  it('never calls an answer that got lost a failure, and asks before anything can be tapped', async () => {
    phone.answers['refunds.approveRequest'] = lost;
    await open('refund', query);
    phone.answers['refunds.get'] = lost;
    await does('onAction', tap({ action: 'approveRequest' }));
    await does('onAgree');
    expect(screen.text()).toContain('不要重复退款');
    expect(screen.text()).not.toMatch(/失败/);
    expect(sent('refunds.get')).toHaveLength(2);
  });

  it('keeps the words of a refusal on the phone until they are sent', async () => {
    await open('refund', query);
    await does('onAction', tap({ action: 'rejectRequest' }));
    await does('onReject');
    expect(screen.text()).toContain('请告诉顾客为什么不能退');
    await does('onAnswer', typed('已拆封'));
    await reopen('refund', query);
    phone.answers['refunds.rejectRequest'] = () => accepted(refundCase({ actions: [] }));
    await does('onReject');
    expect(sent('refunds.rejectRequest')).toEqual([{ requestId: 'request-1', answer: '已拆封' }]);
  });

  it('does not keep a bank account', async () => {
    phone.answers['refunds.get'] = () =>
      accepted(refundCase({ refund: refundOf({ state: 'abnormal' }), actions: ['redirect'] }));
    phone.answers['refunds.redirect'] = () => refused('BANK_CARD_REFUSED', '微信支付没有受理这张银行卡');
    await open('refund', query);
    await does('onAction', tap({ action: 'redirect' }));
    await does('onRealName', typed('张三'));
    await does('onBank', typed('0'));
    await does('onAccount', typed('6222 0200 0000 0000'));
    await does('onRedirect');
    expect(sent('refunds.redirect')).toMatchObject([
      {
        to: {
          kind: 'userBankCard',
          bankType: 'ICBC_DEBIT',
          bankAccount: '6222020000000000',
          realName: '张三',
        },
      },
    ]);
    expect(screen.text()).toContain('没有受理这张银行卡');
    expect(JSON.stringify([...phone.stored])).not.toMatch(/6222|张三/);
  });
});

describe('giving money back', () => {
  const query = { orderId: 'order-1' };

  beforeEach(() => {
    phone.answers['orders.detail'] = () => accepted(deskOrder());
  });

  it('sends one refund for two taps and shows the case', async () => {
    phone.answers['refunds.create'] = () => accepted(refundCase({ refund: refundOf() }));
    await open('give-back', query);
    expect(screen.text()).toContain('退款¥184.00');
    await does('onSend', {}, 2);
    expect(sent('refunds.create')).toHaveLength(1);
    expect(phone.calls('redirectTo')).toEqual([
      { url: '/packages/desk/refund/refund?orderId=order-1&outRefundNo=refund-1' },
    ]);
  });

  it('repeats what got lost under its name, and cannot become another refund', async () => {
    phone.answers['refunds.create'] = lost;
    await open('give-back', query);
    await does('onMode', tap({ mode: 'amount' }));
    await does('onAmount', typed('10'));
    await does('onSend');
    expect(screen.text()).toContain('不会重复退款');
    await does('onAmount', typed('99'));
    // Meanwhile nothing is left, because it was done: it is asked about all the same.
    phone.answers['orders.detail'] = () => accepted(deskOrder({ refundable: yuan(0) }));
    await reopen('give-back', query);
    phone.answers['refunds.create'] = () => accepted(refundCase({ refund: refundOf() }));
    await does('onSend');
    const [first, second] = sent('refunds.create');
    expect(first).toMatchObject({ amount: yuan(1000) });
    expect(second).toEqual(first);
  });
});

describe('collecting', () => {
  const card = (standing: CollectionStanding) => ({
    orderId: 'order-9',
    amount: yuan(1250),
    remark: '',
    standing,
    scene: 'paymentCode',
    startedAt: '2026-11-21T08:00:00.000Z',
  });

  async function openEmpty(): Promise<void> {
    await open('collect');
    await does('onClear');
  }

  async function type(text: string): Promise<void> {
    for (const key of text) await does('onKey', tap({ key }));
  }

  beforeEach(() => {
    phone.answers['collect.list'] = () =>
      accepted({ day: '2026-11-21', count: 0, sum: yuan(0), collections: [] });
  });

  it('collects the sum on the screen once, and shows how it stands', async () => {
    phone.answers['collect.byCode'] = () => accepted(card({ kind: 'waiting' }));
    phone.results['scanCode'] = { result: '130123456789012345' };
    await openEmpty();
    await type('12.5');
    expect(screen.text()).toContain('扫码收款¥12.50');
    await does('onScan', {}, 2);
    expect(sent('collect.byCode')).toMatchObject([{ amount: yuan(1250), authCode: '130123456789012345' }]);
    expect(phone.calls('navigateTo')).toEqual([
      { url: '/packages/desk/collection/collection?orderId=order-9' },
    ]);
  });

  it('names the wallet of a code that is not WeChat’s before anything is sent', async () => {
    phone.results['scanCode'] = { result: '280123456789012345' };
    await openEmpty();
    await type('1');
    await does('onScan');
    expect(screen.text()).toContain('这是支付宝的付款码');
    expect(sent('collect.byCode')).toEqual([]);
  });

  it('asks for the sum first', async () => {
    await openEmpty();
    await does('onShowCode');
    expect(screen.text()).toContain('请先输入收款金额');
    expect(sent('collect.byQr')).toEqual([]);
  });

  it('asks about an answer that got lost under its name, and takes no other sum until it is known', async () => {
    phone.answers['collect.byCode'] = lost;
    phone.results['scanCode'] = { result: '130123456789012345' };
    await openEmpty();
    await type('8');
    await does('onScan');
    expect(screen.text()).toContain('不要重复收款');
    await type('8');
    await reopen('collect', {});
    expect(screen.text()).toContain('查询¥8.00的结果');
    phone.answers['collect.byCode'] = () => accepted(card({ kind: 'paid' }));
    await does('onAskAgain');
    const [first, second] = sent('collect.byCode');
    expect(second).toEqual(first);
  });

  it.each([
    [{ kind: 'paid' }, '收款成功'],
    [{ kind: 'notPaid', reason: 'timeout' }, '没有收款'],
    [{ kind: 'reversing' }, '正在撤销'],
  ] as const)('ends in words for %j', async (standing, words) => {
    phone.answers['collect.check'] = () => accepted(card(standing));
    await open('collection', { orderId: 'order-9' });
    expect(screen.text()).toContain(words);
  });

  it('says nothing about the money while the answer is not known', async () => {
    phone.answers['collect.check'] = lost;
    await open('collection', { orderId: 'order-9' });
    expect(screen.text()).toContain('不要重复收款');
    expect(screen.text()).not.toMatch(/收款成功|没有收款|失败/);
  });

  it('lets a cashier end what waits, and not take back what is paid', async () => {
    session.tell({ kind: 'meArrived', me: { role: 'cashier' } });
    phone.answers['collect.check'] = () => accepted(card({ kind: 'waiting' }));
    phone.answers['collect.void'] = () => accepted(card({ kind: 'notPaid', reason: 'givenUp' }));
    phone.results['showModal'] = { confirm: true };
    await open('collection', { orderId: 'order-9' });
    await does('onTakeBack', {}, 2);
    expect(sent('collect.void')).toHaveLength(1);
    expect(screen.text()).toContain('没有收款');
    screen.call('onUnload');
    phone.answers['collect.check'] = () => accepted(card({ kind: 'paid' }));
    await open('collection', { orderId: 'order-9' });
    expect(screen.text()).not.toContain('撤销收款');
  });
});

describe('a product that is written', () => {
  const sku = {
    skuId: 'green',
    values: [],
    offered: true,
    price: yuan(8800),
    barcode: '',
    picture: null,
    available: 5,
    reserved: 0,
    sold: 1,
  };
  const product = {
    productId: 'mat',
    version: 3,
    onSale: true,
    title: '茶席',
    subtitle: '',
    categoryId: 'cloth',
    gallery: [picture],
    details: [],
    facts: [],
    keywords: [],
    axes: [],
    grid: [{ values: [], sku }],
    retired: [],
    position: 1,
    limitPerOrder: null,
    listedAt: '2026-11-20T08:00:00.000Z',
  };
  const categories = [{ categoryId: 'cloth', name: '织物', picture }];
  const query = { productId: 'mat' };

  beforeEach(() => {
    phone.answers['products.form'] = ({ productId }: { productId?: string }) =>
      accepted({ categories, picturePrefix: 'products/', product: productId === undefined ? null : product });
  });

  it.each(['0', '10000000', '1.999', '五元'])(
    'tells of a price of %s what it may be, where it stands and where the thumb is',
    async (text) => {
      await open('product', query);
      await does('onCell', typed(text, { index: 0, field: 'priceText' }));
      await does('onSave');
      const problem = '价格须在 ¥0.01 到 ¥1,000,000.00 之间，最多两位小数';
      expect(screen.page.instance.data).toMatchObject({ problems: { 'skus.0': problem } });
      expect(phone.calls('showToast')).toMatchObject([{ title: problem }]);
      expect(sent('products.edit')).toEqual([]);
    },
  );

  it('names every field that is missing before anything is sent', async () => {
    await open('product');
    await does('onSaveAndPublish');
    expect(screen.text()).toContain('请填写商品名称');
    expect(screen.text()).toContain('请选择分类');
    expect(screen.text()).toContain('请至少添加一张照片');
    expect(screen.text()).toContain('请填写价格');
    expect(sent('products.create')).toEqual([]);
  });

  it('draws every combination of the specifications that are added, and may save them', async () => {
    await open('product');
    for (const [index, name, values] of [
      [0, '颜色', '青 白'],
      [1, '大小', '大 小'],
    ] as const) {
      await does('onAxis', tap({ index }));
      await does('onAxisName', typed(name));
      await does('onAdding', typed(values));
      await does('onSaveAxis');
    }
    for (const combination of ['青大', '青小', '白大', '白小']) expect(screen.text()).toContain(combination);
    expect(screen.page.instance.data['dirty']).toBe(true);
    phone.results['showModal'] = { confirm: true };
    await does('onDiscard');
    expect(screen.text()).not.toContain('青大');
  });

  it('keeps what was typed after a restart, and sends the price in fen on the version that was seen', async () => {
    phone.answers['products.edit'] = () => accepted({ ...product, version: 4, title: '亚麻茶席' });
    await open('product', query);
    await does('onField', typed('亚麻茶席', { field: 'title' }));
    await does('onCell', typed('79.9', { index: 0, field: 'priceText' }));
    await reopen('product', query);
    await does('onSave', {}, 2);
    expect(sent('products.edit')).toMatchObject([
      {
        productId: 'mat',
        version: 3,
        product: { title: '亚麻茶席', skus: [{ skuId: 'green', price: yuan(7990) }] },
      },
    ]);
  });

  it('says beside the field what the server found', async () => {
    phone.answers['products.edit'] = () =>
      refused('FIELDS_INVALID', '有几处需要修改', {
        problems: [{ field: 'skus.0.barcode', message: '条码已被“青瓷杯”使用' }],
      });
    await open('product', query);
    await does('onCell', typed('6901', { index: 0, field: 'barcode' }));
    await does('onSave');
    expect(screen.text()).toContain('条码已被“青瓷杯”使用');
  });

  it('gives a combination one of its photos, and takes it away with the photo', async () => {
    const axes = [{ name: '颜色', values: ['绿'] }];
    const green = {
      ...product,
      productId: 'green-mat',
      axes,
      grid: [{ values: ['绿'], sku: { ...sku, values: ['绿'] } }],
    };
    const second = { ...picture, fileId: 'cloud://second' };
    phone.answers['products.form'] = () =>
      accepted({
        categories,
        picturePrefix: 'products/',
        product: { ...green, gallery: [picture, second] },
      });
    phone.answers['products.edit'] = () => refused('BUSY', '当前人数较多，请稍后再试');
    await open('product', { productId: 'green-mat' });
    await does('onPicture', tap({ index: 0 }));
    await does('onPictureChosen', tap({ pictureId: second.fileId }));
    await does('onSave');
    phone.results['showActionSheet'] = { tapIndex: 1 };
    await does('onPhoto', tap({ index: 1 }));
    await does('onSave');
    const pictures = sent('products.edit').map(
      (one) => (one as { product: { skus: readonly { picture: unknown }[] } }).product.skus[0]?.picture,
    );
    expect(pictures).toEqual([{ fileId: second.fileId }, null]);
    phone.results['showModal'] = { confirm: true };
    await does('onDiscard');
  });

  it('shows both sides when somebody else changed it, and saves the chosen one on their version', async () => {
    const theirs = { ...product, version: 5, title: '茶席（新）', subtitle: '水洗' };
    const change = { field: '名称', from: '茶席', to: '茶席（新）' };
    const changes = [{ actionId: 'a1', by: { openid: 'o', name: '小王' }, changes: [change] }];
    phone.answers['products.edit'] = () =>
      refused('PRODUCT_CHANGED', '刚被修改过', { product: theirs, changes });
    await open('product', query);
    await does('onField', typed('我的茶席', { field: 'title' }));
    await does('onSave');
    expect(screen.text()).toContain('我改的我的茶席');
    expect(screen.text()).toContain('对方改的茶席（新）');
    phone.answers['products.edit'] = () => accepted({ ...theirs, version: 6 });
    await does('onMerge');
    expect(sent('products.edit').at(-1)).toMatchObject({
      version: 5,
      product: { title: '我的茶席', subtitle: '水洗' },
    });
  });
});

describe('the list of products', () => {
  const categories = [
    { categoryId: 'cloth', name: '织物', picture },
    { categoryId: 'tea', name: '茶', picture },
  ];

  it('keeps to a category on every shelf and in a search, and leads back from an empty one', async () => {
    phone.answers['products.form'] = () => accepted({ categories, picturePrefix: '', product: null });
    phone.answers['products.list'] = () => accepted({ products: [] });
    await open('products');
    await does('onCategory', typed('2'));
    await does('onTab', tap({ shelf: 'lowStock' }));
    await does('onTyped', typed('龙井'));
    await does('onSearch');
    await does('onWiden');
    await does('onWiden');
    expect(sent('products.list')).toEqual([
      { shelf: 'onSale' },
      { shelf: 'onSale', categoryId: 'tea' },
      { shelf: 'lowStock', categoryId: 'tea' },
      { text: '龙井', categoryId: 'tea' },
      { shelf: 'lowStock', categoryId: 'tea' },
      { shelf: 'lowStock' },
    ]);
  });
});

describe('stock of a specification', () => {
  const query = { skuId: 'green' };

  beforeEach(() => {
    phone.answers['stock.get'] = () => accepted(skuStock());
    phone.answers['stock.movements'] = () => accepted({ movements: [] });
  });

  it('sends a delta with its reason on the version that was seen, once', async () => {
    phone.answers['stock.adjust'] = () => accepted(skuStock({ available: 22, version: 4 }));
    await open('sku', query);
    await does('onReason', tap({ reason: 'delivery' }));
    await does('onPieces', typed('10'));
    expect(screen.text()).toContain('增加10件');
    await does('onSend', {}, 2);
    expect(sent('stock.adjust')).toMatchObject([
      { skuId: 'green', delta: 10, reason: 'delivery', version: 3 },
    ]);
  });

  it('is adjusted by somebody whose role the phone learns after the page was opened', async () => {
    session.tell({ kind: 'meArrived', me: { role: 'none' } });
    await open('sku', query);
    expect(screen.text()).not.toContain('到货入库');
    session.tell({ kind: 'meArrived', me: { role: 'warehouse' } });
    await screen.settle();
    expect(screen.text()).toContain('到货入库');
  });

  it('sends a count again as it was, also when the shelf changed meanwhile', async () => {
    phone.answers['stock.adjust'] = lost;
    await open('sku', query);
    await does('onReason', tap({ reason: 'recount' }));
    await does('onPieces', typed('20'));
    await does('onSend');
    phone.answers['stock.get'] = () => accepted(skuStock({ available: 18, version: 4 }));
    await reopen('sku', query);
    await does('onSend');
    const [first, second] = sent('stock.adjust');
    expect(first).toMatchObject({ delta: 6, version: 3 });
    expect(second).toEqual(first);
  });

  it('shows how it is now when somebody else was quicker, and keeps what was typed', async () => {
    phone.answers['stock.adjust'] = () =>
      refused('STOCK_CHANGED', '这个规格刚被其他店员调整过', {
        sku: skuStock({ available: 7, version: 9 }),
        movements: [],
      });
    await open('sku', { skuId: 'blue' });
    await does('onReason', tap({ reason: 'damage' }));
    await does('onPieces', typed('2'));
    await does('onSend');
    expect(screen.text()).toContain('7可售');
    expect(screen.text()).toContain('减少2件');
    await does('onSend');
    expect(sent('stock.adjust').at(-1)).toMatchObject({ version: 9, delta: -2 });
  });
});

describe('joining the staff', () => {
  it('takes the code of a card, and opens the desk', async () => {
    session.tell({ kind: 'meArrived', me: { role: 'none' } });
    phone.answers['staff.join'] = () => accepted({ role: 'cashier', name: '小王' });
    await open('join', { code: 'ab12cd34' });
    await does('onJoin', {}, 2);
    expect(sent('staff.join')).toEqual([{ code: 'AB12CD34' }]);
    expect(session.read().role).toBe('cashier');
    expect(screen.text()).toContain('小王，欢迎加入');
  });

  it('asks who this is when the answer got lost', async () => {
    session.tell({ kind: 'meArrived', me: { role: 'none' } });
    phone.answers['staff.join'] = lost;
    phone.answers['me.get'] = () => accepted({ role: 'warehouse' });
    await open('join', { code: 'AB12CD34' });
    await does('onJoin');
    expect(screen.text()).toContain('你的岗位：仓管');
  });

  it('says what is wrong with a code and keeps it', async () => {
    phone.answers['staff.join'] = () => refused('INVITATION_INVALID', '邀请码不对或已失效');
    await open('join', { code: '' });
    await does('onCode', typed('zz11 zz22'));
    await does('onJoin');
    expect(screen.text()).toContain('邀请码不对或已失效');
    expect(screen.page.instance.data['code']).toBe('ZZ11ZZ22');
  });
});

describe('the calendar of bills', () => {
  it('lists what waits of every month, whichever is shown', async () => {
    const waits = [{ date: '2026-09-02', openDifferences: 1 }];
    phone.answers['bills.month'] = () => accepted({ days: [], open: waits });
    await open('bills');
    expect(screen.text()).toContain('2026-09-021条差异');
    await does('onMonth', tap({ months: -1 }));
    expect(screen.text()).toContain('2026-09-021条差异');
  });

  it('says of a day without a bill whether there will be one', async () => {
    phone.answers['bills.month'] = () => accepted({ days: [], open: [] });
    await open('bills');
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    await does('onDay', tap({ date: today, look: 'none' }));
    await does('onDay', tap({ date: '2020-02-29', look: 'none' }));
    expect(phone.calls('showToast')).toMatchObject([
      { title: expect.stringContaining('第二天上午 10 点后才有') },
      { title: expect.stringContaining('没有收款') },
    ]);
    expect(phone.calls('navigateTo')).toEqual([]);
  });
});

describe('a day of bills', () => {
  const totals = { payments: 1, paid: yuan(100), refunds: 0, refunded: yuan(0), fee: yuan(1) };
  const difference = {
    differenceId: 'd1',
    date: '2026-11-20',
    subject: 'payment',
    kind: 'onlyOurs',
    text: '店里记了一笔，微信没有',
    ours: { amount: yuan(100) },
    theirs: {},
    actions: ['query', 'ignore'],
  };
  const day = {
    date: '2026-11-20',
    state: 'differences',
    theirs: totals,
    ours: totals,
    openDifferences: 1,
    resolvedDifferences: 0,
    files: [],
    foreignRows: 0,
    differences: [difference],
    moreDifferences: 0,
  };
  const query = { date: '2026-11-20' };

  beforeEach(() => {
    phone.answers['bills.day'] = () => accepted(day);
  });

  it('ignores with a reason only, and keeps a reason that was begun', async () => {
    await open('bill-day', query);
    await does('onAction', tap({ differenceId: 'd1', action: 'ignore' }));
    await does('onIgnore');
    expect(screen.text()).toContain('请填写忽略的原因');
    await does('onReason', typed('测试付款'));
    await reopen('bill-day', query);
    await does('onAction', tap({ differenceId: 'd1', action: 'ignore' }));
    phone.answers['bills.resolve'] = () => accepted({ ...difference, actions: [] });
    await does('onIgnore', {}, 2);
    expect(sent('bills.resolve')).toEqual([{ differenceId: 'd1', action: 'ignore', reason: '测试付款' }]);
  });

  it('names what waits before what the account makes of it, and proposes to ignore nothing', async () => {
    const account = {
      ...difference,
      differenceId: 'd0',
      subject: 'account',
      kind: 'fundTotals',
      text: '资金账单与交易账单合计不符：手续费',
      actions: ['ignore'],
    };
    phone.answers['bills.day'] = () => accepted({ ...day, differences: [account, difference] });
    await open('bill-day', query);
    const cards = screen.page.instance.data['cards'] as readonly {
      differenceId: string;
      buttons: readonly { action: string; primary: boolean }[];
    }[];
    expect(cards.map(({ differenceId, buttons }) => [differenceId, buttons])).toMatchObject([
      [
        'd1',
        [
          { action: 'query', primary: true },
          { action: 'ignore', primary: false },
        ],
      ],
      ['d0', [{ action: 'ignore', primary: false }]],
    ]);
  });

  it('offers nothing while the day is matched anew, and shows by itself how that ended', async () => {
    await open('bill-day', query);
    phone.answers['bills.refetch'] = () => accepted(day);
    phone.answers['bills.day'] = () => accepted({ ...day, state: 'fetching' });
    await does('onRefetch');
    expect(screen.text()).toContain('正在对账');
    expect(screen.text()).not.toContain('向微信查询');
    expect(screen.text()).not.toContain('重新获取');
    phone.answers['bills.day'] = () =>
      accepted({ ...day, state: 'closed', openDifferences: 0, differences: [] });
    jest.useFakeTimers();
    screen.call('askLater');
    jest.advanceTimersByTime(5_000);
    jest.useRealTimers();
    await screen.settle();
    expect(screen.text()).toContain('差异已处理完');
  });

  it.each(['2026-13-45', '2026-02-30', '2026-1-1', 'gestern', '%E4%'])(
    'says of %s which days there are, asks nobody and gives the page no such title',
    async (date) => {
      await open('bill-day', { date });
      expect(screen.page.instance.data).toMatchObject({
        phase: 'empty',
        problem: '日期有误：须为今天以前的某一天，格式如 2026-11-20',
      });
      expect(sent('bills.day')).toEqual([]);
      expect(phone.calls('setNavigationBarTitle')).toEqual([]);
    },
  );

  it('names the day of a time only where it is another than the page’s', async () => {
    const ours = { amount: yuan(100), at: '2026-11-20T02:07:00Z' };
    const theirs = { amount: yuan(101), at: '2026-11-20T16:30:00Z' };
    phone.answers['bills.day'] = () =>
      accepted({ ...day, differences: [{ ...difference, kind: 'amount', ours, theirs }] });
    await open('bill-day', query);
    expect(screen.text()).toContain('店里¥1.00·10:07微信');
    expect(screen.text()).toContain('¥1.01·2026-11-2100:30');
  });

  it('draws no button for somebody who may not settle', async () => {
    session.tell({ kind: 'meArrived', me: { role: 'viewer' } });
    await open('bill-day', query);
    expect(screen.text()).toContain('店里有，微信账单里没有');
    expect(screen.text()).not.toContain('向微信查询');
  });
});

describe('the settings of the shop', () => {
  const settings = aSettingsDraft();
  const view = { version: 3, settings, maySetSecondApproval: true };

  beforeEach(() => {
    phone.answers['settings.get'] = () => accepted(view);
  });

  afterEach(async () => {
    phone.results['showModal'] = { confirm: true };
    await does('onDiscard');
  });

  it('are saved as typed, once for two taps, on the version that was seen', async () => {
    const saved = { ...settings, shopName: '山里小铺' };
    phone.answers['settings.save'] = () => accepted({ ...view, version: 4, settings: saved });
    await open('settings');
    await does('onField', typed('山里小铺', { field: 'shopName' }));
    await does('onField', typed('0', { field: 'feeText' }));
    await does('onField', typed('', { field: 'freeFromText' }));
    await does('onField', typed('500.50', { field: 'approvalText' }));
    await does('onSave', {}, 2);
    expect(sent('settings.save')).toMatchObject([
      {
        version: 3,
        settings: {
          ...settings,
          shopName: '山里小铺',
          freight: { ...settings.freight, fee: yuan(0), freeFrom: null },
          secondApprovalAbove: yuan(50_050),
        },
      },
    ]);
    expect(screen.text()).toContain('已保存');
  });

  it('keep what was typed after a restart, and after an answer that got lost send it again as it was', async () => {
    phone.answers['settings.save'] = () => lost();
    await open('settings');
    await does('onField', typed('今天休息', { field: 'notice' }));
    await reopen('settings', {});
    await does('onSave');
    expect(screen.text()).toContain('再点一次即可');
    await does('onField', typed('别的公告', { field: 'notice' }));
    await reopen('settings', {});
    phone.answers['settings.save'] = () => accepted({ ...view, version: 4 });
    await does('onSave');
    const [first, second] = sent('settings.save');
    expect(first).toMatchObject({ settings: { notice: '今天休息' } });
    expect(second).toEqual(first);
  });

  it('name every field that cannot be read before anything is sent', async () => {
    await open('settings');
    await does('onField', typed('', { field: 'shopName' }));
    await does('onField', typed('八块', { field: 'feeText' }));
    await does('onField', typed('半小时', { field: 'minutesText' }));
    await does('onSave');
    expect(screen.text()).toContain('有3处要修改：请填写店名');
    expect(screen.text()).toContain('不收就填0');
    expect(screen.text()).toContain('付款时限请填10到120的整数');
    expect(sent('settings.save')).toEqual([]);
  });

  it('say beside the field what the server found', async () => {
    const problems = [{ field: 'hotWords', message: '热门搜索「茶」写了两次' }];
    phone.answers['settings.save'] = () => refused('FIELDS_INVALID', '有几处需要修改', { problems });
    await open('settings');
    await does('onField', typed('茶 茶', { field: 'hotWordsText' }));
    await does('onSave');
    expect(screen.text()).toContain('热门搜索「茶」写了两次');
    await does('onField', typed('茶', { field: 'hotWordsText' }));
    expect(screen.text()).not.toContain('写了两次');
  });

  it('show both sides when somebody else changed them, and save the chosen one on their version', async () => {
    const theirs = { ...settings, notice: '对方写的', payWithinMinutes: 20 };
    const change = { field: '公告', from: '慢慢挑', to: '对方写的' };
    const changes = [{ actionId: 'a1', by: { openid: 'o', name: '小王' }, changes: [change] }];
    phone.answers['settings.save'] = () =>
      refused('SETTINGS_CHANGED', '刚被修改过', { now: { ...view, version: 5, settings: theirs }, changes });
    await open('settings');
    await does('onField', typed('我写的', { field: 'notice' }));
    await does('onField', typed('新店名', { field: 'shopName' }));
    await does('onSave');
    expect(screen.text()).toContain('对方改的对方写的');
    phone.answers['settings.save'] = () => accepted({ ...view, version: 6, settings: theirs });
    await does('onKeep', tap({ index: 0, mine: false }));
    await does('onMerge');
    expect(sent('settings.save').at(-1)).toMatchObject({
      version: 5,
      settings: { notice: '对方写的', shopName: '新店名', payWithinMinutes: 20 },
    });
  });

  it('choose provinces, and say that the words about freight are of before', async () => {
    await open('settings');
    await does('onProvinces', tap({ field: 'remoteProvinces' }));
    const index = PROVINCES.indexOf('青海');
    await does('onProvince', tap({ index }));
    await does('onChosen');
    expect(screen.text()).toContain('西藏、青海、新疆');
    expect(screen.text()).toContain('别忘了同时改这段说明');
    await does('onField', typed('满 99 元包邮，青海另算', { field: 'delivery' }));
    expect(screen.text()).not.toContain('别忘了同时改这段说明');
  });

  it('are closed to whoever may not change them, without a retry that cannot help', async () => {
    phone.answers['settings.get'] = () => refused('NOT_ALLOWED', '你的岗位不能做这项操作，请联系店主');
    await open('settings');
    expect(screen.page.instance.data).toMatchObject({
      phase: 'closed',
      problem: '你的岗位不能做这项操作，请联系店主',
    });
  });
});

describe('the export of evidence', () => {
  it('asks for every part and says how many it has', async () => {
    const part = { fileName: 'evidence-order-1.csv', mediaType: 'text/csv' };
    phone.answers['evidence.timeline'] = () => accepted({ entries: [] });
    phone.answers['evidence.export'] = ({ after }) =>
      accepted(
        after === undefined
          ? { ...part, content: 'head\r\na\r\n', entries: 500, next: '1.x' }
          : { ...part, content: 'b\r\n', entries: 1 },
      );
    phone.results['showActionSheet'] = { tapIndex: 0 };
    await open('evidence', { orderId: 'order-1' });
    await does('onExport');
    expect(sent('evidence.export')).toEqual([
      { orderId: 'order-1', format: 'csv' },
      { orderId: 'order-1', format: 'csv', after: '1.x' },
    ]);
    expect(JSON.stringify(phone.calls('showToast'))).toContain('501 条');
  });

  it('says that a file is not whole where a part did not come', async () => {
    phone.answers['evidence.timeline'] = () => accepted({ entries: [] });
    phone.answers['evidence.export'] = () => lost();
    phone.results['showActionSheet'] = { tapIndex: 0 };
    await open('evidence', { orderId: 'order-1' });
    await does('onExport');
    expect(screen.text()).toContain('没有导出完整');
  });
});
