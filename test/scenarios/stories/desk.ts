import type { DeskMethod, DeskMethods } from '../../../miniprogram/contract/desk';
import type { Role } from '../../../miniprogram/contract/me';
import type { DeskCall } from '../desk-call';
import { callDesk } from '../desk-call';
import type { Tale } from './cast';
import type { Heard } from './ledger';

/** Who may call what, said once more: the product's own table is what is looked at. */
const MAY: Readonly<Record<string, readonly Role[]>> = {
  shipping: ['owner', 'manager', 'warehouse'],
  stock: ['owner', 'manager', 'warehouse'],
  products: ['owner', 'manager'],
  refunds: ['owner', 'manager'],
  bills: ['owner', 'manager'],
  collect: ['owner', 'manager', 'cashier'],
  staff: ['owner'],
};

/** What the phone heard. */
export type Said<Method extends DeskMethod> =
  | { readonly heard: 'done'; readonly value: DeskMethods[Method]['value']; readonly text: 'done' }
  | { readonly heard: Exclude<Heard, 'done'>; readonly text: string };

/** Codes after which nobody knows what happened. */
const NOBODY_KNOWS = new Set(['BUSY', 'INTERNAL_ERROR']);

async function once<Method extends DeskMethod>(tale: Tale, call: DeskCall<Method>): Promise<Said<Method>> {
  const end = await tale.attempt((deps) => callDesk(deps, call));
  if (end.kind !== 'ended') return { heard: 'unheard', text: end.text };
  const { value: reply } = end;
  if (reply.ok) return { heard: 'done', value: reply.value, text: 'done' };
  const text: string = reply.refusal.code;
  if (text === 'INTERNAL_ERROR') tale.count('internal error');
  tale.count(`refused ${call.method}: ${text}`);
  return { heard: NOBODY_KNOWS.has(text) ? 'unheard' : 'refused', text };
}

function judgeRole(tale: Tale, { who, method }: DeskCall<DeskMethod>): void {
  const role = tale.ledger.roles.get(who);
  const [area = ''] = method.split('.');
  if (role === null) return;
  if (role === undefined || MAY[area]?.includes(role) !== true)
    tale.problems.push(`${who}, who is ${role ?? 'nobody'}, was let do ${method}`);
}

/** Calls whose repeat by the same token, or with the same words, must come to the same end. */
const REPEATABLE = new Set<DeskMethod>([
  'shipping.ship',
  'shipping.correct',
  'stock.adjust',
  'refunds.create',
  'products.edit',
  'collect.byQr',
]);

/**
 * Somebody of the staff taps. Who hears nothing taps again now and then, with the same token; and so do some who have
 * heard. The answer to the last tap counts, and of two that were heard both must be yes.
 */
export async function atDesk<Method extends DeskMethod>(
  tale: Tale,
  call: DeskCall<Method>,
): Promise<Said<Method>> {
  tale.count(`call ${call.method}`);
  const said = await once(tale, call);
  if (said.heard === 'done') judgeRole(tale, call);
  const again =
    said.heard === 'unheard' ? 0.6 : said.heard === 'done' && REPEATABLE.has(call.method) ? 0.1 : 0;
  if (tale.focus !== null || !tale.chance(again)) return said;
  tale.count('tapped again');
  const second = await once(tale, call);
  if (second.heard === 'done') judgeRole(tale, call);
  if (said.heard === 'done' && second.heard === 'refused')
    tale.problems.push(`${call.method} was done, and its repeat refused: ${second.text}`);
  // What was heard once stays true, whatever became of a repeat; and a refusal after silence does not undo a call.
  if (said.heard === 'done') return said;
  return second.heard === 'refused'
    ? { heard: 'unheard', text: `${said.text}, again ${second.text}` }
    : second;
}

/** Somebody of the staff: mostly one who may, now and then anybody. */
export function someoneFor(tale: Tale, area: keyof typeof MAY): string {
  const all = [...tale.ledger.roles.keys()];
  const able = all.filter((who) => MAY[area]?.includes(tale.ledger.roles.get(who) ?? 'none') === true);
  return tale.one(tale.chance(0.85) ? able : all) ?? 'o-owner';
}
