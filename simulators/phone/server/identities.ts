/** Somebody who may hold the phone. */
export interface Identity {
  /** In the address: `?as=lin`. */
  readonly as: string;
  readonly name: string;
  readonly openid: string;
}

/** Who is offered in the frame; any other name in the address is a shopper too. */
export const IDENTITIES: readonly Identity[] = [
  { as: 'lin', name: '买家小林', openid: 'o-lin' },
  { as: 'zhou', name: '买家阿周', openid: 'o-zhou' },
  { as: 'owner', name: '店主', openid: 'o-owner' },
  { as: 'clerk', name: '店员', openid: 'o-clerk' },
];

const NAME = /^[0-9A-Za-z_-]{1,32}$/;

/** The openid of whoever holds the phone, or undefined for a name that cannot be one. */
export function openidOf(as: string | undefined, identities: readonly Identity[]): string | undefined {
  if (as === undefined || !NAME.test(as)) return undefined;
  return identities.find((identity) => identity.as === as)?.openid ?? `o-${as}`;
}
