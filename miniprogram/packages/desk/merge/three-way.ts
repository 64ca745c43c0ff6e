/** A part both changed, each in another way. */
export interface Conflict<Part extends string> {
  readonly part: Part;
  readonly words: string;
  readonly mine: string;
  readonly theirs: string;
}

/** What a form is made of: its parts in their order with what a person reads for each, and each part in one line. */
export interface Outline<Words, Part extends keyof Words & string> {
  readonly words: Readonly<Record<Part, string>>;
  text(part: Part, words: Words): string;
}

/** My writing, what stood there when it began, and what stands there now; without a base there was nothing. */
export interface Sides<Words> {
  readonly mine: Words;
  readonly base: Words | null;
  readonly theirs: Words;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function partsOf<Words, Part extends keyof Words & string>({ words }: Outline<Words, Part>): readonly Part[] {
  return Object.keys(words) as Part[];
}

/** The parts mine and theirs disagree about: each differs from what it was, and from the other. */
export function conflictsBetween<Words extends object, Part extends keyof Words & string>(
  outline: Outline<Words, Part>,
  { mine, base, theirs }: Sides<Words>,
): readonly Conflict<Part>[] {
  return partsOf(outline)
    .filter(
      (part) =>
        base !== null &&
        !same(mine[part], base[part]) &&
        !same(theirs[part], base[part]) &&
        !same(mine[part], theirs[part]),
    )
    .map((part) => ({
      part,
      words: outline.words[part],
      mine: outline.text(part, mine),
      theirs: outline.text(part, theirs),
    }));
}

/** My writing on top of theirs: what only one of us changed is taken as it is; where both did, `keep` says whose stays. */
export function mergedWords<Words extends object, Part extends keyof Words & string>(
  outline: Outline<Words, Part>,
  { mine, base, theirs }: Sides<Words>,
  keep: ReadonlySet<Part>,
): Words {
  const kept = partsOf(outline).filter((part) => {
    const iChanged = base === null || !same(mine[part], base[part]);
    const theyChanged = base !== null && !same(theirs[part], base[part]);
    return iChanged && (!theyChanged || keep.has(part));
  });
  return { ...theirs, ...Object.fromEntries(kept.map((part) => [part, mine[part]])) };
}
