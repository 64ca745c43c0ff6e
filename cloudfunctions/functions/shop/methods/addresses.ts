import type { AddressMethods } from '../../../../miniprogram/contract/address';
import { chooseDefault, dropAddress, listAddresses, saveAddress } from '../../../usecases/keep-addresses';
import type { AddressesResult } from '../../../usecases/keep-addresses';
import type { Answer, MethodsOf } from '../method';

function answered(result: AddressesResult): Answer<'addresses.list'> {
  return result.kind === 'refused' ? { refusal: result.refusal } : { value: { addresses: result.addresses } };
}

/** What the methods of the address book do. */
export const ADDRESSES: MethodsOf<keyof AddressMethods> = {
  'addresses.list': async (deps, openid) => answered(await listAddresses(deps, openid)),
  'addresses.save': async (deps, openid, { address, makeDefault, ...target }) => {
    const result = await saveAddress(deps, { openid, address, makeDefault, target });
    if (result.kind === 'refused') return { refusal: result.refusal };
    return { value: { addressId: result.addressId, addresses: result.addresses } };
  },
  'addresses.remove': async (deps, openid, params) =>
    answered(await dropAddress(deps, { openid, ...params })),
  'addresses.setDefault': async (deps, openid, params) =>
    answered(await chooseDefault(deps, { openid, ...params })),
};
