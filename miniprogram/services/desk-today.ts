import { callDesk, type DeskEnd } from './desk';

/** What waits for somebody, and what was sold. */
export function loadToday(): Promise<DeskEnd<'today.get'>> {
  return callDesk('today.get', {});
}
