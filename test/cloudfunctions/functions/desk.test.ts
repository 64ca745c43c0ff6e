import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PARAMS } from '../../../cloudfunctions/functions/desk/schemas';
import type { DeskMethod, DeskRefusal } from '../../../miniprogram/contract/desk';
import { DESK_REFUSAL_WORDS } from '../../../miniprogram/contract/desk';
import type { Role } from '../../../miniprogram/contract/me';
import { ROLES } from '../../../miniprogram/contract/me';
import { callFunction } from '../../fixtures/call-function';
import type { ShopWorld } from '../../fixtures/shop-world';
import { openShopWorld } from '../../fixtures/shop-world';

const NOW_MS = Date.UTC(2026, 10, 21);
const METHODS = Object.keys(PARAMS) as DeskMethod[];
const OWNER: readonly Role[] = ['owner'];
const MANAGERS: readonly Role[] = [...OWNER, 'manager'];
const STOREKEEPERS: readonly Role[] = [...MANAGERS, 'warehouse'];
const CASHIERS: readonly Role[] = [...MANAGERS, 'cashier'];
const CLERKS: readonly Role[] = [...STOREKEEPERS, 'cashier'];
const STAFF: readonly Role[] = [...CLERKS, 'viewer'];

/**
 * Who may do what, written out once more: a slip in the shop's own table lets somebody in, and a test that reads that
 * table would let it pass.
 */
const WHO_MAY: Readonly<Record<DeskMethod, readonly Role[]>> = {
  'today.get': STAFF,
  'products.list': STAFF,
  'products.form': STAFF,
  'products.checkPicture': MANAGERS,
  'products.create': MANAGERS,
  'products.edit': MANAGERS,
  'products.publish': MANAGERS,
  'products.withdraw': MANAGERS,
  'products.remove': MANAGERS,
  'stock.scan': STAFF,
  'stock.get': STAFF,
  'stock.adjust': STOREKEEPERS,
  'stock.movements': STAFF,
  'stock.low': STAFF,
  'orders.list': STAFF,
  'orders.search': STAFF,
  'orders.detail': STAFF,
  'orders.note': CLERKS,
  'refunds.list': STAFF,
  'refunds.counts': STAFF,
  'refunds.get': STAFF,
  'refunds.create': MANAGERS,
  'refunds.approveRequest': MANAGERS,
  'refunds.rejectRequest': MANAGERS,
  'refunds.approve': MANAGERS,
  'refunds.decline': MANAGERS,
  'refunds.retry': MANAGERS,
  'refunds.redirect': MANAGERS,
  'refunds.settleByHand': MANAGERS,
  'refunds.goodsBack': MANAGERS,
  'shipping.couriers': STOREKEEPERS,
  'shipping.recognise': STOREKEEPERS,
  'shipping.get': STAFF,
  'shipping.ship': STOREKEEPERS,
  'shipping.correct': STOREKEEPERS,
  'shipping.retry': STOREKEEPERS,
  'shipping.remind': STOREKEEPERS,
  'shipping.state': STAFF,
  'shipping.list': STAFF,
  'collect.byCode': CASHIERS,
  'collect.byQr': CASHIERS,
  'collect.check': CASHIERS,
  'collect.void': CASHIERS,
  'collect.list': STAFF,
  'evidence.find': STAFF,
  'evidence.timeline': STAFF,
  'evidence.export': STAFF,
  'bills.month': STAFF,
  'bills.day': STAFF,
  'bills.resolve': MANAGERS,
  'bills.refetch': MANAGERS,
  'actions.list': MANAGERS,
  'settings.get': MANAGERS,
  'settings.save': MANAGERS,
  'staff.list': OWNER,
  'staff.invite': OWNER,
  'staff.cancelInvitation': OWNER,
  'staff.changeRole': OWNER,
  'staff.rename': OWNER,
  'staff.dismiss': OWNER,
};

/** No method takes this: whoever may call it is told so, whoever may not is not. */
const NOBODY_TAKES_THIS = { 'no method takes this': true };

let world: ShopWorld;

function refused(code: DeskRefusal) {
  return { ok: false, refusal: { code, message: DESK_REFUSAL_WORDS[code] } };
}

async function call(openid: string, method: string, params: unknown = {}): Promise<unknown> {
  const event = JSON.stringify({ method, params });
  return (await callFunction(world.cloud.url, { name: 'desk', openid, event })).result;
}

beforeAll(async () => {
  world = await openShopWorld();
  for (const role of ROLES) await world.store.appoint(`o-desk-${role}`, role, NOW_MS);
});
afterAll(() => world.close());

describe('the desk', () => {
  it.each(METHODS.flatMap((method) => ROLES.map((role) => [method, role] as const)))(
    'lets nobody do %s without the right: %s',
    async (method, role) => {
      const before = await world.books();
      const allowed = WHO_MAY[method].includes(role);
      const code = allowed ? 'INVALID_PARAMS' : role === 'none' ? 'NOT_STAFF' : 'NOT_ALLOWED';
      expect(await call(`o-desk-${role}`, method, NOBODY_TAKES_THIS)).toEqual(refused(code));
      expect(await world.books()).toEqual(before);
    },
  );

  it('is closed to somebody who never opened the shop', async () => {
    expect(await call('o-desk-stranger', 'staff.list')).toEqual(refused('NOT_STAFF'));
  });

  it('is closed at once to somebody who was dismissed', async () => {
    await world.store.appoint('o-desk-former', 'owner', NOW_MS);
    expect(await call('o-desk-former', 'staff.list')).toMatchObject({ ok: true });
    await world.store.appoint('o-desk-former', 'none', NOW_MS);
    expect(await call('o-desk-former', 'staff.list')).toEqual(refused('NOT_STAFF'));
  });

  it('believes no role that a call claims', async () => {
    const event = '{"method":"staff.list","params":{},"userInfo":{"openId":"o-desk-owner","role":"owner"}}';
    const answer = await callFunction(world.cloud.url, { name: 'desk', openid: 'o-desk-none', event });
    expect(answer.result).toEqual(refused('NOT_STAFF'));
  });

  it.each(['', 'staff', 'toString', '__proto__', 'orders.place'])('has no method %p', async (method) => {
    expect(await call('o-desk-owner', method)).toEqual(refused('UNKNOWN_METHOD'));
  });

  it('does not answer a timer', async () => {
    expect(await world.cloud.fireTimer('desk')).toEqual(refused('IDENTITY_REQUIRED'));
  });
});
