import type { Address } from '../contract/address';
import { createStore } from './observable';

/** A form with nothing in it. */
export const EMPTY_ADDRESS: Address = {
  name: '',
  mobile: '',
  province: '',
  city: '',
  district: '',
  detail: '',
};

export type AddressDraftEvent =
  { readonly kind: 'typed'; readonly address: Address } | { readonly kind: 'saved' };

/** The draft after an event. */
function reduceAddressDraft(_draft: Address, event: AddressDraftEvent): Address {
  return event.kind === 'saved' ? EMPTY_ADDRESS : event.address;
}

/** The new address that is being typed. It lives as long as the visit and is not written to the phone. */
export const addressDraft = createStore<Address, AddressDraftEvent>(EMPTY_ADDRESS, reduceAddressDraft);
