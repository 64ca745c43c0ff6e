import type { Address } from '../../miniprogram/contract/address';
import type { BuyerView } from '../../miniprogram/contract/desk-orders';
import type { Role } from '../../miniprogram/contract/me';
import { mayDo } from '../../miniprogram/contract/staff';

/** Whether somebody in this role needs to know whose order it is: to send goods, or to give money back. */
function mayKnowBuyer(role: Role): boolean {
  return mayDo(role, 'ship') || mayDo(role, 'refund');
}

const COVER = '***';

function maskedName(name: string): string {
  return name === '' ? '' : `${Array.from(name)[0] ?? ''}**`;
}

function maskedMobile(mobile: string): string {
  return mobile.length < 8 ? mobile.replaceAll(/./g, '*') : `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
}

/** The address of an order as this role may see it: whoever does not need it sees the city. */
export function buyerView(address: Address, role: Role): BuyerView {
  if (mayKnowBuyer(role)) return { ...address, masked: false };
  const { name, mobile, detail } = address;
  return {
    ...address,
    name: maskedName(name),
    mobile: maskedMobile(mobile),
    detail: detail === '' ? '' : COVER,
    masked: true,
  };
}
