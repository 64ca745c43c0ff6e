import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createIds } from '../../../cloudfunctions/adapters/system/ids';
import { dismissStaff } from '../../../cloudfunctions/usecases/manage-staff';
import type { StaffRole } from '../../../miniprogram/contract/staff';
import { STAFF_LIMITS } from '../../../miniprogram/contract/staff';
import { valueOf } from '../../../tools/world/shopper';
import type { Desk } from '../../fixtures/desk-caller';
import { deskOf, refusedBy } from '../../fixtures/desk-caller';
import type { ShopWorld } from '../../fixtures/shop-world';
import { freshToken, openShopWorld } from '../../fixtures/shop-world';

const NOW_MS = Date.UTC(2026, 10, 21);

let world: ShopWorld;
let owner: Desk;

async function invite(role: StaffRole, name: string): Promise<string> {
  const { invitation } = await owner.value('staff.invite', { clientToken: freshToken(), role, name });
  return invitation.code;
}
function join(openid: string, code: string) {
  return world.shopper(openid).call('staff.join', { code });
}
async function roleOf(openid: string) {
  const { staff } = await owner.value('staff.list', {});
  return staff.find((one) => one.openid === openid)?.role;
}

beforeAll(async () => {
  world = await openShopWorld();
  owner = deskOf(world, 'o-owner');
});
afterAll(() => world.close());

describe('the staff', () => {
  it('is everybody with a role, in the order they came, by name', async () => {
    await world.store.appoint('o-later', 'viewer', NOW_MS);
    await world.store.appoint('o-nobody', 'none', NOW_MS);
    const { staff } = await owner.value('staff.list', {});
    expect(staff[0]).toEqual({
      openid: 'o-owner',
      name: '店主',
      role: 'owner',
      joinedAt: '2026-11-20T00:00:00.000Z',
      me: true,
    });
    expect(staff.at(-1)).toMatchObject({ openid: 'o-later', role: 'viewer', me: false });
    expect(staff.map(({ openid }) => openid)).not.toContain('o-nobody');
  });

  it('grows by an invitation, whose code serves once', async () => {
    const code = await invite('manager', '阿青');
    expect(code).toMatch(/^[0-9A-Z]{8}$/);
    const typed = `${code.slice(0, 4).toLowerCase()} - ${code.slice(4)}`;
    expect(valueOf('staff.join', await join('o-qing', typed))).toEqual({ role: 'manager', name: '阿青' });
    expect(await join('o-second', code)).toMatchObject({ refusal: { code: 'INVITATION_INVALID' } });
    // A repeated tap of the same person is no second use.
    expect(await join('o-qing', code)).toMatchObject({ ok: true });
    expect(await roleOf('o-qing')).toBe('manager');
    expect((await owner.value('staff.list', {})).invitations).toEqual([]);
    expect(await deskOf(world, 'o-qing').call('staff.list', {})).toEqual(refusedBy('NOT_ALLOWED'));
  });

  it('gives a code to one of two who type it at the same moment', async () => {
    const code = await invite('cashier', '小周');
    const joined = await Promise.all(
      ['o-race-1', 'o-race-2', 'o-race-3'].map((openid) => join(openid, code)),
    );
    expect(joined.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('makes one invitation of a repeated tap, and refuses its token for another', async () => {
    const wish = { clientToken: freshToken(), role: 'viewer', name: '小满' } as const;
    const first = await owner.value('staff.invite', wish);
    const second = await owner.value('staff.invite', wish);
    expect(second.invitation).toEqual(first.invitation);
    expect(await owner.call('staff.invite', { ...wish, role: 'owner' })).toEqual(
      refusedBy('CLIENT_TOKEN_REUSED'),
    );
    const { invitationId } = first.invitation;
    await owner.value('staff.cancelInvitation', { invitationId });
    expect(await join('o-late', first.invitation.code)).toMatchObject({
      refusal: { code: 'INVITATION_INVALID' },
    });
    expect(await owner.call('staff.cancelInvitation', { invitationId })).toEqual(
      refusedBy('INVITATION_NOT_FOUND'),
    );
  });

  it('lets nobody guess codes', async () => {
    const code = await invite('owner', '目标');
    for (let tries = 0; tries < STAFF_LIMITS.wrongCodesPerHour; tries++)
      expect(await join('o-guesser', `0000000${tries}`)).toMatchObject({
        refusal: { code: 'INVITATION_INVALID' },
      });
    // Even the right one is no longer looked at.
    expect(await join('o-guesser', code)).toMatchObject({ refusal: { code: 'TOO_MANY_TRIES' } });
    const guesses = Array.from({ length: 9 }, (_, n) => join('o-crowd-guesser', `1111111${n}`));
    const codes = (await Promise.all(guesses)).map((reply) => !reply.ok && reply.refusal.code);
    expect(codes.filter((one) => one === 'INVITATION_INVALID')).toHaveLength(STAFF_LIMITS.wrongCodesPerHour);
  });

  it('keeps at most so many invitations', async () => {
    const open = (await owner.value('staff.list', {})).invitations.length;
    for (let n = open; n < STAFF_LIMITS.openInvitations; n++) await invite('cashier', `第${n}位`);
    const wish = { clientToken: freshToken(), role: 'cashier', name: '多一位' } as const;
    expect(await owner.call('staff.invite', wish)).toEqual(refusedBy('TOO_MANY_INVITATIONS'));
    for (const { invitationId } of (await owner.value('staff.list', {})).invitations)
      await owner.value('staff.cancelInvitation', { invitationId });
  });

  it('says how long a name may be', async () => {
    for (const name of ['', '   ', '长'.repeat(13)])
      expect(
        await owner.call('staff.invite', { clientToken: freshToken(), role: 'viewer', name }),
      ).toMatchObject({
        refusal: {
          code: 'FIELDS_INVALID',
          message: '称呼须为 1 到 12 个字',
          detail: { problems: [{ field: 'name', message: '称呼须为 1 到 12 个字' }] },
        },
      });
  });

  it('is joined by nobody whose code is a day old', async () => {
    const code = await invite('cashier', '迟到');
    await world.wechatPay.clock.advance(STAFF_LIMITS.invitationHours * 3_600_000);
    expect(await join('o-late', code)).toMatchObject({ refusal: { code: 'INVITATION_INVALID' } });
    expect((await owner.value('staff.list', {})).invitations).toEqual([]);
    expect(await roleOf('o-late')).toBeUndefined();
  });

  it('is called by names that can be seen', async () => {
    const reply = await owner.call('staff.rename', { openid: 'o-owner', name: '\u200b\u3164' });
    expect(reply).toMatchObject({ ok: false, refusal: { code: 'FIELDS_INVALID' } });
  });

  it('refuses to join somebody who works here already', async () => {
    const code = await invite('viewer', '再来');
    expect(await join('o-owner', code)).toMatchObject({ refusal: { code: 'ALREADY_STAFF' } });
  });
});

describe('a role', () => {
  it('changes by what the owner saw, once', async () => {
    await world.store.appoint('o-change', 'cashier', NOW_MS);
    const wish = { openid: 'o-change', from: 'cashier', to: 'warehouse' } as const;
    await owner.value('staff.changeRole', wish);
    await owner.value('staff.changeRole', wish);
    expect(await roleOf('o-change')).toBe('warehouse');
    expect(await owner.call('staff.changeRole', { ...wish, to: 'viewer' })).toEqual(
      refusedBy('STAFF_CHANGED'),
    );
    const { actions } = await owner.value('actions.list', { subject: { kind: 'staff', id: 'o-change' } });
    expect(actions).toMatchObject([
      {
        what: 'staff.changeRole',
        by: { openid: 'o-owner', name: '店主', role: 'owner' },
        changes: [{ field: '岗位', from: '收银', to: '仓管' }],
      },
    ]);
  });

  it('ends with dismissal, at once', async () => {
    await world.store.appoint('o-former', 'manager', NOW_MS);
    await owner.value('staff.dismiss', { openid: 'o-former' });
    await owner.value('staff.dismiss', { openid: 'o-former' });
    expect(await deskOf(world, 'o-former').call('actions.list', {})).toEqual(refusedBy('NOT_STAFF'));
    expect(await owner.call('staff.dismiss', { openid: 'o-stranger' })).toEqual(refusedBy('STAFF_NOT_FOUND'));
    expect(await owner.call('staff.rename', { openid: 'o-former', name: '还在' })).toEqual(
      refusedBy('STAFF_NOT_FOUND'),
    );
  });

  it('that ends while a call of its holder is on its way takes the call along', async () => {
    await world.store.appoint('o-owner-3', 'manager', NOW_MS);
    await world.store.appoint('o-victim', 'cashier', NOW_MS);
    const clock = { nowMs: () => NOW_MS };
    const ids = createIds(clock);
    // The call was admitted as an owner's; by the time it writes, its holder is a manager.
    const wish = { actor: { openid: 'o-owner-3', role: 'owner' }, openid: 'o-victim' } as const;
    expect(await dismissStaff({ store: world.store, clock, ids }, wish)).toEqual({
      kind: 'refused',
      refusal: 'NOT_ALLOWED',
    });
    expect(await roleOf('o-victim')).toBe('cashier');
  });

  it('of the last owner stays', async () => {
    const asOwner = { openid: 'o-owner' };
    expect(await owner.call('staff.dismiss', asOwner)).toEqual(refusedBy('LAST_OWNER'));
    expect(await owner.call('staff.changeRole', { ...asOwner, from: 'owner', to: 'viewer' })).toEqual(
      refusedBy('LAST_OWNER'),
    );
  });

  it('of one owner stays when two dismiss each other at the same moment', async () => {
    await world.store.appoint('o-owner-2', 'owner', NOW_MS);
    const other = deskOf(world, 'o-owner-2');
    const ends = await Promise.all([
      owner.call('staff.dismiss', { openid: 'o-owner-2' }),
      other.call('staff.dismiss', { openid: 'o-owner' }),
    ]);
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    const owners = (await world.store.listStaff()).filter(({ role }) => role === 'owner');
    expect(owners).toHaveLength(1);
    await world.store.appoint('o-owner', 'owner', NOW_MS);
    await world.store.appoint('o-owner-2', 'none', NOW_MS);
  });
});

describe('the log', () => {
  it('pages through what was done, newest first, by any filter', async () => {
    for (let n = 0; n < 23; n++) await owner.value('staff.rename', { openid: 'o-owner', name: `店主${n}` });
    const first = await owner.value('actions.list', { what: 'staff.rename', by: 'o-owner' });
    expect(first.actions).toHaveLength(20);
    expect(first.actions[0]?.changes).toEqual([{ field: '称呼', from: '店主21', to: '店主22' }]);
    const before = first.next ?? '';
    const second = await owner.value('actions.list', { what: 'staff.rename', by: 'o-owner', before });
    expect(second.actions).toHaveLength(3);
    expect(second.next).toBeUndefined();
    const elsewhere = { kind: 'staff', id: 'o-elsewhere' } as const;
    expect(await owner.value('actions.list', { what: 'staff.rename', subject: elsewhere })).toEqual({
      actions: [],
    });
  });
});

describe('a hostile call about staff', () => {
  it.each([
    ['staff.invite', '{"clientToken":"token-hostile","role":"none","name":"a"}'],
    ['staff.invite', '{"clientToken":"token-hostile","role":"owner","name":{"$gt":""}}'],
    ['staff.invite', '{"clientToken":"token-hostile","role":"owner","name":"a","code":"00000000"}'],
    ['staff.invite', `{"clientToken":"token-hostile","role":"owner","name":"${'长'.repeat(101)}"}`],
    ['staff.invite', '{"clientToken":"token-hostile","role":"owner","name":"a\\u202eb"}'],
    ['staff.cancelInvitation', '{"invitationId":{"$ne":""}}'],
    ['staff.changeRole', '{"openid":"o-owner","from":"owner","to":"none"}'],
    ['staff.changeRole', '{"openid":{"$gt":""},"from":"owner","to":"viewer"}'],
    ['staff.changeRole', '{"openid":"o-owner","from":"owner","to":"viewer","__proto__":{"role":"owner"}}'],
    ['staff.dismiss', '{"openid":["o-owner"]}'],
    ['staff.dismiss', '{"openid":"../o-owner"}'],
    ['staff.list', '{"role":"owner"}'],
    ['actions.list', '{"by":{"$gt":""}}'],
    ['actions.list', '{"what":"__proto__"}'],
    ['actions.list', '{"subject":{"kind":"staff","id":"a","about":"b"}}'],
    ['actions.list', '{"before":{"$gt":""}}'],
    ['actions.list', '{"limit":1000}'],
  ])('%s %s is refused', async (method, params) => {
    expect(await owner.raw(`{"method":"${method}","params":${params}}`)).toEqual(refusedBy('INVALID_PARAMS'));
  });
});
