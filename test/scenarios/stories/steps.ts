import type { Tale } from './cast';

/** One thing that can happen. `play` answers how it ended, in a few words. */
export interface Step {
  /** How often it comes beside the others. */
  readonly weight: number;
  play(tale: Tale): Promise<string>;
}

/** Steps by name. */
export type Steps = Readonly<Record<string, Step>>;

/** Draws a step by its weight. */
export function draw(tale: Tale, steps: Steps): [name: string, step: Step] {
  const all = Object.entries(steps);
  let left = tale.upTo(all.reduce((sum, [, { weight }]) => sum + weight, 0));
  for (const [name, step] of all) {
    left -= step.weight;
    if (left < 0) return [name, step];
  }
  throw new RangeError('there are no steps to draw from');
}
