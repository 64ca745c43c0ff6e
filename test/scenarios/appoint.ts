import type { Role } from '../../miniprogram/contract/me';
import type { InProcessShop } from './in-process-shop';

/** Lets people work in a shop, by openid, without the invitations they would come by. */
export async function appoint(
  { store, clock, ids }: InProcessShop['deps'],
  staff: Readonly<Record<string, Role>>,
): Promise<void> {
  const nowMs = clock.nowMs();
  for (const [openid, role] of Object.entries(staff)) {
    const by = { by: openid, role: 'none', title: openid, changes: [], note: '' } as const;
    const action = {
      actionId: ids.unique(),
      atMs: nowMs,
      what: 'staff.join',
      subject: { kind: 'staff', id: openid },
      ...by,
    } as const;
    const write = { member: { openid, role, name: openid }, action };
    await store.changeRoster<null>({ openid, nowMs }, () => ({ result: null, write }));
  }
}
