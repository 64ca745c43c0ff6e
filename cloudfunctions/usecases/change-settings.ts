import type { SettingsChanged, SettingsDraft, SettingsView } from '../../miniprogram/contract/desk-settings';
import type { FieldProblem } from '../../miniprogram/contract/field-problem';
import type { Actor } from '../core/shop/actor';
import { decideSettings, maySetSecondApproval } from '../core/shop/changing-settings';
import type { SettingsDecision, SettingsFile } from '../core/shop/changing-settings';
import { settingsDraft } from '../core/shop/settings-draft';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';
import { changesSince } from './read-actions';
import { settingsFileOf } from './shop-settings';

type Deps = { readonly store: Store; readonly clock: Clock; readonly ids: Ids };

/** How saving the settings ends. `changed` brings what somebody else did since the version that was sent. */
export type SettingsResult =
  | { readonly kind: 'done'; readonly view: SettingsView }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | { readonly kind: 'changed'; readonly changed: SettingsChanged }
  | {
      readonly kind: 'refused';
      readonly refusal: Exclude<
        Extract<SettingsDecision, { kind: 'refused' }>['refusal'],
        'SETTINGS_CHANGED'
      >;
    };

function viewOf({ settings, version }: SettingsFile, actor: Actor): SettingsView {
  return { version, settings: settingsDraft(settings), maySetSecondApproval: maySetSecondApproval(actor) };
}

/** The settings as somebody at the desk edits them. */
export async function viewSettings({ store }: Deps, actor: Actor): Promise<SettingsView> {
  return viewOf(await settingsFileOf(store), actor);
}

/** Replaces the shop's settings, on the version the editor saw. Safe to repeat with the same token. */
export async function changeSettings(
  deps: Deps,
  wish: {
    readonly actor: Actor;
    readonly clientToken: string;
    readonly version: number;
    readonly settings: SettingsDraft;
  },
): Promise<SettingsResult> {
  const { actor, clientToken, version, settings } = wish;
  const doing = {
    actor,
    nowMs: deps.clock.nowMs(),
    // Of this person: two may have chosen the same token.
    token: deps.ids.derived('settings', actor.openid, clientToken),
    actionId: deps.ids.unique(),
  };
  const decision = await deps.store.changeSettings<SettingsDecision>((file) => {
    const result = decideSettings(file, version, settings, doing);
    return result.kind === 'done' && result.write !== undefined
      ? { result, write: result.write }
      : { result };
  });
  if (decision.kind === 'invalid') return decision;
  if (decision.kind === 'done') return { kind: 'done', view: await viewSettings(deps, actor) };
  if (decision.refusal !== 'SETTINGS_CHANGED') return { kind: 'refused', refusal: decision.refusal };
  const now = await viewSettings(deps, actor);
  const subject = { kind: 'settings', id: 'shop' } as const;
  const changes = await changesSince(deps, subject, { seen: version, now: now.version });
  return { kind: 'changed', changed: { now, changes } };
}
