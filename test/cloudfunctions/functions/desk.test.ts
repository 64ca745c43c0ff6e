import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RIGHTS } from '../../../cloudfunctions/functions/desk/rights';
import { PARAMS } from '../../../cloudfunctions/functions/desk/schemas';
import type { DeskMethod, DeskRefusal } from '../../../miniprogram/contract/desk';
import { DESK_REFUSAL_WORDS } from '../../../miniprogram/contract/desk';
import { ROLES } from '../../../miniprogram/contract/me';
import { mayDo } from '../../../miniprogram/contract/staff';
import { callFunction } from '../../fixtures/call-function';
import type { ShopWorld } from '../../fixtures/shop-world';
import { openShopWorld } from '../../fixtures/shop-world';

const NOW_MS = Date.UTC(2026, 10, 21);
const METHODS = Object.keys(PARAMS) as DeskMethod[];
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
      const allowed = mayDo(role, RIGHTS[method]);
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
