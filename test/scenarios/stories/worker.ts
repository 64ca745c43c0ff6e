import { tellStory } from './story';

/** What a worker sends: the story of the seed it was given. The tally comes as pairs, since messages know no maps. */
export interface WorkerSaid {
  readonly seed: number;
  readonly lines: readonly string[];
  readonly problems: readonly string[];
  readonly tally: readonly (readonly [what: string, times: number])[];
}

// Node asks the system at every look at a variable, and the cloud's SDK looks at thirty for every request.
process.env = { ...process.env };
// Ctrl-C reaches every process of the terminal; the one that handed out the seeds says when it is over.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.on('message', (seed: number) => {
  void tellStory(seed).then(({ tally, ...told }) => process.send?.({ ...told, tally: [...tally] }));
});
