import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AddressBook, Saving } from '../../../../cloudfunctions/core/address/address-book';
import {
  addAddress,
  changeAddress,
  defaultAddress,
  removeAddress,
  setDefaultAddress,
} from '../../../../cloudfunctions/core/address/address-book';
import { addressProblems, MAX_ADDRESSES, tidyAddress } from '../../../../miniprogram/contract/address';
import { HOME } from '../samples';

const EMPTY: AddressBook = { openid: 'o-a', addresses: [] };

function bookOf(saving: Saving, before: AddressBook): AddressBook {
  return saving.kind === 'saved' ? saving.book : before;
}

describe('an address book', () => {
  it('has exactly one default, in the first place, whatever is done to it', () => {
    const step = fc.record({
      what: fc.constantFrom('add', 'change', 'remove', 'choose'),
      addressId: fc.constantFrom('a', 'b', 'c', 'd'),
      makeDefault: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let book = EMPTY;
        for (const { what, addressId, makeDefault } of steps) {
          const given = { addressId, address: HOME, makeDefault };
          if (what === 'add') book = bookOf(addAddress(book, given), book);
          if (what === 'change') book = bookOf(changeAddress(book, given), book);
          if (what === 'remove') book = removeAddress(book, addressId);
          if (what === 'choose') book = setDefaultAddress(book, addressId) ?? book;
          const defaults = book.addresses.map(({ isDefault }) => isDefault);
          expect(defaults).toEqual(book.addresses.map((_one, at) => at === 0));
          expect(new Set(book.addresses.map((one) => one.addressId)).size).toBe(book.addresses.length);
        }
        expect(defaultAddress(book)).toBe(book.addresses[0] ?? null);
      }),
    );
  });

  it('refuses one address too many and one that is not there', () => {
    let book = EMPTY;
    for (let count = 0; count < MAX_ADDRESSES; count += 1)
      book = bookOf(addAddress(book, { addressId: `${count}`, address: HOME, makeDefault: false }), book);
    expect(addAddress(book, { addressId: 'more', address: HOME, makeDefault: false })).toEqual({
      kind: 'full',
    });
    expect(addAddress(book, { addressId: '3', address: HOME, makeDefault: false }).kind).toBe('saved');
    expect(changeAddress(book, { addressId: 'none', address: HOME, makeDefault: false })).toEqual({
      kind: 'notFound',
    });
    expect(setDefaultAddress(book, 'none')).toBeNull();
  });
});

describe('an address', () => {
  it.each(['13800138000', '+8613800138000', '0086 138 0013 8000', '138-0013-8000'])(
    'takes the number %s',
    (mobile) => {
      expect(addressProblems(tidyAddress({ ...HOME, mobile }))).toEqual({});
    },
  );

  it.each([
    ['name', ' '],
    ['mobile', '12800138000'],
    ['mobile', '1380013800'],
    ['mobile', '138001380000'],
    ['province', ''],
    ['detail', '1'],
    ['name', '长'.repeat(21)],
    ['detail', '长'.repeat(101)],
  ] as const)('with the %s %j has a sentence about it', (field, text) => {
    expect(Object.keys(addressProblems(tidyAddress({ ...HOME, [field]: text })))).toEqual([field]);
  });

  it('may lack a district, which a few cities do', () => {
    expect(addressProblems({ ...HOME, district: '' })).toEqual({});
  });
});
