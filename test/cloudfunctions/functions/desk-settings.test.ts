import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SettingsDraft, SettingsView } from '../../../miniprogram/contract/desk-settings';
import { fen } from '../../../miniprogram/contract/money';
import { checkOut, valueOf } from '../../../tools/world/shopper';
import type { Desk } from '../../fixtures/desk-caller';
import type { DeskWorld } from '../../fixtures/desk-world';
import { openDeskWorld, refusalOf } from '../../fixtures/desk-world';
import { freshToken, PLENTY } from '../../fixtures/shop-world';

const BUYER = 'o-buyer';

let world: DeskWorld;
let owner: Desk;
let manager: Desk;

beforeAll(async () => {
  world = await openDeskWorld();
  owner = world.desk('owner');
  manager = world.desk('manager');
});
afterAll(() => world.close());

const view = (): Promise<SettingsView> => owner.value('settings.get', {});
/** Saves a change of what stands there now. */
async function save(changes: Partial<SettingsDraft>, desk = owner, clientToken = freshToken()) {
  const { version, settings } = await view();
  return desk.call('settings.save', { clientToken, version, settings: { ...settings, ...changes } });
}
async function setting(changes: Partial<SettingsDraft>): Promise<SettingsView> {
  return valueOf('settings.save', await save(changes));
}
/** Orders 桂花糕 as the shopper, and what the order then says. */
async function order(quantity = 1) {
  const lines = [{ skuId: PLENTY, quantity }];
  const wish = { clientToken: freshToken(), lines };
  return valueOf('orders.place', await checkOut(world.shopper(BUYER), wish));
}

describe('the settings of the shop', () => {
  it('are seen by the owner and the manager, and who may say when a second person is needed', async () => {
    const seen = await view();
    expect(seen).toMatchObject({ maySetSecondApproval: true, settings: { shopName: '小铺' } });
    expect(await manager.value('settings.get', {})).toEqual({ ...seen, maySetSecondApproval: false });
  });

  it('show where shoppers read them', async () => {
    const service = { hours: '每天 10:00–18:00', phone: '0571-8888 8888', text: '尽快回复' };
    await setting({ shopName: '山里小铺', notice: '今天新到桂花糕', hotWords: ['桂花糕'], service });
    const shopper = world.shopper(BUYER);
    expect(valueOf('home', await shopper.call('catalogue.home', {}))).toMatchObject({
      shopName: '山里小铺',
      notice: '今天新到桂花糕',
    });
    expect(valueOf('hot', await shopper.call('catalogue.hotWords', {}))).toEqual({ words: ['桂花糕'] });
    expect(valueOf('about', await shopper.call('shop.about', {}))).toMatchObject({
      shopName: '山里小铺',
      service,
      privacy: { paragraphs: expect.anything() },
    });
  });

  it('decide the freight and the time to pay of the next order, not of one that is there', async () => {
    const { settings } = await view();
    const before = await order();
    await setting({
      freight: { ...settings.freight, fee: fen(1_200), freeFrom: fen(100_000) },
      payWithinMinutes: 10,
    });
    const after = await order();
    expect([before.freight.minor, after.freight.minor]).toEqual([settings.freight.fee.minor, 1_200]);
    const minutes = ({ payBefore, placedAt }: typeof after) =>
      (Date.parse(payBefore ?? '') - Date.parse(placedAt)) / 60_000;
    expect([minutes(before), minutes(after)]).toEqual([30, 10]);
    await world.tick(11 * 60_000);
    const shown = async (orderId: string) =>
      valueOf('detail', await world.shopper(BUYER).call('orders.detail', { orderId })).state;
    expect([await shown(before.orderId), await shown(after.orderId)]).toEqual(['awaitingPayment', 'closed']);
  });

  it('decide from which sum on a refund waits for a second person', async () => {
    const paid = await world.paidOrder(BUYER);
    await setting({ secondApprovalAbove: fen(100) });
    const wish = { clientToken: freshToken(), orderId: paid.orderId, amount: fen(101) };
    const { refund } = await manager.value('refunds.create', wish);
    expect(refund).toMatchObject({ state: 'awaitingApproval' });
    await setting({ secondApprovalAbove: null });
  });
});

describe('saving the settings', () => {
  it('stands in the log with what was and what is', async () => {
    await setting({ notice: '旧公告' });
    valueOf('save', await save({ notice: '新公告' }, manager));
    const { actions } = await owner.value('actions.list', { what: 'settings.save' });
    expect(actions[0]).toMatchObject({
      by: { openid: 'o-desk-manager', role: 'manager' },
      subject: { kind: 'settings', id: 'shop' },
      changes: [{ field: '公告', from: '旧公告', to: '新公告' }],
    });
  });

  it('twice with one token is one change', async () => {
    const { version, settings } = await view();
    const wish = { clientToken: freshToken(), version, settings: { ...settings, notice: '一次' } };
    const first = await owner.value('settings.save', wish);
    expect(await owner.value('settings.save', wish)).toEqual(first);
    expect(first.version).toBe(version + 1);
    const other = { ...wish, settings: { ...settings, notice: '两次' } };
    expect(await refusalOf(owner, 'settings.save', other)).toBe('CLIENT_TOKEN_REUSED');
  });

  it('of an older version is refused with what changed meanwhile, nothing half-written', async () => {
    const { version, settings } = await view();
    await setting({ notice: '别人写的' });
    const mine = { clientToken: freshToken(), version, settings: { ...settings, notice: '我写的' } };
    expect(await owner.call('settings.save', mine)).toMatchObject({
      refusal: {
        code: 'SETTINGS_CHANGED',
        detail: {
          now: { version: version + 1, settings: { notice: '别人写的' } },
          changes: [{ what: 'settings.save', changes: [{ field: '公告', to: '别人写的' }] }],
        },
      },
    });
    expect((await view()).settings.notice).toBe('别人写的');
  });

  it('of several people at the same moment is one save', async () => {
    const { version, settings } = await view();
    const ends = await Promise.all(
      [owner, manager, world.desk('owner', '-2'), world.desk('manager', '-2')].map((desk, n) =>
        desk.call('settings.save', {
          clientToken: freshToken(),
          version,
          settings: { ...settings, notice: `第${n}位` },
        }),
      ),
    );
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await view()).version).toBe(version + 1);
  });

  it('by a manager leaves the sum for a second person to the owner', async () => {
    const before = await view();
    const reply = await save({ secondApprovalAbove: fen(50_000) }, manager);
    expect(reply).toMatchObject({ refusal: { code: 'SECOND_APPROVAL_OWNER_ONLY' } });
    expect(await view()).toEqual(before);
  });

  it('names every field that is wrong, with its limit', async () => {
    const before = await view();
    const reply = await save({ shopName: ' ', payWithinMinutes: 5 });
    expect(reply).toMatchObject({
      refusal: {
        code: 'FIELDS_INVALID',
        message: '店名须为 1 到 20 个字',
        detail: {
          problems: [
            { field: 'shopName', message: '店名须为 1 到 20 个字' },
            { field: 'payWithinMinutes', message: '付款时限须为 10 到 120 分钟' },
          ],
        },
      },
    });
    expect(await view()).toEqual(before);
  });
});

describe('a hostile save', () => {
  const odd: readonly (readonly [string, (settings: SettingsDraft) => object])[] = [
    [
      'a fee that is no whole number',
      (s) => ({ ...s, freight: { ...s.freight, fee: { minor: 0.5, currency: 'CNY' } } }),
    ],
    [
      'a fee in another currency',
      (s) => ({ ...s, freight: { ...s.freight, fee: { minor: 1, currency: 'USD' } } }),
    ],
    ['a province nobody knows', (s) => ({ ...s, freight: { ...s.freight, notDelivered: ['月球'] } })],
    [
      'every province ten times',
      (s) => ({ ...s, freight: { ...s.freight, remoteProvinces: Array(340).fill('西藏') } }),
    ],
    ['a name of a megabyte', (s) => ({ ...s, shopName: '铺'.repeat(1_000_000) })],
    ['a name that turns text around', (s) => ({ ...s, shopName: '铺\u202e小' })],
    ['minutes without end', (s) => ({ ...s, payWithinMinutes: 1e300 })],
    ['a field nobody knows', (s) => ({ ...s, storeId: 'mine' })],
    ['message templates', (s) => ({ ...s, messageTemplates: ['mine'] })],
    ['a missing field', ({ shopName: _name, ...s }) => s],
    ['a role', (s) => ({ ...s, role: 'owner' })],
  ];
  it.each(odd)('with %s is refused and changes nothing', async (_what, twist) => {
    const before = await view();
    const params = { clientToken: freshToken(), version: before.version, settings: twist(before.settings) };
    expect(await owner.raw(JSON.stringify({ method: 'settings.save', params }))).toMatchObject({
      ok: false,
      refusal: { code: 'INVALID_PARAMS' },
    });
    expect(await view()).toEqual(before);
  });

  it.each([0, -1, 1.5, 'x', null])('of the version %p is refused', async (version) => {
    const { settings } = await view();
    const params = { clientToken: freshToken(), version, settings };
    expect(await owner.raw(JSON.stringify({ method: 'settings.save', params }))).toMatchObject({
      refusal: { code: 'INVALID_PARAMS' },
    });
  });

  it('of a version from the future is told of no changes', async () => {
    const { version, settings } = await view();
    const params = {
      clientToken: freshToken(),
      version: version + 7,
      settings: { ...settings, notice: '?' },
    };
    expect(await owner.call('settings.save', params)).toMatchObject({
      refusal: { code: 'SETTINGS_CHANGED', detail: { now: { version }, changes: [] } },
    });
  });
});
