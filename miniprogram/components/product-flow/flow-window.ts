/** The part of a long list that is drawn: some chunks in a row, and in px the room of those before and after. */
export interface FlowWindow {
  readonly chunks: readonly number[];
  readonly before: number;
  readonly after: number;
}

/** How high each chunk of a list is, in px; null for one that was never drawn. */
export type ChunkHeights = readonly (number | null)[];

/** A stretch of the list, in px from its beginning. */
export interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

/** A list's heights after it became `after` where it was `before`: those of chunks that hold the same rows as before. */
export function heightsAfter(
  heights: ChunkHeights,
  { before, after, chunkSize }: Record<'before' | 'after', readonly string[]> & { chunkSize: number },
): ChunkHeights {
  const changed = before.findIndex((id, index) => id !== after[index]);
  const same = changed === -1 ? before.length : changed;
  const kept = Math.floor(same / chunkSize);
  return Array.from({ length: Math.ceil(after.length / chunkSize) }, (_, chunk) =>
    chunk < kept ? (heights[chunk] ?? null) : null,
  );
}

/**
 * The chunks that a stretch of the list needs. One that was never drawn is drawn wherever it lies: only so its height
 * becomes known, and a guess would move what the shopper looks at.
 */
export function flowWindow(heights: ChunkHeights, { top, bottom }: Stretch): FlowWindow {
  let total = 0;
  const ends = heights.map((height) => (total += height ?? 0));
  const wanted = heights.map(
    (height, chunk) => height === null || ((ends[chunk] ?? 0) > top && (ends[chunk - 1] ?? 0) < bottom),
  );
  const [first, last] = [wanted.indexOf(true), wanted.lastIndexOf(true)];
  if (first === -1) return { chunks: [], before: total, after: 0 };
  return {
    chunks: Array.from({ length: last - first + 1 }, (_, at) => first + at),
    before: ends[first - 1] ?? 0,
    after: total - (ends[last] ?? 0),
  };
}
