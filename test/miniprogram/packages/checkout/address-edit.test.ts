/** @jest-environment jsdom */
import { accepted, lost, phone, refused } from '../../fake-phone';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AddressView } from '../../../../miniprogram/contract/address';
import { address } from '../../samples';
import { openScreen } from '../../pages/screen';

let book: readonly AddressView[];

beforeEach(() => {
  book = [address, { ...address, addressId: 'office', isDefault: false, name: '周山' }];
  phone.answers = {
    'addresses.list': () => accepted({ addresses: book }),
    'addresses.save': () => accepted({ addressId: 'new', addresses: book }),
  };
});

afterEach(() => phone.forget());

const field = (name: string, value: string) => ({
  currentTarget: { dataset: { field: name } },
  detail: { value },
});

function sent(method: string): unknown[] {
  return phone
    .cloudCalls()
    .filter((call) => call.method === method)
    .map(({ params }) => params);
}

describe('address form', () => {
  const open = (query: Record<string, string> = {}) =>
    openScreen('packages/checkout/address-edit/address-edit', query);

  it('says at each field what is wrong, and sends nothing', async () => {
    const { call, text, settle } = await open();
    call('onField', field('mobile', '123'));
    call('onSave');
    await settle();
    for (const words of ['请填写收货人', '请填写11位手机号', '请选择所在地区', '请填写详细地址'])
      expect(text()).toContain(words);
    expect(sent('addresses.save')).toEqual([]);
    call('onField', field('mobile', ''));
  });

  it('keeps a new address that was half typed when the page was left', async () => {
    const first = await open();
    first.call('onField', field('name', '林小满'));
    const again = await open();
    expect(again.page.instance.data['address']).toMatchObject({ name: '林小满' });
  });

  it('fills the form from a pasted text, saves it once for two taps and chooses it', async () => {
    const { call, settle } = await open({ pick: 'yes' });
    call('onPasted', { detail: { value: '周山 13900005678 江苏省苏州市姑苏区平江路66号' } });
    call('onRead');
    call('onSave');
    call('onSave');
    await settle();
    expect(sent('addresses.save')).toMatchObject([
      {
        address: {
          name: '周山',
          mobile: '13900005678',
          province: '江苏省',
          district: '姑苏区',
          detail: '平江路66号',
        },
      },
    ]);
    expect(phone.stored.get('checkout/1')).toMatchObject({ addressId: 'new' });
    const next = await open();
    expect(next.page.instance.data['address']).toMatchObject({ name: '', mobile: '' });
  });

  it('repeats a save of unknown end as the same address, with everything still typed', async () => {
    phone.answers['addresses.save'] = lost;
    const { call, page, settle } = await open();
    call('onPasted', { detail: { value: '周山 13900005678 江苏省苏州市姑苏区平江路66号' } });
    call('onRead');
    call('onSave');
    await settle();
    expect(page.instance.data).toMatchObject({ saving: false, address: { name: '周山' } });
    phone.answers['addresses.save'] = () => accepted({ addressId: 'new', addresses: book });
    call('onSave');
    await settle();
    const [one, two] = sent('addresses.save') as { clientToken: string }[];
    expect(two?.clientToken).toBe(one?.clientToken);
  });

  it('changes an address of the book', async () => {
    const { call, page, settle } = await open({ addressId: 'office' });
    expect(page.instance.data['address']).toMatchObject({ name: '周山' });
    call('onField', field('name', '周山水'));
    call('onSave');
    await settle();
    expect(sent('addresses.save')).toMatchObject([{ addressId: 'office', address: { name: '周山水' } }]);
  });

  it('says that an address is gone, with a way back', async () => {
    const { text } = await open({ addressId: 'gone' });
    expect(text()).toContain('这个地址已经删除');
    expect(text()).toContain('返回');
  });

  it('says what to do when the book is full, and loses nothing', async () => {
    phone.answers['addresses.save'] = () => refused('ADDRESS_BOOK_FULL', '地址已达上限，请先删除不用的地址');
    const { call, page, settle } = await open({ addressId: 'office' });
    call('onSave');
    await settle();
    expect(phone.calls('showToast')).toMatchObject([{ title: '地址已达上限，请先删除不用的地址' }]);
    expect(page.instance.data['address']).toMatchObject({ name: '周山' });
  });
});
