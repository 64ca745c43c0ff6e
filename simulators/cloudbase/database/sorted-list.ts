/** Long enough that few chunks exist, short enough that inserting into one is a small copy. */
const MAX_CHUNK = 256;

type Position = { readonly chunk: number; readonly offset: number };

/**
 * Items kept in order, in chunks: finding, adding and removing cost O(log n) plus one small copy.
 * No two items may compare as equal.
 */
export class SortedList<T> {
  readonly #compare: (left: T, right: T) => number;
  readonly #chunks: T[][] = [];

  constructor(compare: (left: T, right: T) => number) {
    this.#compare = compare;
  }

  /** Adds an item at its place. */
  add(item: T): void {
    const { chunk, offset } = this.#firstNot((other) => this.#compare(other, item) < 0);
    // Past the end means: append to the last chunk, so that ascending loads fill chunks.
    const at = chunk === this.#chunks.length && chunk > 0 ? chunk - 1 : chunk;
    const items = this.#chunks[at];
    if (items === undefined) {
      this.#chunks.push([item]);
      return;
    }
    items.splice(at === chunk ? offset : items.length, 0, item);
    if (items.length > MAX_CHUNK) this.#chunks.splice(at + 1, 0, items.splice(MAX_CHUNK / 2));
  }

  /** Removes the item that compares as equal; false if there is none. */
  delete(item: T): boolean {
    const { chunk, offset } = this.#firstNot((other) => this.#compare(other, item) < 0);
    const items = this.#chunks[chunk];
    const found = items?.[offset];
    if (items === undefined || found === undefined || this.#compare(found, item) !== 0) return false;
    items.splice(offset, 1);
    if (items.length === 0) this.#chunks.splice(chunk, 1);
    return true;
  }

  /**
   * Walks one interval. `locate` says where an item lies: negative before the interval, 0 inside,
   * positive after; it must be monotone over the order. The list must not change during the walk.
   */
  *within(locate: (item: T) => number, direction: 'forward' | 'backward' = 'forward'): Generator<T> {
    if (direction === 'forward') {
      const start = this.#firstNot((item) => locate(item) < 0);
      for (let chunk = start.chunk; chunk < this.#chunks.length; chunk += 1) {
        const items = this.#chunks[chunk]!;
        for (let at = chunk === start.chunk ? start.offset : 0; at < items.length; at += 1) {
          if (locate(items[at]!) !== 0) return;
          yield items[at]!;
        }
      }
      return;
    }
    const end = this.#firstNot((item) => locate(item) <= 0);
    for (let chunk = Math.min(end.chunk, this.#chunks.length - 1); chunk >= 0; chunk -= 1) {
      const items = this.#chunks[chunk]!;
      for (let at = (chunk === end.chunk ? end.offset : items.length) - 1; at >= 0; at -= 1) {
        if (locate(items[at]!) !== 0) return;
        yield items[at]!;
      }
    }
  }

  /** How many items lie in one interval, in `O(chunks)`; `locate` as in {@link within}. */
  countWithin(locate: (item: T) => number): number {
    const start = this.#firstNot((item) => locate(item) < 0);
    const end = this.#firstNot((item) => locate(item) <= 0);
    let count = end.offset - start.offset;
    for (let chunk = start.chunk; chunk < end.chunk; chunk += 1) count += this.#chunks[chunk]!.length;
    return count;
  }

  /** The first position whose item is not `before`; one past the last chunk if all are. */
  #firstNot(before: (item: T) => boolean): Position {
    const chunk = firstIndex(this.#chunks.length, (at) => !before(this.#chunks[at]!.at(-1)!));
    const items = this.#chunks[chunk];
    if (items === undefined) return { chunk, offset: 0 };
    return { chunk, offset: firstIndex(items.length, (at) => !before(items[at]!)) };
  }
}

function firstIndex(length: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
