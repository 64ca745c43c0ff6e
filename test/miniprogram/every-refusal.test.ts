/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from './fake-phone';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SHOP_REFUSAL_WORDS, SHOP_REFUSALS, type ShopMethod } from '../../miniprogram/contract/shop';
import {
  address,
  card,
  cartLine,
  cartOf,
  order,
  picture,
  product,
  quoteLine,
  quoteOf,
  yuan,
} from './samples';
import { openScreen, reloadScripts, type Screen } from './pages/screen';

jest.setTimeout(60_000);

const request = {
  requestId: 'request-1',
  orderId: 'order-1',
  state: 'requested',
  amount: yuan(8800),
  lines: [quoteLine('green')],
  reason: 'damaged',
  text: '',
  photos: [],
  requestedAt: '2026-11-21T08:00:00.000Z',
  answer: '',
  refund: null,
  canWithdraw: true,
  title: '青瓷品茗杯 单只 等2种',
  timeline: [],
  picture,
};

const paid = order({
  state: 'paid',
  actions: ['cancel', 'confirm', 'hide', 'requestRefund'],
  refundable: yuan(9600),
});

/** A server that says yes to everything. */
const YES: Partial<Record<ShopMethod, () => unknown>> = {
  'catalogue.home': () =>
    accepted({
      shopName: '小铺',
      notice: '',
      banners: [],
      categories: [{ categoryId: 'tea', name: '茶', picture }],
      page: { products: [card('tea')] },
    }),
  'catalogue.list': () => accepted({ products: [card('tea')] }),
  'catalogue.search': () => accepted({ products: [card('tea')] }),
  'catalogue.product': () => accepted(product),
  'cart.get': () => accepted(cartOf([cartLine('green')], [{ ...cartLine('gone'), reason: 'withdrawn' }])),
  'orders.quote': () => accepted(quoteOf([quoteLine('green')])),
  'addresses.list': () =>
    accepted({ addresses: [address, { ...address, addressId: 'office', isDefault: false }] }),
  'orders.list': () => accepted({ orders: [paid] }),
  'orders.detail': () => accepted(paid),
  'refunds.get': () => accepted(request),
  'refunds.list': () => accepted({ requests: [request] }),
  'shop.about': () =>
    accepted({
      shopName: '小铺',
      service: { hours: '', phone: '', text: '' },
      privacy: { updatedOn: '', paragraphs: [] },
      delivery: '',
      returns: '',
    }),
};

/** Every way a call can end that is not yes, with the words that are due. */
const ENDS: readonly (readonly [name: string, answer: () => unknown, words: string])[] = [
  ...SHOP_REFUSALS.map(
    (code) => [code, () => refused(code, SHOP_REFUSAL_WORDS[code]), SHOP_REFUSAL_WORDS[code]] as const,
  ),
  ['a reply that got lost', lost, '网络有点慢'],
  ['an answer that is none', () => '<html>502 Bad Gateway</html>', '服务暂时不可用'],
];

/** What must never be read by a shopper. */
const NOT_FOR_PEOPLE = /\[object|undefined|null|NaN|[{}<>]|[A-Z]{3,}_|errMsg|:fail/;

let screen: Screen;

beforeEach(() => {
  reloadScripts();
  phone.answers = { ...YES };
  phone.results = { showModal: { confirm: true }, showActionSheet: { tapIndex: 0 } };
});

afterEach(() => {
  screen.call('onUnload');
  phone.forget();
});

describe('a page whose first question is not answered with yes', () => {
  const PAGES: readonly (readonly [page: string, query: Record<string, string>, method: ShopMethod])[] = [
    ['pages/home/home', {}, 'catalogue.home'],
    ['pages/category/category', {}, 'catalogue.home'],
    ['pages/search/search', { keyword: '茶' }, 'catalogue.search'],
    ['pages/product/product', { productId: 'mat' }, 'catalogue.product'],
    ['pages/cart/cart', {}, 'cart.get'],
    ['packages/checkout/confirm/confirm', { lines: 'green*1' }, 'orders.quote'],
    ['packages/checkout/addresses/addresses', {}, 'addresses.list'],
    ['packages/checkout/address-edit/address-edit', { addressId: 'home' }, 'addresses.list'],
    ['packages/checkout/pay-result/pay-result', { orderId: 'order-1' }, 'orders.detail'],
    ['packages/orders/orders/orders', {}, 'orders.list'],
    ['packages/orders/detail/detail', { orderId: 'order-1' }, 'orders.detail'],
    ['packages/orders/detail/detail', { outTradeNo: '20261121080000abc' }, 'orders.detail'],
    ['packages/orders/refund-request/refund-request', { orderId: 'order-1' }, 'orders.detail'],
    ['packages/orders/refund/refund', { requestId: 'request-1' }, 'refunds.get'],
    ['packages/orders/refunds/refunds', {}, 'refunds.list'],
    ['packages/me/about/about', {}, 'shop.about'],
  ];

  it.each(PAGES)(
    '%s %j says of every end of %s what to do, and offers a way on',
    async (page, query, method) => {
      // A store that learned of a page's content would draw that instead.
      phone.answers[method] = lost;
      screen = await openScreen(page, query);
      for (const [name, answer, words] of ENDS) {
        screen.call('onUnload');
        phone.answers[method] = answer;
        await screen.open(query);
        const text = screen.text();
        expect({ name, text }).toEqual({ name, text: expect.stringContaining(words) });
        expect({ name, text }).toEqual({ name, text: expect.not.stringMatching(NOT_FOR_PEOPLE) });
        expect({ name, text }).toEqual({
          name,
          text: expect.stringMatching(/重新加载|刷新结果|返回|逛逛|查看/),
        });
      }
    },
  );
});

describe('something a shopper does that is not answered with yes', () => {
  const at = (dataset: object, detail: object = {}): unknown => ({ currentTarget: { dataset }, detail });
  const line = { skuId: 'green' };

  interface Act {
    readonly method: ShopMethod;
    readonly page: string;
    readonly query?: Record<string, string>;
    /** What is typed before. */
    readonly type?: (call: Screen['call']) => void;
    readonly act: (call: Screen['call']) => unknown;
    /** What must be as it was. */
    readonly kept: string;
  }

  const CART = { page: 'pages/cart/cart', kept: 'lines' } as const;
  const ADDRESSES = { page: 'packages/checkout/addresses/addresses', kept: 'addresses' } as const;
  const DETAIL = {
    page: 'packages/orders/detail/detail',
    query: { orderId: 'order-1' },
    kept: 'order',
  } as const;

  const ACTS: readonly Act[] = [
    {
      method: 'cart.add',
      page: 'pages/product/product',
      query: { productId: 'mat' },
      act: (call) => call('onSubmit', at({}, { intent: 'cart', skuId: 'green', quantity: 2 })),
      kept: 'product',
    },
    { ...CART, method: 'cart.select', act: (call) => call('onSelect', at(line)) },
    { ...CART, method: 'cart.setQuantity', act: (call) => call('onQuantity', at(line, { value: 3 })) },
    { ...CART, method: 'cart.remove', act: (call) => call('onRemove', at(line)) },
    { ...CART, method: 'cart.clearInvalid', act: (call) => call('onClearInvalid'), kept: 'invalid' },
    {
      ...ADDRESSES,
      method: 'addresses.setDefault',
      act: (call) => call('onDefault', at({ addressId: 'office' })),
    },
    {
      ...ADDRESSES,
      method: 'addresses.remove',
      act: (call) => call('onRemove', at({ addressId: 'office' })),
    },
    {
      method: 'addresses.save',
      page: 'packages/checkout/address-edit/address-edit',
      query: { addressId: 'home' },
      type: (call) => call('onField', at({ field: 'detail' }, { value: '龙井路1号2幢' })),
      act: (call) => call('onSave'),
      kept: 'address',
    },
    { ...DETAIL, method: 'orders.cancel', act: (call) => call('onAction', at({ action: 'cancel' })) },
    { ...DETAIL, method: 'orders.confirm', act: (call) => call('onAction', at({ action: 'confirm' })) },
    { ...DETAIL, method: 'orders.hide', act: (call) => call('onAction', at({ action: 'hide' })) },
    {
      method: 'refunds.withdraw',
      page: 'packages/orders/refund/refund',
      query: { requestId: 'request-1' },
      act: (call) => call('onWithdraw'),
      kept: 'request',
    },
    { method: 'me.delete', page: 'packages/me/leave/leave', act: (call) => call('onLeave'), kept: 'done' },
    {
      method: 'orders.place',
      page: 'packages/checkout/confirm/confirm',
      query: { lines: 'green*1' },
      type: (call) => call('onRemark', at({}, { value: '放门口' })),
      act: (call) => call('onSubmit'),
      kept: 'remark',
    },
    {
      method: 'refunds.request',
      page: 'packages/orders/refund-request/refund-request',
      query: { orderId: 'order-1' },
      type: (call) => {
        call('onReason', at({ reason: 'damaged' }));
        call('onText', at({}, { value: '杯口磕碰' }));
      },
      act: (call) => call('onSend'),
      kept: 'draft',
    },
  ];

  /** Sentences of a page that say more than the refusal's own. */
  const OWN_WORDS = /没有等到结果|之前的申请已经提交/;

  /** Everything a shopper could read since it was last forgotten. */
  function said(): string {
    const toasts = phone.calls('showToast').map((toast) => (toast as { title: string }).title);
    const modals = phone.calls('showModal').map((modal) => Object.values(modal as object).join(' '));
    return [...toasts, ...modals, screen.text()].join(' ');
  }

  /** Without the name under which it is sent: that changes where the server says that it is used up. */
  function keptOf(name: string): string {
    return JSON.stringify(screen.page.instance.data[name], (key, value: unknown) =>
      key === 'clientToken' ? undefined : value,
    );
  }

  it.each(ACTS.map((act) => [act.method, act.page, act] as const))(
    '%s is told in words on %s, and nothing is lost',
    async (method, page, { query = {}, type, act, kept }) => {
      screen = await openScreen(page, query);
      type?.(screen.call);
      const before = keptOf(kept);
      for (const [name, answer, words] of ENDS) {
        phone.answers[method] = answer;
        phone.done.length = 0;
        act(screen.call);
        await screen.settle();
        const heard = said();
        const inWords = heard.includes(words) || OWN_WORDS.test(heard);
        expect({ name, heard: inWords ? 'in words' : heard }).toEqual({ name, heard: 'in words' });
        expect({ name, text: screen.text() }).toEqual({
          name,
          text: expect.not.stringMatching(NOT_FOR_PEOPLE),
        });
        expect({ name, kept: keptOf(kept) }).toEqual({ name, kept: before });
      }
    },
  );
});
