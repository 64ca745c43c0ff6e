import type { ActionKind, ActionSubject, FieldChange } from '../../../miniprogram/contract/desk-actions';
import type { Role } from '../../../miniprogram/contract/me';
import type { Actor } from './actor';

/** Something a member of the staff did, kept for good. */
export interface Action {
  /** The same action always has the same id, so that a repeat completes it and never doubles it. */
  readonly actionId: string;
  readonly atMs: number;
  /** Whose it is, by openid, and the role they had. */
  readonly by: string;
  readonly role: Role;
  readonly what: ActionKind;
  readonly subject: ActionSubject;
  /** What the subject was called then. */
  readonly title: string;
  readonly changes: readonly FieldChange[];
  readonly note: string;
}

/** What an action is made from; `changes` and `note` where there are any. */
export interface ActionDone extends Omit<Action, 'by' | 'role' | 'changes' | 'note'> {
  readonly changes?: readonly FieldChange[];
  readonly note?: string;
}

/** The action of this person. */
export function actionOf({ openid, role }: Actor, { changes = [], note = '', ...done }: ActionDone): Action {
  return { ...done, by: openid, role, changes, note };
}

/** The fields that differ, in the order of `after`; both are what a person reads. */
export function changesBetween(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly FieldChange[] {
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return fields
    .map((field) => ({ field, from: before[field] ?? '', to: after[field] ?? '' }))
    .filter(({ from, to }) => from !== to);
}

/** Longer texts are cut in the log: it says what changed, it is no archive. */
const MAX_TEXT = 80;

function cut(text: string): string {
  const signs = Array.from(text);
  return signs.length <= MAX_TEXT ? text : `${signs.slice(0, MAX_TEXT).join('')}…`;
}

/** A change as the log keeps it. */
export function inShort({ field, from, to }: FieldChange): FieldChange {
  return { field, from: cut(from), to: cut(to) };
}
