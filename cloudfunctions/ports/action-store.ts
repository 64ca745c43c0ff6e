import type { ActionKind, ActionSubject } from '../../miniprogram/contract/desk-actions';
import type { Action } from '../core/shop/action';

/** The log of what the staff did. Whatever changes the store writes its action in the same transaction instead. */
export interface ActionStore {
  /** Keeps an action whose effect is not in the store. The same id twice is kept once. */
  recordAction(action: Action): Promise<void>;
  /** Newest first; `before` continues after the last one of a page. All filters together. */
  listActions(query: {
    readonly by?: string;
    readonly what?: ActionKind;
    readonly subject?: ActionSubject;
    readonly before?: { readonly atMs: number; readonly actionId: string };
    readonly limit: number;
  }): Promise<readonly Action[]>;
}
