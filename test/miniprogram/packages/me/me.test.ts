/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openScreen, reloadScripts } from '../../pages/screen';

beforeEach(() => {
  reloadScripts();
  phone.results['showModal'] = { confirm: true };
});
afterEach(() => phone.forget());

describe('what the shop says about itself', () => {
  const about = {
    shopName: '小铺',
    service: { hours: '每天 9:00–21:00', phone: '400-000-0000', text: '点“联系客服”留言' },
    privacy: { updatedOn: '2026-11-21', paragraphs: ['我们只用到你填写的地址'] },
    delivery: '满 99 元包邮',
    returns: '七天内可以退换',
  };

  it('is drawn with a number to call and the code of this visit', async () => {
    phone.answers['shop.about'] = () => accepted(about);
    const { text } = await openScreen('packages/me/about/about');
    for (const words of [
      '每天9:00–21:00',
      '拨打400-000-0000',
      '我们只用到你填写的地址',
      '满99元包邮',
      '七天内',
    ])
      expect(text()).toContain(words);
    expect(text()).toMatch(/版本1\.0\.0·客服编号[2-9A-Z]{6}/);
  });

  it('leaves the number out where the shop has none', async () => {
    phone.answers['shop.about'] = () => accepted({ ...about, service: { ...about.service, phone: '' } });
    const { text } = await openScreen('packages/me/about/about');
    expect(text()).not.toContain('拨打');
  });

  it('is asked for again after it did not come', async () => {
    phone.answers['shop.about'] = lost;
    const { text, call, settle } = await openScreen('packages/me/about/about');
    expect(text()).toContain('重新加载');
    phone.answers['shop.about'] = () => accepted(about);
    call('onRetry');
    await settle();
    expect(text()).toContain('满99元包邮');
  });
});

describe('leaving for good', () => {
  const open = () => openScreen('packages/me/leave/leave');
  const asked = () => phone.cloudCalls().map(({ method, params }) => [method, params]);

  it('happens once for two taps after a yes, and the phone forgets too', async () => {
    phone.answers['me.delete'] = () => accepted({ deleted: true });
    phone.stored.set('search-history/1', ['茶']);
    const { call, settle, text } = await open();
    call('onLeave');
    call('onLeave');
    await settle();
    expect(asked()).toEqual([['me.delete', { confirm: true }]]);
    expect(text()).toContain('账号已注销');
    expect(phone.stored.get('search-history/1')).toBeUndefined();
  });

  it('does not happen without a yes', async () => {
    phone.results['showModal'] = { confirm: false };
    const { call, settle } = await open();
    call('onLeave');
    await settle();
    expect(asked()).toEqual([]);
  });

  it('says what is in the way and leads there', async () => {
    phone.answers['me.delete'] = () => refused('ACCOUNT_IN_USE', '还有进行中的订单或退款，完成后才能注销');
    const { call, settle, text } = await open();
    call('onLeave');
    await settle();
    expect(text()).toContain('还有进行中的订单或退款');
    expect(text()).toContain('查看我的订单');
    expect(text()).toContain('客服编号');
  });

  it('does not say that it failed when its end is unknown, and may be tapped again', async () => {
    phone.answers['me.delete'] = lost;
    const { call, settle, text, page } = await open();
    call('onLeave');
    await settle();
    expect(text()).toContain('请稍后重试');
    expect(text()).not.toContain('查看我的订单');
    expect(page.instance.data['busy']).toBe(false);
  });
});
