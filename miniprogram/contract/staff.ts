import type { FieldProblems } from './field-problem';
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
  'actions',
  'settings',
  'staff',
] as const;
export type DeskRight = (typeof DESK_RIGHTS)[number];

/**
 * Who may do what. `look` is reading anything without changing it; `books` settles differences of the bills; `orders`
 * changes what is written about an order, but moves neither goods nor money; `actions` reads the log of what the staff
 * did; `settings` is what is set for the whole shop.
 */
export const ROLE_RIGHTS: Record<Role, readonly DeskRight[]> = {
  none: [],
  owner: DESK_RIGHTS,
  manager: [
    'look',
    'products',
    'stock',
    'orders',
    'ship',
    'refund',
    'collect',
    'books',
    'actions',
    'settings',
  ],
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

/** What staff and invitations may be. */
export const STAFF_LIMITS = {
  nameLength: 12,
  /** Invitations nobody has used yet. */
  openInvitations: 20,
  /** How long a code serves. */
  invitationHours: 24,
  /** Wrong codes one person may type within an hour. */
  wrongCodesPerHour: 5,
} as const;

/** Roles somebody can be given. */
export const STAFF_ROLES = ['owner', 'manager', 'warehouse', 'cashier', 'viewer'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** A member of the staff. */
export interface StaffView {
  readonly openid: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly joinedAt: string;
  /** Whoever is asking. */
  readonly me: boolean;
}

/** An invitation nobody has used yet. Whoever types the code within its time gets the role. */
export interface InvitationView {
  readonly invitationId: string;
  /** Eight letters and digits; small or large does not matter. */
  readonly code: string;
  readonly role: StaffRole;
  readonly name: string;
  readonly expiresAt: string;
}

/** Everybody who works here, in the order they came, and who is invited. */
export interface StaffBoard {
  readonly staff: readonly StaffView[];
  readonly invitations: readonly InvitationView[];
}

/** The methods of staff. Each answers the board as it is then. */
export interface StaffMethods {
  'staff.list': { params: Record<never, never>; value: StaffBoard };
  /** `name` is what the shop calls them. A repeated tap with the same `clientToken` is the same invitation. */
  'staff.invite': {
    params: { readonly clientToken: string; readonly role: StaffRole; readonly name: string };
    value: StaffBoard & { readonly invitation: InvitationView };
    detail: FieldProblems;
  };
  'staff.cancelInvitation': { params: { readonly invitationId: string }; value: StaffBoard };
  /** `from` is the role the caller saw: refused where somebody else changed it meanwhile. */
  'staff.changeRole': {
    params: { readonly openid: string; readonly from: StaffRole; readonly to: StaffRole };
    value: StaffBoard;
  };
  'staff.rename': {
    params: { readonly openid: string; readonly name: string };
    value: StaffBoard;
    detail: FieldProblems;
  };
  'staff.dismiss': { params: { readonly openid: string }; value: StaffBoard };
}

/** Of the `shop` function: whoever is invited is not staff yet. */
export interface JoinMethods {
  'staff.join': {
    params: { readonly code: string };
    value: { readonly role: StaffRole; readonly name: string };
  };
}

/** Why the desk says no about staff. */
export const STAFF_REFUSAL_WORDS = {
  STAFF_NOT_FOUND: '没有找到这位店员，可能已被移除',
  STAFF_CHANGED: '这位店员的岗位刚被修改过，请核对后再操作',
  LAST_OWNER: '至少要保留一位店主，请先指定另一位店主',
  TOO_MANY_INVITATIONS: `未使用的邀请最多 ${STAFF_LIMITS.openInvitations} 个，请先撤回不用的`,
  INVITATION_NOT_FOUND: '这个邀请已被使用、撤回或过期',
} as const;

/** Why somebody cannot join. */
export const JOIN_REFUSAL_WORDS = {
  INVITATION_INVALID: '邀请码不对或已失效，请核对或向店主要一个新的',
  TOO_MANY_TRIES: '试错次数太多，请一小时后再试',
  ALREADY_STAFF: '你已经是店员，无需再次加入',
} as const;
