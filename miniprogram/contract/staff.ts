import type { Role } from './me';

/** What somebody may do at the desk. */
export const DESK_RIGHTS = [
  'look',
  'products',
  'stock',
  'orders',
  'ship',
  'refund',
  'collect',
  'books',
  'staff',
] as const;
export type DeskRight = (typeof DESK_RIGHTS)[number];

/**
 * Who may do what. `look` is reading anything without changing it; `books` settles differences of the bills; `orders`
 * changes what is written about an order, but moves neither goods nor money.
 */
export const ROLE_RIGHTS: Record<Role, readonly DeskRight[]> = {
  none: [],
  owner: DESK_RIGHTS,
  manager: ['look', 'products', 'stock', 'orders', 'ship', 'refund', 'collect', 'books'],
  warehouse: ['look', 'stock', 'orders', 'ship'],
  cashier: ['look', 'orders', 'collect'],
  viewer: ['look'],
};

/** What a person reads for each role. */
export const ROLE_WORDS: Record<Role, string> = {
  none: '顾客',
  owner: '店主',
  manager: '店长',
  warehouse: '仓管',
  cashier: '收银',
  viewer: '只看',
};

/** Whether somebody in this role may do it. The phone draws by it; the server decides by it on every call. */
export function mayDo(role: Role, right: DeskRight): boolean {
  return ROLE_RIGHTS[role].includes(right);
}

/** A member of the staff. */
export interface StaffView {
  readonly openid: string;
  readonly role: Role;
  readonly joinedAt: string;
}

/** The methods of staff. */
export interface StaffMethods {
  'staff.list': { params: Record<never, never>; value: { readonly staff: readonly StaffView[] } };
}
