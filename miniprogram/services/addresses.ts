import type { AddressMethods } from '../contract/address';
import { callShop, type ShopEnd } from './shop';

/** The address book, the default first. */
export function listAddresses(): Promise<ShopEnd<'addresses.list'>> {
  return callShop('addresses.list', {});
}

/** Saves a new or a changed address. Safe to repeat. */
export function saveAddress(
  params: AddressMethods['addresses.save']['params'],
): Promise<ShopEnd<'addresses.save'>> {
  return callShop('addresses.save', params);
}

/** Takes an address out of the book. */
export function removeAddress(addressId: string): Promise<ShopEnd<'addresses.remove'>> {
  return callShop('addresses.remove', { addressId });
}

/** Makes an address the one a checkout begins with. */
export function setDefaultAddress(addressId: string): Promise<ShopEnd<'addresses.setDefault'>> {
  return callShop('addresses.setDefault', { addressId });
}
