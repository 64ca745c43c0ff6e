/** What each page follows, by name, and how that ends. */
const ways = new WeakMap<object, Map<string, () => void>>();

/** Has a page follow something, in the place of what it followed under that name before: `begin` answers how to stop. */
export function follow(page: object, what: string, begin: () => () => void): void {
  unfollow(page, what);
  const followed = ways.get(page) ?? new Map<string, () => void>();
  ways.set(page, followed);
  followed.set(what, begin());
}

/** Stops following that, or without a name everything, as in `onUnload`. Safe to repeat. */
export function unfollow(page: object, what?: string): void {
  const followed = ways.get(page);
  for (const name of what === undefined ? [...(followed?.keys() ?? [])] : [what]) {
    followed?.get(name)?.();
    followed?.delete(name);
  }
}
