/** Most addresses of one shopper. */
export const MAX_ADDRESSES = 20;

/** Where goods go, as it is written on a parcel. */
export interface Address {
  readonly name: string;
  /** A Chinese mobile number of 11 digits. */
  readonly mobile: string;
  readonly province: string;
  readonly city: string;
  /** 区县; empty for the few cities without. */
  readonly district: string;
  readonly detail: string;
}

/** An address in a shopper's book. */
export interface AddressView extends Address {
  readonly addressId: string;
  readonly isDefault: boolean;
}

/** Longest texts, in characters. */
export const ADDRESS_LENGTHS: Record<keyof Address, number> = {
  name: 20,
  mobile: 11,
  province: 20,
  city: 30,
  district: 30,
  detail: 100,
};

const MOBILE = /^1[3-9]\d{9}$/;

/** Texts with the spaces at their ends gone, and a number without its prefix and separators, as phones hand them over. */
export function tidyAddress(given: Address): Address {
  const mobile = given.mobile.replace(/[\s-]/g, '').replace(/^(\+|00)86/, '');
  return {
    name: given.name.trim(),
    mobile,
    province: given.province.trim(),
    city: given.city.trim(),
    district: given.district.trim(),
    detail: given.detail.trim().replace(/\s+/g, ' '),
  };
}

/** What is wrong with a tidied address, a sentence for each field; empty when nothing is. The server asks the same. */
export function addressProblems(address: Address): Partial<Record<keyof Address, string>> {
  const problems: Partial<Record<keyof Address, string>> = {};
  if (address.name === '') problems.name = '请填写收货人';
  if (!MOBILE.test(address.mobile)) problems.mobile = '请填写11位手机号';
  if (address.province === '' || address.city === '') problems.province = '请选择所在地区';
  if (address.detail.length < 2) problems.detail = '请填写详细地址，如街道、门牌号';
  for (const field of ['name', 'province', 'city', 'district', 'detail'] as const) {
    if (address[field].length > ADDRESS_LENGTHS[field])
      problems[field] = `最多${ADDRESS_LENGTHS[field]}个字，请缩短`;
  }
  return problems;
}

/** The methods of the address book; the default address comes first, then the newest. */
export interface AddressMethods {
  'addresses.list': { params: Record<never, never>; value: { readonly addresses: readonly AddressView[] } };
  'addresses.save': {
    /**
     * A new address under a `clientToken` (a repeated tap saves it once), or a change of one by its `addressId`.
     * The first address becomes the default by itself.
     */
    params: { readonly address: Address; readonly makeDefault?: boolean } & (
      | { readonly clientToken: string; readonly addressId?: never }
      | { readonly addressId: string; readonly clientToken?: never }
    );
    value: { readonly addressId: string; readonly addresses: readonly AddressView[] };
  };
  'addresses.remove': {
    params: { readonly addressId: string };
    value: { readonly addresses: readonly AddressView[] };
  };
  'addresses.setDefault': {
    params: { readonly addressId: string };
    value: { readonly addresses: readonly AddressView[] };
  };
}
