/** One thing to time. */
export interface Candidate {
  readonly name: string;
  /** One call of it. A promise is waited for. */
  readonly run: () => unknown;
}

/** Medians of one candidate. `ratio` is its speed over the first candidate's, compared inside each round. */
export interface Measured {
  readonly name: string;
  readonly microseconds: number;
  readonly ratio: number;
}

/** How long to measure. More rounds cost time and take away noise. */
export interface MeasureOptions {
  readonly rounds: number;
  /** Length of one candidate's turn in a round. Short turns put both candidates into the same weather. */
  readonly turnMs: number;
}

/** The middle value; the mean of the two middle ones when their number is even. @throws RangeError for no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('no values have no median');
  return (upper + lower) / 2;
}

/** The same items in random order: no candidate always runs right after the same other. */
export function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

async function millisecondsOf(run: Candidate['run'], times: number): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < times; i += 1) {
    const running = run();
    // Waiting for nothing would cost the synchronous ones a turn of the queue.
    if (running instanceof Promise) await running;
  }
  return performance.now() - start;
}

/** How often to call so that one turn takes about `turnMs`. Also warms the compiler up. */
async function callsPerTurn(run: Candidate['run'], turnMs: number): Promise<number> {
  let calls = 1;
  for (;;) {
    const tookMs = await millisecondsOf(run, calls);
    if (tookMs >= turnMs) return Math.max(1, Math.round((calls * turnMs) / tookMs));
    calls *= 2;
  }
}

/**
 * Times candidates against the first of them in one process: every round gives each a turn, in random order, and only
 * turns of the same round are compared. Medians over rounds, since the machine is shared and noisy.
 */
export async function compare(
  candidates: readonly Candidate[],
  { rounds, turnMs }: MeasureOptions,
): Promise<Measured[]> {
  const turns: { candidate: Candidate; calls: number; perCallMs: number[] }[] = [];
  for (const candidate of candidates) {
    await callsPerTurn(candidate.run, 20 * turnMs);
    turns.push({ candidate, calls: await callsPerTurn(candidate.run, turnMs), perCallMs: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const turn of shuffled(turns)) {
      turn.perCallMs.push((await millisecondsOf(turn.candidate.run, turn.calls)) / turn.calls);
    }
  }
  const first = turns[0]?.perCallMs ?? [];
  return turns.map(({ candidate, perCallMs }) => ({
    name: candidate.name,
    microseconds: median(perCallMs) * 1000,
    ratio: median(perCallMs.map((ms, round) => (first[round] ?? ms) / ms)),
  }));
}

/** One line for a figure and what it was meant to reach. */
export function verdictLine(what: string, figure: string, target: string, reached: boolean): string {
  return `  ${what}: ${figure} (target ${target}) ${reached ? 'ok' : 'MISSED'}`;
}
