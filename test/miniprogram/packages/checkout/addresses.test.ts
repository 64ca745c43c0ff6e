/** @jest-environment jsdom */
import { accepted, lost, phone } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AddressView } from '../../../../miniprogram/contract/address';
import { address } from '../../samples';
import { openScreen } from '../../pages/screen';

let book: readonly AddressView[];

beforeEach(() => {
  book = [address, { ...address, addressId: 'office', isDefault: false, name: '周山' }];
  phone.answers = {
    'addresses.list': () => accepted({ addresses: book }),
    'addresses.remove': ({ addressId }: { addressId: string }) =>
      accepted({ addresses: (book = book.filter((one) => one.addressId !== addressId)) }),
    'addresses.setDefault': ({ addressId }: { addressId: string }) =>
      accepted({
        addresses: (book = book.map((one) => ({ ...one, isDefault: one.addressId === addressId }))),
      }),
    'addresses.save': () => accepted({ addressId: 'new', addresses: book }),
  };
  phone.results['chooseAddress'] = {
    userName: '古丽',
    telNumber: '+86 137 0000 9012',
    provinceName: '新疆维吾尔自治区',
    cityName: '乌鲁木齐市',
    countyName: '天山区',
    detailInfo: '解放南路9号',
  };
});

afterEach(() => phone.forget());

const on = (addressId: string) => ({ currentTarget: { dataset: { addressId } } });

function sent(method: string): unknown[] {
  return phone
    .cloudCalls()
    .filter((call) => call.method === method)
    .map(({ params }) => params);
}

describe('address book', () => {
  const open = (query: Record<string, string> = {}) =>
    openScreen('packages/checkout/addresses/addresses', query);

  it('draws every address and marks the default', async () => {
    const { text } = await open();
    expect(text()).toMatch(/林小满13800001234浙江省[^周]*默认地址/);
    expect(text()).toMatch(/周山13800001234浙江省.*设为默认/);
  });

  it('gives the chosen address to the checkout behind and goes back', async () => {
    const { checkout } = await chosen();
    expect(checkout.addressId).toBe('office');
    expect(phone.calls('switchTab').length + phone.calls('navigateBack').length).toBe(1);
  });

  async function chosen() {
    const { call, settle } = await open({ pick: 'yes' });
    call('onTap', on('office'));
    await settle();
    return { checkout: phone.stored.get('checkout/1') as { addressId: string } };
  }

  it('deletes only after a yes', async () => {
    const { call, settle, text } = await open();
    phone.results['showModal'] = { confirm: false };
    call('onRemove', on('office'));
    await settle();
    expect(sent('addresses.remove')).toEqual([]);
    phone.results['showModal'] = { confirm: true };
    call('onRemove', on('office'));
    await settle();
    expect(text()).not.toContain('周山');
  });

  it('makes another address the default once for two taps', async () => {
    const { call, settle, text } = await open();
    call('onDefault', on('office'));
    call('onDefault', on('office'));
    await settle();
    expect(sent('addresses.setDefault')).toEqual([{ addressId: 'office' }]);
    expect(text()).toMatch(/林小满[^周]*设为默认.*周山.*默认地址/);
  });

  it('takes an address from WeChat’s own book, tidied', async () => {
    const { call, settle } = await open({ pick: 'yes' });
    call('onImport');
    await settle();
    expect(sent('addresses.save')).toMatchObject([
      { address: { name: '古丽', mobile: '13700009012', city: '乌鲁木齐市' } },
    ]);
    expect(phone.stored.get('checkout/1')).toMatchObject({ addressId: 'new' });
  });

  it('says to type it when WeChat’s book does not open, and nothing when it was closed', async () => {
    const { call, settle } = await open();
    phone.failures['chooseAddress'] = 'chooseAddress:fail cancel';
    call('onImport');
    await settle();
    expect(phone.calls('showToast')).toEqual([]);
    phone.failures['chooseAddress'] = 'chooseAddress:fail no permission';
    call('onImport');
    await settle();
    expect(phone.calls('showToast')).toMatchObject([{ title: '没能打开微信地址，请手动填写' }]);
  });

  it('opens the form for who keeps WeChat’s book to themselves, without calling it a failure', async () => {
    const { call, settle } = await open({ pick: 'yes' });
    phone.failures['chooseAddress'] = 'chooseAddress:fail privacy permission is not authorized';
    call('onImport');
    await settle();
    expect(phone.calls('showToast')).toMatchObject([{ title: '也可以自己填写收货地址' }]);
    expect(phone.calls('navigateTo')).toEqual([
      { url: '/packages/checkout/address-edit/address-edit?pick=yes' },
    ]);
  });

  it('shows an empty book with both ways to fill it', async () => {
    book = [];
    const { text } = await open();
    expect(text()).toContain('还没有收货地址');
    expect(text()).toContain('新建地址');
    expect(text()).toContain('微信地址导入');
  });

  it('shows a lost answer with a way to try again', async () => {
    phone.answers['addresses.list'] = lost;
    const { text } = await open();
    expect(text()).toContain('重新加载');
  });
});
