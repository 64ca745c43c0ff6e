import type { Tale } from './cast';

/** One thing that can happen. `play` answers how it ended, in a few words; null where there was nothing to do. */
export interface Step {
  /** How often it comes beside the others. */
  readonly weight: number;
  play(tale: Tale): Promise<string | null>;
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

/** Plays a step, tells it, and counts how it went. */
export async function playStep(tale: Tale, name: string, step: Step): Promise<void> {
  const number = tale.lines.length + 1;
  tale.lines.push(`${number} ${name}`);
  const end = await step.play(tale);
  // Notifications are sent beside what goes on: those of this step have arrived before the next one begins.
  await tale.control('notifications/deliver', {});
  tale.lines[number - 1] = `${number} ${name}: ${end ?? 'nothing to do'}`;
  tale.count(`step ${name}`);
  tale.count(`${end === null ? 'idle' : 'played'} ${name}`);
}
