import type { Mode } from '../checks/party-fields';

export const MODES: readonly Mode[] = ['direct', 'partner'];

/** Where the orders of a mode live. */
export const ORDER_ROOT: Readonly<Record<Mode, string>> = {
  direct: '/v3/pay/transactions',
  partner: '/v3/pay/partner/transactions',
};
