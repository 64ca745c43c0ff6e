/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openScreen } from './screen';

const counts = { awaitingPayment: 2, paid: 0, shipped: 1, refunding: 0 };

beforeEach(() => {
  phone.answers = {
    'me.get': () =>
      accepted({
        role: 'none',
        memberSince: '2026-03-02T00:00:00Z',
        counts,
        cartPieces: 3,
        photoPrefix: 'p/',
      }),
  };
});

afterEach(() => phone.forget());

describe('the person’s page', () => {
  it('can be used before anything of the person is known', async () => {
    phone.answers['me.get'] = lost;
    const { text } = await openScreen('pages/mine/mine');
    expect(text()).toContain('待付款待发货待收货退款/售后');
    expect(text()).toContain('收货地址');
  });

  it('tells what waits, since when, and the cart’s number', async () => {
    const { text } = await openScreen('pages/mine/mine');
    expect(text()).toContain('2026年3月第一次来');
    expect(text()).toContain('2待付款');
    expect(phone.stored.get('cart-pieces/1')).toBe(3);
  });

  it('opens the orders of a state, and refunds', async () => {
    const { call, settle } = await openScreen('pages/mine/mine');
    call('onShortcut', { currentTarget: { dataset: { state: 'shipped' } } });
    await settle();
    expect(phone.calls('navigateTo')).toEqual([{ url: '/packages/orders/orders/orders?state=shipped' }]);
  });
});

describe('leaving', () => {
  const open = () => openScreen('packages/me/leave/leave');

  it('deletes nothing without a yes', async () => {
    phone.results['showModal'] = { confirm: false };
    const { call, settle } = await open();
    call('onLeave');
    await settle();
    expect(phone.cloudCalls()).toEqual([]);
  });

  it('says what is still under way, with the way there', async () => {
    phone.results['showModal'] = { confirm: true };
    phone.answers['me.delete'] = () => refused('ACCOUNT_IN_USE', '还有进行中的订单或退款，完成后才能注销');
    const { call, settle, text } = await open();
    call('onLeave');
    await settle();
    expect(text()).toContain('还有进行中的订单或退款，完成后才能注销');
    expect(text()).toContain('查看我的订单');
  });

  it('takes everything off the phone too, once for two taps', async () => {
    phone.results['showModal'] = { confirm: true };
    phone.answers['me.delete'] = () => accepted({ deleted: true });
    phone.stored.set('search-history/1', ['茶']);
    const { call, settle, text } = await open();
    call('onLeave');
    call('onLeave');
    await settle();
    expect(text()).toContain('账号已注销');
    expect(phone.cloudCalls()).toHaveLength(1);
    expect(phone.stored.size).toBe(0);
  });
});
