/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { address, cartOf, order, quoteLine, quoteOf, yuan } from '../../samples';
import { openScreen } from '../../pages/screen';

const quote = quoteOf([quoteLine('green', 2)]);
let visits = 0;

beforeEach(() => {
  phone.answers = {
    'orders.quote': () => accepted(quote),
    'orders.place': () => accepted(order()),
    'cart.get': () => accepted(cartOf([])),
  };
});

afterEach(() => phone.forget());

/** Other goods each time: what the last visit typed or sent belongs to its own. */
function open(lines = `green*${(visits += 1)}`) {
  return openScreen('packages/checkout/confirm/confirm', { lines });
}

function sent(method: string): Record<string, unknown>[] {
  return phone
    .cloudCalls()
    .filter((call) => call.method === method)
    .map(({ params }) => params as Record<string, unknown>);
}

/** As the shopper would, on the page in front. */
async function choose(addressId: string): Promise<void> {
  const { call } = await openScreen('packages/checkout/addresses/addresses', { pick: 'yes' });
  call('onTap', { currentTarget: { dataset: { addressId } } });
}

const unavailable = (waysOut: object) =>
  quoteOf([quoteLine('green')], {
    unavailable: [
      {
        skuId: 'blue',
        title: '藏青茶席',
        specification: '',
        quantity: 5,
        reason: 'notEnough',
        maxQuantity: 2,
      },
    ],
    ...waysOut,
  });

describe('checkout page', () => {
  it('draws address, lines and the server’s sums', async () => {
    const { text } = await open();
    expect(text()).toContain('林小满13800001234');
    expect(text()).toContain('浙江省杭州市西湖区龙井路1号');
    expect(text()).toContain('商品金额¥176.00');
    expect(text()).toContain('运费¥8.00');
    expect(text()).toContain('应付¥184.00');
  });

  it('asks the server nothing about a broken link and shows a way on', async () => {
    const { text } = await open('%E4%');
    expect(phone.cloudCalls()).toEqual([]);
    expect(text()).toContain('没有可以下单的商品');
    expect(text()).toContain('去逛逛');
  });

  it('places the order the shopper saw and opens its payment in place of itself', async () => {
    const { call, settle } = await open('green*77');
    call('onRemark', { detail: { value: ' 轻放 ' } });
    call('onSubmit');
    await settle();
    expect(sent('orders.place')).toMatchObject([
      {
        lines: [{ skuId: 'green', quantity: 77 }],
        addressId: 'home',
        remark: '轻放',
        expectedTotal: yuan(18_400),
      },
    ]);
    expect(phone.calls('redirectTo')).toEqual([
      { url: '/packages/checkout/pay-result/pay-result?orderId=order-1&start=yes' },
    ]);
  });

  it('places one order for two taps', async () => {
    const { call, settle } = await open();
    call('onSubmit');
    call('onSubmit');
    await settle();
    call('onSubmit');
    expect(sent('orders.place')).toHaveLength(1);
  });

  it('lets no question about messages stand before the order', async () => {
    phone.answers['orders.quote'] = () => accepted({ ...quote, messageTemplates: ['shipped', 'refunded'] });
    const { call, settle } = await open();
    call('onSubmit');
    await settle();
    expect(phone.calls('requestSubscribeMessage')).toEqual([]);
    expect(sent('orders.place')).toHaveLength(1);
  });

  it('renews on the tap itself what was allowed for good, and goes on whatever comes of it', async () => {
    phone.answers['orders.quote'] = () => accepted({ ...quote, messageTemplates: ['shipped', 'refunded'] });
    phone.results['getSetting'] = { subscriptionsSetting: { itemSettings: { shipped: 'accept' } } };
    phone.results['requestSubscribeMessage'] = { shipped: 'accept' };
    const { call, settle } = await open();
    call('onSubmit');
    expect(phone.calls('requestSubscribeMessage')).toEqual([{ tmplIds: ['shipped'] }]);
    await settle();
    const token = expect.stringMatching(/^[0-9A-Za-z_-]{8,64}$/) as unknown;
    expect(sent('me.allowMessages')).toEqual([{ clientToken: token, templateIds: ['shipped'] }]);
    expect(sent('orders.place')).toHaveLength(1);
    phone.failures['requestSubscribeMessage'] = 'requestSubscribeMessage:fail 20004';
    const again = await open();
    again.call('onSubmit');
    await again.settle();
    expect(sent('orders.place')).toHaveLength(2);
  });

  it('repeats an order of unknown end under its name, also after it was opened anew', async () => {
    phone.answers['orders.place'] = lost;
    const first = await open('green*78');
    first.call('onSubmit');
    await first.settle();
    expect(first.text()).toContain('不会重复下单');
    expect(first.text()).toContain('再次提交');
    const again = await open('green*78');
    phone.answers['orders.place'] = () => accepted(order());
    again.call('onSubmit');
    await again.settle();
    const [one, two] = sent('orders.place').map(({ clientToken }) => clientToken);
    expect(two).toBe(one);
    expect(phone.calls('redirectTo')).toHaveLength(1);
  });

  it('shows old and new when the price moved, and sends the new sum only after a yes', async () => {
    const now = quoteOf([quoteLine('green', 2, 9900)]);
    const { call, text, settle } = await open();
    phone.answers['orders.place'] = () => refused('PRICE_CHANGED', '价格有变动，请确认新的金额后再提交', now);
    call('onSubmit');
    await settle();
    expect(text()).toContain('价格有变动');
    expect(text()).toContain('¥88.00¥99.00');
    expect(text()).toContain('应付¥184.00¥206.00');
    phone.answers['orders.place'] = () => accepted(order());
    call('onAcceptPrice');
    await settle();
    expect(sent('orders.place').map(({ expectedTotal }) => expectedTotal)).toEqual([
      yuan(18_400),
      yuan(20_600),
    ]);
  });

  it('shows what cannot be bought and goes on with what the shopper chose', async () => {
    const reduced = [
      { skuId: 'green', quantity: 1 },
      { skuId: 'blue', quantity: 2 },
    ];
    phone.answers['orders.quote'] = () =>
      accepted(unavailable({ waysOut: { reduced, without: [{ skuId: 'green', quantity: 1 }] } }));
    const { call, text, settle } = await open();
    expect(text()).toContain('部分商品暂时买不了');
    expect(text()).toContain('想买5件，可买2件');
    phone.answers['orders.quote'] = () => accepted(quote);
    call('onWayOut', { currentTarget: { dataset: { way: 'reduced' } } });
    await settle();
    expect(sent('orders.quote').at(-1)).toEqual({ lines: reduced });
  });

  it('shows the same sheet when the last piece went while the page was open', async () => {
    const { call, page, settle } = await open();
    phone.answers['orders.place'] = () =>
      refused('OUT_OF_STOCK', '库存不足', unavailable({ waysOut: { reduced: [], without: [] } }));
    call('onSubmit');
    await settle();
    expect(page.instance.data).toMatchObject({ missingShown: true, submitting: false });
    call('onSubmit');
    await settle();
    expect(sent('orders.place')).toHaveLength(1);
  });

  it('leads to the form of a new address', async () => {
    phone.answers['orders.quote'] = () => accepted({ ...quote, address: null });
    const { call, text, settle } = await open();
    expect(text()).toContain('添加收货地址');
    call('onAddress');
    await settle();
    expect(phone.calls('navigateTo')).toEqual([
      { url: '/packages/checkout/address-edit/address-edit?pick=yes' },
    ]);
    expect(sent('orders.place')).toEqual([]);
  });

  const fromWechat = {
    userName: '古丽',
    telNumber: '+86 137 0000 9012',
    provinceName: '新疆维吾尔自治区',
    cityName: '乌鲁木齐市',
    countyName: '天山区',
    detailInfo: '解放南路9号',
  };

  it('takes an address from WeChat’s book in one tap and orders with it in the next', async () => {
    phone.answers['orders.quote'] = ({ addressId }: { addressId?: string }) =>
      accepted({ ...quote, address: addressId === undefined ? null : { ...address, addressId } });
    phone.answers['addresses.save'] = () => accepted({ addressId: 'imported', addresses: [] });
    phone.results['chooseAddress'] = fromWechat;
    const { call, settle, text } = await open();
    expect(text()).toContain('使用微信地址');
    call('onSubmit');
    call('onSubmit');
    await settle();
    expect(phone.calls('chooseAddress')).toHaveLength(1);
    expect(sent('addresses.save')).toMatchObject([{ address: { name: '古丽', mobile: '13700009012' } }]);
    expect(sent('orders.quote').at(-1)).toMatchObject({ addressId: 'imported' });
    expect(text()).toContain('提交订单');
    call('onSubmit');
    await settle();
    expect(sent('orders.place')).toMatchObject([{ addressId: 'imported' }]);
    // It is deleted again, so that the next test begins with none chosen.
    phone.answers['orders.quote'] = ({ addressId }: { addressId?: string }) =>
      addressId === undefined ? accepted(quote) : refused('ADDRESS_NOT_FOUND', '没有找到这个地址');
    call('onShow');
    await settle();
  });

  it.each([
    [
      'an address WeChat holds half',
      { ...fromWechat, telNumber: '010-1234' },
      '请填写11位手机号，其余已填好',
    ],
    ['a phone without the book', undefined, '没能打开微信地址，请手动填写'],
  ])('leads from %s to the form, with what there is in it', async (_name, chosen, words) => {
    phone.answers['orders.quote'] = () => accepted({ ...quote, address: null });
    if (chosen === undefined)
      phone.failures['chooseAddress'] = 'chooseAddress:fail api scope is not declared';
    else phone.results['chooseAddress'] = chosen;
    const { call, settle } = await open();
    call('onSubmit');
    await settle();
    expect(phone.calls('showToast')).toMatchObject([{ title: words }]);
    expect(phone.calls('navigateTo')).toEqual([
      { url: '/packages/checkout/address-edit/address-edit?pick=yes' },
    ]);
    expect(sent('addresses.save')).toEqual([]);
    const form = await openScreen('packages/checkout/address-edit/address-edit', { pick: 'yes' });
    expect(form.page.instance.data['address']).toMatchObject({ name: chosen === undefined ? '' : '古丽' });
    // The draft is one of the visit.
    form.call('enter', { name: '', mobile: '', province: '', city: '', district: '', detail: '' });
  });

  it('stays as it is when the book was closed again', async () => {
    phone.answers['orders.quote'] = () => accepted({ ...quote, address: null });
    phone.failures['chooseAddress'] = 'chooseAddress:fail cancel';
    const { call, settle, text } = await open();
    call('onSubmit');
    await settle();
    expect(phone.calls('navigateTo')).toEqual([]);
    expect(phone.calls('showToast')).toEqual([]);
    expect(text()).toContain('使用微信地址');
  });

  it('begins with the default address again when the chosen one was deleted', async () => {
    phone.answers['orders.quote'] = ({ addressId }: { addressId?: string }) =>
      addressId === undefined
        ? accepted({ ...quote, address })
        : refused('ADDRESS_NOT_FOUND', '没有找到这个地址');
    const { call, settle, text } = await open();
    await choose('gone');
    call('onShow');
    await settle();
    expect(sent('orders.quote').map(({ addressId }) => addressId)).toEqual([undefined, 'gone', undefined]);
    expect(text()).toContain('林小满');
  });

  it.each([
    ['BUSY', '当前人数较多，请稍后再试'],
    ['INTERNAL_ERROR', '服务开小差了，请稍后再试'],
    ['ORDER_TOTAL_TOO_LARGE', '订单金额超过上限，请分开下单'],
  ])('says of %s what to do and keeps what was typed', async (code, message) => {
    phone.answers['orders.place'] = () => refused(code, message);
    const { call, page, settle } = await open();
    call('onRemark', { detail: { value: '轻放' } });
    call('onSubmit');
    await settle();
    expect(phone.calls('showModal')).toMatchObject([{ content: message }]);
    expect(page.instance.data).toMatchObject({ remark: '轻放', submitting: false });
  });

  it('leads to the orders when too many wait for payment', async () => {
    phone.answers['orders.place'] = () => refused('TOO_MANY_UNPAID', '待付款的订单太多，请先付款或取消一些');
    phone.results['showModal'] = { confirm: true };
    const { call, settle } = await open();
    call('onSubmit');
    await settle();
    expect(phone.calls('navigateTo')).toEqual([
      { url: '/packages/orders/orders/orders?state=awaitingPayment' },
    ]);
  });

  it('shows a lost first answer with a way to try again', async () => {
    phone.answers['orders.quote'] = lost;
    const { text, call, settle } = await open();
    expect(text()).toContain('网络有点慢，请稍后重试');
    phone.answers['orders.quote'] = () => accepted(quote);
    call('onRetry');
    await settle();
    expect(text()).toContain('应付¥184.00');
  });
});
