/** @jest-environment jsdom */
import { accepted, phone } from '../fake-phone';
import { afterEach, describe, expect, it } from '@jest/globals';
import { card, picture } from '../samples';
import { openScreen } from './screen';

const home = {
  shopName: '茶与器',
  notice: '满99元包邮',
  banners: [{ bannerId: 'b', title: '春茶', picture, target: { kind: 'product', productId: 'p2' } }],
  categories: [{ categoryId: 'tea', name: '茶', picture }],
  page: { products: [card('p1'), card('p2')], next: 'more' },
};

afterEach(() => phone.forget());

describe('home page', () => {
  it('draws notice, categories and products with their prices', async () => {
    phone.answers['catalogue.home'] = () => accepted(home);
    const { text } = await openScreen('pages/home/home');
    expect(text()).toContain('满99元包邮');
    expect(text()).toContain('商品p1¥128.00起已售3');
    expect(phone.calls('setNavigationBarTitle')).toEqual([{ title: '茶与器' }]);
  });

  it.each(['onHide', 'onUnload'])('does not give its name to the page in front after %s', async (left) => {
    const { call, settle } = await openScreen('pages/home/home');
    call(left);
    phone.answers['catalogue.home'] = () => accepted(home);
    call('onRetry');
    await settle();
    expect(phone.calls('setNavigationBarTitle')).toEqual([]);
    call('onShow');
    expect(phone.calls('setNavigationBarTitle')).toEqual([{ title: '茶与器' }]);
  });

  it('goes on where the first page ended, and says when it was the last', async () => {
    phone.answers['catalogue.home'] = () => accepted(home);
    phone.answers['catalogue.list'] = () => accepted({ products: [card('p3'), card('p4')] });
    const { call, settle, text } = await openScreen('pages/home/home');
    call('onReachBottom');
    await settle();
    call('onReachBottom');
    await settle();
    expect(phone.cloudCalls().filter(({ method }) => method === 'catalogue.list')).toEqual([
      { method: 'catalogue.list', params: { cursor: 'more' } },
    ]);
    expect(text()).toContain('商品p1');
    expect(text()).toContain('商品p4');
    expect(text()).toContain('已经到底了');
  });

  it('asks once for the next page, however often the end is reached meanwhile', async () => {
    phone.answers['catalogue.home'] = () => accepted(home);
    const { call, settle } = await openScreen('pages/home/home');
    call('onReachBottom');
    call('onReachBottom');
    await settle();
    expect(phone.cloudCalls().filter(({ method }) => method === 'catalogue.list')).toHaveLength(1);
  });

  it('offers to try again when nothing came, and then draws the shop', async () => {
    phone.answers['catalogue.home'] = () => {
      throw Object.assign(new Error(), { errMsg: 'cloud.callFunction:fail request:fail' });
    };
    const { call, settle, text } = await openScreen('pages/home/home');
    expect(text()).toContain('网络连接不可用');
    expect(text()).toMatch(/编号[2-9A-Z]{6}/);
    phone.answers['catalogue.home'] = () => accepted(home);
    call('onRetry');
    await settle();
    expect(text()).toContain('商品p1');
  });

  it('says so when the shop is empty', async () => {
    phone.answers['catalogue.home'] = () => accepted({ ...home, page: { products: [] } });
    expect((await openScreen('pages/home/home')).text()).toContain('店铺正在上新');
  });

  it('opens a product once for a double tap on a banner', async () => {
    phone.answers['catalogue.home'] = () => accepted(home);
    const { tap } = await openScreen('pages/home/home');
    await tap('.banner');
    await tap('.banner');
    expect(phone.calls('navigateTo')).toEqual([{ url: '/pages/product/product?productId=p2' }]);
  });
});
