import { MAX_ADDRESSES } from '../../../miniprogram/contract/address';
import type { Address, AddressView } from '../../../miniprogram/contract/address';

/** A shopper's addresses: the default first, then the newest. Exactly one is the default, unless there is none. */
export interface AddressBook {
  readonly openid: string;
  readonly addresses: readonly AddressView[];
}

/** How saving ends. `notFound`: the address to change is not there. */
export type Saving =
  | { readonly kind: 'saved'; readonly book: AddressBook }
  | { readonly kind: 'full' }
  | { readonly kind: 'notFound' };

function inOrder(addresses: readonly AddressView[]): readonly AddressView[] {
  const [first] = addresses;
  const chosen = addresses.find((one) => one.isDefault) ?? first;
  if (chosen === undefined) return [];
  const rest = addresses.filter((one) => one !== chosen);
  return [{ ...chosen, isDefault: true }, ...rest.map((one) => ({ ...one, isDefault: false }))];
}

function withDefault(addresses: readonly AddressView[], addressId: string): readonly AddressView[] {
  return inOrder(addresses.map((one) => ({ ...one, isDefault: one.addressId === addressId })));
}

/** The default address, or null in an empty book. */
export function defaultAddress(book: AddressBook): AddressView | null {
  return book.addresses[0] ?? null;
}

/** Adds a new address; one that is there already under this id is changed, so that a repeated tap adds once. */
export function addAddress(
  book: AddressBook,
  given: { readonly addressId: string; readonly address: Address; readonly makeDefault: boolean },
): Saving {
  const { addressId } = given;
  if (book.addresses.some((one) => one.addressId === addressId)) return changeAddress(book, given);
  if (book.addresses.length >= MAX_ADDRESSES) return { kind: 'full' };
  const added: AddressView = { addressId, ...given.address, isDefault: false };
  const [first, ...rest] = book.addresses;
  const addresses = first === undefined ? [added] : [first, added, ...rest];
  return { kind: 'saved', book: { ...book, addresses: settled(addresses, given) } };
}

/** Changes an address where it stands. */
export function changeAddress(
  book: AddressBook,
  given: { readonly addressId: string; readonly address: Address; readonly makeDefault: boolean },
): Saving {
  const { addressId, address } = given;
  if (!book.addresses.some((one) => one.addressId === addressId)) return { kind: 'notFound' };
  const addresses = book.addresses.map((one) =>
    one.addressId === addressId ? { addressId, ...address, isDefault: one.isDefault } : one,
  );
  return { kind: 'saved', book: { ...book, addresses: settled(addresses, given) } };
}

function settled(
  addresses: readonly AddressView[],
  given: { readonly addressId: string; readonly makeDefault: boolean },
): readonly AddressView[] {
  return given.makeDefault ? withDefault(addresses, given.addressId) : inOrder(addresses);
}

/** Takes an address out; the next one becomes the default. An unknown one is passed over: it is gone. */
export function removeAddress(book: AddressBook, addressId: string): AddressBook {
  return { ...book, addresses: inOrder(book.addresses.filter((one) => one.addressId !== addressId)) };
}

/** Makes an address the default; null when it is not there. */
export function setDefaultAddress(book: AddressBook, addressId: string): AddressBook | null {
  if (!book.addresses.some((one) => one.addressId === addressId)) return null;
  return { ...book, addresses: withDefault(book.addresses, addressId) };
}
