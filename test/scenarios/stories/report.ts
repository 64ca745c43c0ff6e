import type { Told } from './story';

/** A story that failed, in full, and how it is told again. */
export function failureText({ seed, lines, problems }: Told): string {
  return [
    `story ${seed} failed; again by: npm run stories -- --runs 1 --seed ${seed}`,
    ...lines.map((line) => `  ${line}`),
    ...problems.map((problem) => `  ! ${problem}`),
  ].join('\n');
}

/** Sums of several tallies. */
export function added(
  sums: ReadonlyMap<string, number>,
  tally: ReadonlyMap<string, number>,
): Map<string, number> {
  const all = new Map(sums);
  for (const [what, times] of tally) all.set(what, (all.get(what) ?? 0) + times);
  return all;
}

function table(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return [title, ...rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)];
}

function of(tally: ReadonlyMap<string, number>, first: string): readonly (readonly [string, number])[] {
  const named = [...tally].filter(([what]) => what.startsWith(`${first} `));
  return named
    .map(([what, times]) => [what.slice(first.length + 1), times] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** How often every step was played, every fault struck, every call was made and refused, and how the days ended. */
export function coverageText(tally: ReadonlyMap<string, number>): string {
  const steps = of(tally, 'step').map(([name, times]) => {
    const idle = tally.get(`idle ${name}`) ?? 0;
    return [name, `${times - idle}${idle === 0 ? '' : `, and ${idle} with nothing to do`}`] as const;
  });
  const plain = (first: string) => of(tally, first).map(([name, times]) => [name, String(times)] as const);
  const ends = ['process died', 'function failed', 'internal error', 'tapped again', 'step'];
  const others = ends
    .filter((what) => tally.has(what))
    .map((what) => [what, String(tally.get(what))] as const);
  const parts = [
    table('steps that were played', steps),
    table('faults that struck', [...plain('fault'), ...others]),
    table('calls of the staff', plain('call')),
    table('refusals they heard', plain('refused')),
    table('collections as the counter saw them', plain('collection')),
    table('days matched', plain('day')),
  ];
  return parts
    .filter(({ length }) => length > 1)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}
