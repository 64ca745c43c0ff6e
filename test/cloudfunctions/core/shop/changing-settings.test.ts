import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SettingsDoing, SettingsFile } from '../../../../cloudfunctions/core/shop/changing-settings';
import { decideSettings } from '../../../../cloudfunctions/core/shop/changing-settings';
import {
  payWithinMsOf,
  settingsDraft,
  settingsProblems,
  settingsWith,
} from '../../../../cloudfunctions/core/shop/settings-draft';
import { PROVINCES, SETTINGS_LIMITS } from '../../../../miniprogram/contract/desk-settings';
import type { SettingsDraft } from '../../../../miniprogram/contract/desk-settings';
import { fen } from '../../../../miniprogram/contract/money';
import { aSettingsDraft } from '../../../fixtures/settings-draft';
import { someSettings } from '../../../fixtures/shelf';

const OWNER = { openid: 'o-owner', role: 'owner' } as const;
const MANAGER = { openid: 'o-manager', role: 'manager' } as const;
const DOING: SettingsDoing = { actor: OWNER, nowMs: 1_000, token: 'token-1', actionId: 'a-1' };

function fileOf(draft: SettingsDraft, changes: Partial<SettingsFile> = {}): SettingsFile {
  return { settings: settingsWith(someSettings(), draft), version: 3, token: 'before', ...changes };
}
const FILE = fileOf(aSettingsDraft());
const problemsOf = (changes: Partial<SettingsDraft>) => settingsProblems(aSettingsDraft(changes));
const freight = (changes: Partial<SettingsDraft['freight']>) => ({
  freight: { ...aSettingsDraft().freight, ...changes },
});

describe('the settings', () => {
  it('of a shop that never set how long an order waits keep half an hour', () => {
    expect(payWithinMsOf(someSettings())).toBe(30 * 60_000);
    expect(payWithinMsOf(someSettings({ payWithinMinutes: 15 }))).toBe(15 * 60_000);
    expect(settingsDraft(someSettings())).toMatchObject({ payWithinMinutes: 30, secondApprovalAbove: null });
  });

  it('are read from rules that name provinces in full', () => {
    const { freight: rule } = FILE.settings;
    const settings = { ...FILE.settings, freight: { ...rule, remoteProvinces: ['新疆维吾尔自治区'] } };
    expect(settingsDraft(settings).freight.remoteProvinces).toEqual(['新疆']);
  });

  const sum = (most: number) => fc.integer({ min: 1, max: most }).map((minor) => fen(minor));
  const drafts = fc.record({
    shopName: fc.string({ minLength: 1 }),
    hotWords: fc.array(fc.string()),
    payWithinMinutes: fc.integer({ min: 10, max: 120 }),
    secondApprovalAbove: fc.option(sum(SETTINGS_LIMITS.mostSecondApprovalMinor)),
    freight: fc.record({
      fee: sum(SETTINGS_LIMITS.mostFeeMinor),
      freeFrom: fc.option(sum(SETTINGS_LIMITS.mostFreeFromMinor)),
      remoteProvinces: fc.subarray([...PROVINCES]),
      remoteFee: sum(SETTINGS_LIMITS.mostFeeMinor),
      notDelivered: fc.subarray([...PROVINCES]),
    }),
  });
  it('say what was written into them, and keep what the desk does not know', () => {
    fc.assert(
      fc.property(drafts, (changes) => {
        const draft = aSettingsDraft(changes);
        const before = someSettings({ storeId: 'hangzhou-1', secondApprovalAbove: fen(1) });
        const after = settingsWith(before, draft);
        expect(settingsDraft(after)).toEqual(draft);
        expect(after).toMatchObject({ storeId: 'hangzhou-1', about: { privacy: before.about.privacy } });
      }),
    );
  });
});

describe('a change of the settings', () => {
  it('writes the settings with what differs, from what to what', () => {
    const draft = aSettingsDraft({
      shopName: ' 山里小铺 ',
      payWithinMinutes: 20,
      ...freight({ fee: fen(0) }),
    });
    expect(decideSettings(FILE, 3, draft, DOING)).toEqual({
      kind: 'done',
      write: {
        settings: settingsWith(FILE.settings, { ...draft, shopName: '山里小铺' }),
        token: 'token-1',
        action: {
          actionId: 'a-1',
          atMs: 1_000,
          by: 'o-owner',
          role: 'owner',
          what: 'settings.save',
          subject: { kind: 'settings', id: 'shop' },
          title: '山里小铺',
          note: '',
          changes: [
            { field: '店名', from: '小铺', to: '山里小铺' },
            { field: '运费', from: '¥8.00', to: '¥0.00' },
            { field: '付款时限', from: '30 分钟', to: '20 分钟' },
          ],
        },
      },
    });
  });

  it('writes nothing where nothing differs, whatever order the provinces came in', () => {
    const draft = aSettingsDraft(freight({ remoteProvinces: ['新疆', '西藏'] }));
    expect(decideSettings(FILE, 3, draft, DOING)).toEqual({ kind: 'done' });
  });

  it('of an older version is refused, before anything else is looked at', () => {
    expect(decideSettings(FILE, 2, aSettingsDraft({ shopName: '' }), DOING)).toEqual({
      kind: 'refused',
      refusal: 'SETTINGS_CHANGED',
    });
  });

  it('that is repeated finds its own work, and with other words is refused', () => {
    const draft = aSettingsDraft({ notice: '新公告' });
    const written = fileOf(draft, { version: 4, token: 'token-1' });
    expect(decideSettings(written, 3, draft, DOING)).toEqual({ kind: 'done' });
    const other = aSettingsDraft({ notice: '别的公告' });
    expect(decideSettings(written, 3, other, DOING)).toEqual({
      kind: 'refused',
      refusal: 'CLIENT_TOKEN_REUSED',
    });
  });

  it.each([
    [null, fen(10_000)],
    [fen(10_000), null],
    [fen(10_000), fen(10_001)],
  ])('of the sum for a second person, %p to %p, is an owner’s alone', (before, after) => {
    const file = fileOf(aSettingsDraft({ secondApprovalAbove: before }));
    const draft = aSettingsDraft({ secondApprovalAbove: after });
    expect(decideSettings(file, 3, draft, { ...DOING, actor: MANAGER })).toEqual({
      kind: 'refused',
      refusal: 'SECOND_APPROVAL_OWNER_ONLY',
    });
    expect(decideSettings(file, 3, draft, DOING)).toMatchObject({
      kind: 'done',
      write: { token: 'token-1' },
    });
    const other = aSettingsDraft({ secondApprovalAbove: before, notice: '新公告' });
    expect(decideSettings(file, 3, other, { ...DOING, actor: MANAGER })).toMatchObject({ write: {} });
  });

  it.each<[string, Partial<SettingsDraft>, readonly string[]]>([
    ['no name', { shopName: '   '.trim() }, ['shopName']],
    ['a name too long', { shopName: '铺'.repeat(21) }, ['shopName']],
    ['a notice too long', { notice: '铺'.repeat(61) }, ['notice']],
    ['an empty hot word', { hotWords: [''] }, ['hotWords']],
    ['a hot word twice', { hotWords: ['茶', '茶'] }, ['hotWords']],
    ['too many hot words', { hotWords: Array.from({ length: 13 }, (_, at) => `词${at}`) }, ['hotWords']],
    ['words in the phone', { service: { hours: '', phone: '打给小王', text: '' } }, ['phone']],
    ['a short phone', { service: { hours: '', phone: '12', text: '' } }, ['phone']],
    ['a negative fee', freight({ fee: fen(-1) }), ['fee']],
    ['a fee too high', freight({ fee: fen(100_001) }), ['fee']],
    ['free from nothing', freight({ freeFrom: fen(0) }), ['freeFrom']],
    ['a province twice', freight({ notDelivered: ['西藏'] }), ['notDelivered']],
    ['nowhere', freight({ remoteProvinces: [], notDelivered: [...PROVINCES] }), ['notDelivered']],
    ['no time to pay', { payWithinMinutes: 9 }, ['payWithinMinutes']],
    ['too long to pay', { payWithinMinutes: 121 }, ['payWithinMinutes']],
    ['no sum', { secondApprovalAbove: fen(0) }, ['secondApprovalAbove']],
    ['a sum nobody refunds', { secondApprovalAbove: fen(10_000_001) }, ['secondApprovalAbove']],
    ['several', { shopName: '', payWithinMinutes: 0 }, ['shopName', 'payWithinMinutes']],
  ])('with %s is invalid, and each problem names its field', (_what, changes, fields) => {
    const problems = problemsOf(changes);
    expect(problems.map(({ field }) => field)).toEqual(fields);
    expect(decideSettings(FILE, 3, aSettingsDraft(changes), DOING)).toEqual({ kind: 'invalid', problems });
  });

  it.each([10, 120])('at its limits is fine: %i minutes', (payWithinMinutes) => {
    const changes = { payWithinMinutes, shopName: '铺'.repeat(20), ...freight({ fee: fen(100_000) }) };
    expect(problemsOf(changes)).toEqual([]);
  });

  it('cuts what is too long for the log', () => {
    const decision = decideSettings(FILE, 3, aSettingsDraft({ delivery: '配'.repeat(300) }), DOING);
    expect(decision).toMatchObject({
      write: { action: { changes: [{ field: '配送说明', to: `${'配'.repeat(80)}…` }] } },
    });
  });
});
