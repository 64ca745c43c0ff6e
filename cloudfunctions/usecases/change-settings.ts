import type { SettingsChanged, SettingsDraft, SettingsView } from '../../miniprogram/contract/desk-settings';
import type { FieldProblem } from '../../miniprogram/contract/field-problem';
import type { Actor } from '../core/shop/actor';
import { decideSettings, maySetSecondApproval } from '../core/shop/changing-settings';
import type { SettingsDecision, SettingsFile } from '../core/shop/changing-settings';
import { settingsDraft } from '../core/shop/settings-draft';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Store } from '../ports/store';
import { actionViews } from './read-actions';
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

/** Most changes of others that are told; who is further behind reads the settings anew. */
const MAX_CHANGES_TOLD = 20;

function viewOf({ settings, version }: SettingsFile, actor: Actor): SettingsView {
  return { version, settings: settingsDraft(settings), maySetSecondApproval: maySetSecondApproval(actor) };
}

/** The settings as somebody at the desk edits them. */
export async function viewSettings({ store }: Deps, actor: Actor): Promise<SettingsView> {
  return viewOf(await settingsFileOf(store), actor);
}

/** Every version the desk wrote is one action, so the newest ones are what somebody missed. */
async function changedSince(deps: Deps, actor: Actor, seen: number): Promise<SettingsChanged> {
  const now = await viewSettings(deps, actor);
  const missed = Math.min(now.version - seen, MAX_CHANGES_TOLD);
  const subject = { kind: 'settings', id: 'shop' } as const;
  // A version from the future is nobody's: the phone made it up.
  const actions = missed <= 0 ? [] : await deps.store.listActions({ subject, limit: missed });
  return { now, changes: await actionViews(deps, actions) };
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
  return decision.refusal === 'SETTINGS_CHANGED'
    ? { kind: 'changed', changed: await changedSince(deps, actor, version) }
    : { kind: 'refused', refusal: decision.refusal };
}
