import type { Action } from '../../core/shop/action';
import type { ActionStore } from '../../ports/action-store';
import type { Database, Document, Session } from './database';
import { sortKey } from './documents';
import { COLLECTIONS } from './schema';

/** An action under its id. `about` is the subject in one text, for one index over both of its parts. */
interface ActionDocument extends Document, Omit<Action, 'actionId'> {
  readonly sortKey: string;
  readonly about: string;
}

function aboutOf({ kind, id }: Action['subject']): string {
  return `${kind}:${id}`;
}

function actionDocument({ actionId, ...action }: Action): ActionDocument {
  const about = aboutOf(action.subject);
  return { _id: actionId, ...action, about, sortKey: sortKey(action.atMs, actionId) };
}

function actionFrom({ _id, sortKey: _sortKey, about: _about, ...action }: ActionDocument): Action {
  return { actionId: _id, ...action };
}

/** Writes actions beside what they did, or alone. Safe to repeat. */
export async function writeActions(session: Session, actions: readonly Action[]): Promise<void> {
  for (const action of actions) await session.put(COLLECTIONS.actions, actionDocument(action));
}

/** One page of the log, newest first, along the index of its first filter. */
export async function listActions(
  database: Database,
  query: Parameters<ActionStore['listActions']>[0],
): Promise<readonly Action[]> {
  const { by, what, subject, before, limit } = query;
  const where = {
    ...(subject !== undefined && { about: aboutOf(subject) }),
    ...(by !== undefined && { by }),
    ...(what !== undefined && { what }),
    ...(before !== undefined && { sortKey: database.operators.lt(sortKey(before.atMs, before.actionId)) }),
  };
  const options = { sort: [['sortKey', 'desc']], limit } as const;
  return (await database.find<ActionDocument>(COLLECTIONS.actions, where, options)).map(actionFrom);
}
