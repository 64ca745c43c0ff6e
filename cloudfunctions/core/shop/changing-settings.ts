import type { SettingsDraft } from '../../../miniprogram/contract/desk-settings';
import type { FieldProblem } from '../../../miniprogram/contract/field-problem';
import type { Action } from './action';
import { actionOf, changesBetween, inShort } from './action';
import type { Actor } from './actor';
import type { ShopSettings } from './settings';
import {
  settingsDraft,
  settingsInWords,
  settingsProblems,
  settingsWith,
  cleanedSettings,
} from './settings-draft';

/** The settings with what tells two writers apart. */
export interface SettingsFile {
  readonly settings: ShopSettings;
  /** Grows by one with every change. */
  readonly version: number;
  /** Of the wish that was written last; null where nobody wished at the desk yet. */
  readonly token: string | null;
}

/** What a decision about the settings writes; the version grows by one. */
export interface SettingsWrite {
  readonly settings: ShopSettings;
  readonly token: string;
  readonly action: Action;
}

/** How it ends; `done` without a write: everything was so already. */
export type SettingsDecision =
  | { readonly kind: 'done'; readonly write?: SettingsWrite }
  | { readonly kind: 'invalid'; readonly problems: readonly FieldProblem[] }
  | {
      readonly kind: 'refused';
      readonly refusal: 'SETTINGS_CHANGED' | 'SECOND_APPROVAL_OWNER_ONLY' | 'CLIENT_TOKEN_REUSED';
    };

/** Who changes the settings, when, and under which names. */
export interface SettingsDoing {
  readonly actor: Actor;
  readonly nowMs: number;
  /** Names the wish: the same token again is the same change. */
  readonly token: string;
  readonly actionId: string;
}

/** Whether somebody may change the sum above which a refund needs a second person: whom it binds must not lift it. */
export function maySetSecondApproval({ role }: Actor): boolean {
  return role === 'owner';
}

/**
 * Replaces what can be set at the desk, on the version the editor saw. Safe to repeat with the same token. Refused: an
 * older version; another sum for second approvals than the books have, by anybody but an owner.
 */
export function decideSettings(
  file: SettingsFile,
  version: number,
  wish: SettingsDraft,
  { actor, nowMs, token, actionId }: SettingsDoing,
): SettingsDecision {
  const repeated = file.token === token;
  if (!repeated && file.version !== version) return { kind: 'refused', refusal: 'SETTINGS_CHANGED' };
  const draft = cleanedSettings(wish);
  const before = settingsDraft(file.settings);
  const changes = changesBetween(settingsInWords(before), settingsInWords(draft));
  if (changes.length === 0) return { kind: 'done' };
  if (repeated) return { kind: 'refused', refusal: 'CLIENT_TOKEN_REUSED' };
  const approval = draft.secondApprovalAbove?.minor ?? null;
  if (!maySetSecondApproval(actor) && approval !== (before.secondApprovalAbove?.minor ?? null))
    return { kind: 'refused', refusal: 'SECOND_APPROVAL_OWNER_ONLY' };
  const problems = settingsProblems(draft);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const subject = { kind: 'settings', id: 'shop' } as const;
  const done = { actionId, atMs: nowMs, what: 'settings.save', subject, title: draft.shopName } as const;
  return {
    kind: 'done',
    write: {
      settings: settingsWith(file.settings, draft),
      token,
      action: actionOf(actor, { ...done, changes: changes.map(inShort) }),
    },
  };
}
