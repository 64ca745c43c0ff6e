import type { Role } from '../../../miniprogram/contract/me';

/** Who buys. */
export const SHOPPERS = ['o-lin', 'o-zhou', 'o-mei'] as const;

/** Who works in the shop when a story begins: two may approve what the other asked for. */
export const STAFF: Readonly<Record<string, Exclude<Role, 'none'>>> = {
  'o-owner': 'owner',
  'o-manager': 'manager',
  'o-warehouse': 'warehouse',
  'o-cashier': 'cashier',
  'o-viewer': 'viewer',
};

/** SKUs and how many pieces there are of each: few enough to sell out. */
export const SHELF: Readonly<Record<string, number>> = { tea: 60, cup: 25, tray: 6 };
