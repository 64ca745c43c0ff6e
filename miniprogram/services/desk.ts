import type { DeskMethod, DeskMethods, DeskRefusal } from '../contract/desk';
import { callerOf, type MethodEnd } from './function-caller';

/** How a call of a method of the `desk` function ends. */
export type DeskEnd<Method extends DeskMethod> = MethodEnd<DeskMethods[Method], DeskRefusal>;

/** Calls a method of the `desk` function. Never rejects. */
export const callDesk = callerOf<DeskMethods, DeskRefusal>('desk');
