import { orderAction } from '../core/order/order-action';
import type { Actor } from '../core/shop/actor';
import type { Clock } from '../ports/clock';
import type { Ids } from '../ports/ids';
import type { Change, OrderFile, Store } from '../ports/store';

/** The order with its note, or why it was not written; `note` is what stands there now. */
export type NoteOrderResult =
  | { readonly kind: 'noted'; readonly file: OrderFile }
  | { readonly kind: 'refused'; readonly refusal: 'ORDER_NOT_FOUND' }
  | { readonly kind: 'refused'; readonly refusal: 'NOTE_CHANGED'; readonly note: string };

/**
 * Writes the merchant's note. One who did not see the latest (`replaces`) overwrites nothing. Safe to repeat: the same
 * note again is written once.
 */
export function noteOrder(
  { store, clock, ids }: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  wish: {
    readonly actor: Actor;
    readonly orderId: string;
    readonly note: string;
    readonly replaces: string;
  },
): Promise<NoteOrderResult> {
  const { actor, orderId, note: text, replaces } = wish;
  const nowMs = clock.nowMs();
  const actionId = ids.unique();
  return store.changeOrder<NoteOrderResult>(orderId, (file): Change<NoteOrderResult> => {
    if (file === null) return { result: { kind: 'refused', refusal: 'ORDER_NOT_FOUND' } };
    const known = file.order.note?.text ?? '';
    if (known === text) return { result: { kind: 'noted', file } };
    if (known !== replaces) return { result: { kind: 'refused', refusal: 'NOTE_CHANGED', note: known } };
    const order = { ...file.order, note: { text, by: actor.openid, atMs: nowMs } };
    const changes = [{ field: '备注', from: known, to: text }];
    const action = orderAction(order, { actionId, actor, what: 'order.note', nowMs, changes });
    return { result: { kind: 'noted', file: { ...file, order } }, write: { order, actions: [action] } };
  });
}
