import type {
  ActionKind,
  ActionMethods,
  ActionSubject,
  ActionView,
} from '../../miniprogram/contract/desk-actions';
import type { Action } from '../core/shop/action';
import { COMMAND_LINE } from '../core/shop/actor';
import type { Store } from '../ports/store';
import { rfc3339 } from './order-view';

type Deps = { readonly store: Store };

/** Actions on one page. */
const ACTIONS_PER_PAGE = 20;

/** What these people are called; empty for somebody who has left and deleted the account. */
export async function namesOf(
  { store }: Deps,
  openids: Iterable<string>,
): Promise<(openid: string) => { readonly openid: string; readonly name: string }> {
  const members = await store.findMembers([...new Set(openids)]);
  const names = new Map(members.map(({ openid, name }) => [openid, name]));
  names.set(COMMAND_LINE, '命令行');
  return (openid) => ({ openid, name: names.get(openid) ?? '' });
}

/** Actions as the log shows them. */
async function actionViews(deps: Deps, actions: readonly Action[]): Promise<readonly ActionView[]> {
  const nameOf = await namesOf(
    deps,
    actions.map(({ by }) => by),
  );
  return actions.map(({ actionId, atMs, by, role, what, subject, title, changes, note }) => ({
    actionId,
    at: rfc3339(atMs),
    by: { ...nameOf(by), role },
    what,
    subject,
    title,
    changes,
    note,
  }));
}

/** Most changes of others that are told; who is further behind reads the thing anew. */
const MAX_CHANGES_TOLD = 20;

/**
 * What others did to a thing since the version somebody saw, newest first. Every version the desk wrote is one action,
 * so the newest ones are what was missed; of a version from the future, which a phone made up, that is nothing.
 */
export async function changesSince(
  deps: Deps,
  subject: ActionSubject,
  { seen, now }: { readonly seen: number; readonly now: number },
): Promise<readonly ActionView[]> {
  const missed = Math.min(now - seen, MAX_CHANGES_TOLD);
  return missed <= 0 ? [] : actionViews(deps, await deps.store.listActions({ subject, limit: missed }));
}

/** One page of what the staff did, newest first. */
export async function readActions(
  deps: Deps,
  filters: {
    readonly by?: string | undefined;
    readonly what?: ActionKind | undefined;
    readonly subject?: ActionSubject | undefined;
    readonly before?: string | undefined;
  },
): Promise<ActionMethods['actions.list']['value']> {
  const { by, what, subject, before } = filters;
  const found = await deps.store.listActions({
    ...(by !== undefined && { by }),
    ...(what !== undefined && { what }),
    ...(subject !== undefined && { subject }),
    ...(before !== undefined && { before: parseCursor(before) }),
    limit: ACTIONS_PER_PAGE + 1,
  });
  const shown = found.slice(0, ACTIONS_PER_PAGE);
  const actions = await actionViews(deps, shown);
  const last = shown.at(-1);
  if (found.length <= ACTIONS_PER_PAGE || last === undefined) return { actions };
  return { actions, next: `${last.atMs}.${last.actionId}` };
}

/** The schema at the edge has checked the form `digits.id`. */
function parseCursor(cursor: string): { atMs: number; actionId: string } {
  const dot = cursor.indexOf('.');
  return { atMs: Number(cursor.slice(0, dot)), actionId: cursor.slice(dot + 1) };
}
