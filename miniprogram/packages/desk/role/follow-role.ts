import type { Role } from '../../../contract/me';
import { session } from '../../../stores/session';

/** How each page stops following who holds the phone. */
const following = new WeakMap<object, () => void>();

/**
 * Calls `draw` now and whenever the phone learns another role: a page opened by a card is there before the server has
 * said who holds it. Ends with {@link leaveRole}.
 */
export function followRole(page: object, draw: (role: Role) => void): void {
  leaveRole(page);
  following.set(
    page,
    session.subscribe(({ role }) => draw(role)),
  );
}

/** Stops following; in `onUnload`. */
export function leaveRole(page: object): void {
  following.get(page)?.();
  following.delete(page);
}
