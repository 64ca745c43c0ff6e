import type { Role } from '../../../contract/me';
import { follow } from '../../../stores/following';
import { session } from '../../../stores/session';

/**
 * Calls `draw` now and whenever the phone learns another role: a page opened by a card is there before the server has
 * said who holds it. Ends with `unfollow`.
 */
export function followRole(page: object, draw: (role: Role) => void): void {
  follow(page, 'role', () => session.subscribe(({ role }) => draw(role)));
}
