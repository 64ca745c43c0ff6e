import type { StaffView } from '../../miniprogram/contract/staff';
import type { Store } from '../ports/store';
import { rfc3339 } from './order-view';

/** Everybody who works here, in the order they came. */
export async function listStaff({ store }: { readonly store: Store }): Promise<readonly StaffView[]> {
  const staff = await store.listStaff();
  return staff.map(({ openid, role, joinedAtMs }) => ({ openid, role, joinedAt: rfc3339(joinedAtMs) }));
}
