import type { Role } from '../../../miniprogram/contract/me';

/** A person of the shop who does something; the role is read from the store at every call. */
export interface Actor {
  readonly openid: string;
  readonly role: Role;
}

/** Whether somebody in this role may decide on refunds. */
export function mayRefund({ role }: Actor): boolean {
  switch (role) {
    case 'owner':
    case 'manager':
      return true;
    case 'none':
    case 'warehouse':
    case 'cashier':
    case 'viewer':
      return false;
  }
}

/** Whether somebody in this role may send goods. */
export function mayShip({ role }: Actor): boolean {
  switch (role) {
    case 'owner':
    case 'manager':
    case 'warehouse':
      return true;
    case 'none':
    case 'cashier':
    case 'viewer':
      return false;
  }
}
