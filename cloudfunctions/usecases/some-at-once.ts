/**
 * Does a piece of work for each item, in their order, so many at once: most of each is waiting for an answer. Whatever
 * `work` throws ends it; an item whose trouble must not stop the others catches its own.
 */
export async function someAtOnce<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
