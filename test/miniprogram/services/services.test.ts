import { accepted, phone } from '../fake-phone';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SUPPORT_CODE } from '../../../miniprogram/contract/call';
import * as addresses from '../../../miniprogram/services/addresses';
import * as cart from '../../../miniprogram/services/cart';
import * as catalogue from '../../../miniprogram/services/catalogue';
import * as me from '../../../miniprogram/services/me';
import * as orders from '../../../miniprogram/services/orders';
import * as refunds from '../../../miniprogram/services/refunds';
import { yuan } from '../samples';

const clientToken = 'token-0001';
const lines = [{ skuId: 'a', quantity: 1 }];
const address = {
  name: '王',
  mobile: '13800000000',
  province: '浙江省',
  city: '杭州市',
  district: '',
  detail: '路1号',
};
const placing = { clientToken, lines, addressId: 'd', expectedTotal: yuan(100) };
const asking = { clientToken, orderId: 'o', reason: 'damaged' as const, lines };

const CALLS: readonly (readonly [method: string, params: unknown, call: () => Promise<unknown>])[] = [
  ['catalogue.home', {}, () => catalogue.loadHome()],
  [
    'catalogue.list',
    { categoryId: 'c', cursor: '2' },
    () => catalogue.listProducts({ categoryId: 'c', cursor: '2' }),
  ],
  ['catalogue.search', { text: '茶' }, () => catalogue.searchProducts({ text: '茶' })],
  ['catalogue.hotWords', {}, () => catalogue.loadHotWords()],
  ['catalogue.product', { productId: 'p' }, () => catalogue.loadProduct('p')],
  ['cart.get', {}, () => cart.loadCart()],
  [
    'cart.add',
    { clientToken, skuId: 'a', quantity: 2 },
    () => cart.addToCart({ clientToken, skuId: 'a', quantity: 2 }),
  ],
  ['cart.setQuantity', { skuId: 'a', quantity: 3 }, () => cart.setCartQuantity('a', 3)],
  ['cart.select', { selected: true }, () => cart.selectInCart({ selected: true })],
  ['cart.remove', { skuIds: ['a'] }, () => cart.removeFromCart(['a'])],
  ['cart.clearInvalid', {}, () => cart.clearInvalidLines()],
  ['orders.quote', { lines }, () => orders.quoteOrder({ lines })],
  ['orders.place', placing, () => orders.placeOrder(placing)],
  ['orders.pay', { orderId: 'o' }, () => orders.startPayment('o')],
  ['orders.detail', { orderId: 'o' }, () => orders.loadOrder('o')],
  ['orders.list', { state: 'paid' }, () => orders.listOrders({ state: 'paid' })],
  ['orders.counts', {}, () => orders.countOrders()],
  ['orders.cancel', { orderId: 'o', reason: 'other' }, () => orders.cancelOrder('o', 'other')],
  ['orders.confirm', { orderId: 'o' }, () => orders.confirmOrder('o')],
  ['orders.hide', { orderId: 'o' }, () => orders.hideOrder('o')],
  ['addresses.list', {}, () => addresses.listAddresses()],
  ['addresses.save', { address, clientToken }, () => addresses.saveAddress({ address, clientToken })],
  ['addresses.remove', { addressId: 'd' }, () => addresses.removeAddress('d')],
  ['addresses.setDefault', { addressId: 'd' }, () => addresses.setDefaultAddress('d')],
  ['refunds.request', asking, () => refunds.requestRefund(asking)],
  ['refunds.get', { requestId: 'r' }, () => refunds.loadRefund('r')],
  ['refunds.list', { before: 'x' }, () => refunds.listRefunds('x')],
  ['refunds.list', {}, () => refunds.listRefunds()],
  ['refunds.withdraw', { requestId: 'r' }, () => refunds.withdrawRefund('r')],
  ['me.get', {}, () => me.loadMe()],
  ['me.delete', { confirm: true }, () => me.deleteMe()],
  ['photos.check', { fileId: 'f' }, () => me.checkPhoto('f')],
  ['shop.about', {}, () => me.loadAbout()],
];

afterEach(() => phone.forget());

describe('services', () => {
  it.each(CALLS)('call %s of the shop with its parameters', async (method, params, call) => {
    phone.answers[method] = () => accepted('its value');
    expect(await call()).toEqual({ kind: 'accepted', value: 'its value' });
    expect(phone.calls('callFunction')).toEqual([
      { name: 'shop', data: { method, params, supportCode: expect.stringMatching(SUPPORT_CODE) } },
    ]);
  });
});
