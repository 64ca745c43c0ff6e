import type { ActionKind, FieldChange } from '../../../miniprogram/contract/desk-actions';
import type { Action } from '../shop/action';
import { actionOf } from '../shop/action';
import type { Actor } from '../shop/actor';
import type { Order } from './order';

/** Something a member of the staff does about an order. */
export interface OrderAction {
  /** The same for a repeat, so that one deed is one line of the log. */
  readonly actionId: string;
  readonly actor: Actor;
  readonly what: ActionKind;
  readonly nowMs: number;
  readonly changes?: readonly FieldChange[];
  readonly note?: string;
}

/** What an order is called in one line: its first goods, and how many kinds there are. */
function orderTitle({ lines }: Pick<Order, 'lines'>): string {
  const [first] = lines;
  if (first === undefined) return '';
  return lines.length === 1 ? first.title : `${first.title} 等${lines.length}种`;
}

/** The line of the log for it. */
export function orderAction(order: Order, { actor, nowMs, ...done }: OrderAction): Action {
  const subject = { kind: 'order', id: order.orderId } as const;
  return actionOf(actor, { ...done, atMs: nowMs, subject, title: orderTitle(order) });
}
