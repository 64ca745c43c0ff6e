import { addressProblems, tidyAddress } from '../../miniprogram/contract/address';
import type { Address, AddressView } from '../../miniprogram/contract/address';
import type { ShopRefusal } from '../../miniprogram/contract/shop';
import { addAddress, changeAddress, removeAddress, setDefaultAddress } from '../core/address/address-book';
import type { Saving } from '../core/address/address-book';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';

type Refusal = Extract<ShopRefusal, 'ADDRESS_NOT_FOUND' | 'ADDRESS_INVALID' | 'ADDRESS_BOOK_FULL'>;
type Refused = { readonly kind: 'refused'; readonly refusal: Refusal };

/** The book after the call, or why nothing changed. */
export type AddressesResult = { readonly kind: 'book'; readonly addresses: readonly AddressView[] } | Refused;

/** The saved address and the book it is in, or why it was not saved. */
export type SaveAddressResult =
  | { readonly kind: 'saved'; readonly addressId: string; readonly addresses: readonly AddressView[] }
  | Refused;

function refused(refusal: Refusal): Refused {
  return { kind: 'refused', refusal };
}

/** A shopper's addresses, the default first. */
export async function listAddresses(
  { store }: { readonly store: Store },
  openid: string,
): Promise<AddressesResult> {
  return { kind: 'book', addresses: (await store.readAddressBook(openid)).addresses };
}

/** Saves a new address under a token, or changes one by its id. Safe to repeat. */
export async function saveAddress(
  { store, ids }: { readonly store: Store; readonly ids: Ids },
  wish: {
    readonly openid: string;
    readonly address: Address;
    readonly makeDefault: boolean;
    readonly target: { readonly addressId: string } | { readonly clientToken: string };
  },
): Promise<SaveAddressResult> {
  const { openid, makeDefault, target } = wish;
  const address = tidyAddress(wish.address);
  if (Object.keys(addressProblems(address)).length > 0) return refused('ADDRESS_INVALID');
  const isNew = 'clientToken' in target;
  const addressId = isNew ? ids.derived('address', openid, target.clientToken) : target.addressId;
  const saving = await store.changeAddressBook<Saving>(openid, (book) => {
    const result = (isNew ? addAddress : changeAddress)(book, { addressId, address, makeDefault });
    return result.kind === 'saved' ? { result, write: result.book } : { result };
  });
  switch (saving.kind) {
    case 'saved':
      return { kind: 'saved', addressId, addresses: saving.book.addresses };
    case 'full':
      return refused('ADDRESS_BOOK_FULL');
    case 'notFound':
      return refused('ADDRESS_NOT_FOUND');
  }
}

/** Takes an address out of the book. Safe to repeat. */
export async function dropAddress(
  { store }: { readonly store: Store },
  wish: { readonly openid: string; readonly addressId: string },
): Promise<AddressesResult> {
  const addresses = await store.changeAddressBook(wish.openid, (book) => {
    const write = removeAddress(book, wish.addressId);
    return { result: write.addresses, write };
  });
  return { kind: 'book', addresses };
}

/** Makes an address the default. Safe to repeat. */
export async function chooseDefault(
  { store }: { readonly store: Store },
  wish: { readonly openid: string; readonly addressId: string },
): Promise<AddressesResult> {
  const addresses = await store.changeAddressBook(wish.openid, (book) => {
    const write = setDefaultAddress(book, wish.addressId);
    return write === null ? { result: null } : { result: write.addresses, write };
  });
  return addresses === null ? refused('ADDRESS_NOT_FOUND') : { kind: 'book', addresses };
}
