import { setDataEverywhere } from './easel';
import { reportProblem } from './problems';

/** What one `setData` may carry: more is felt on an ordinary phone, where it goes from one thread to another. */
const MAX_BYTES = 32 * 1024;

function bytesOf(value: unknown): number {
  // Functions and undefined have no JSON; neither reaches the screen.
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) return 0;
  // No character takes more than three bytes for each unit of its length.
  return text.length * 3 <= MAX_BYTES ? text.length : new TextEncoder().encode(text).length;
}

/** The members of a payload, the heaviest first, for the person who has to find it. */
function heaviest(data: Readonly<Record<string, unknown>>): string {
  const [first] = Object.entries(data)
    .map(([name, value]) => ({ name, bytes: bytesOf(value) }))
    .toSorted((a, b) => b.bytes - a.bytes);
  return first === undefined ? '' : `，其中 ${first.name} ${Math.ceil(first.bytes / 1024)} KB`;
}

/** Reports every `setData` of a page or component that carries too much. */
export function watchSetData(): void {
  setDataEverywhere((instance, data) => {
    const bytes = bytesOf(data);
    if (bytes <= MAX_BYTES) return;
    const size = `setData 一次带了 ${Math.ceil(bytes / 1024)} KB，最多 ${MAX_BYTES / 1024} KB`;
    reportProblem(instance.is, size + heaviest(data));
  });
}
