import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import path from 'node:path';
import type { Told } from './story';
import type { WorkerSaid } from './worker';

const WORKER = path.join(__dirname, 'worker.ts');

/** Some processes that tell stories, each one at a time. */
export interface Crew {
  /** Tells a story in one of the processes, as soon as one is free. Never rejects: a process that dies is a problem of its story. */
  tell(seed: number): Promise<Told>;
  /** Ends the processes, whatever they are at. */
  dismiss(): void;
}

function hire(): ChildProcess {
  return fork(WORKER, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

function ask(worker: ChildProcess, seed: number): Promise<Told | null> {
  return new Promise((resolve) => {
    const died = () => resolve(null);
    worker.once('exit', died);
    worker.once('message', (said: WorkerSaid) => {
      worker.off('exit', died);
      resolve({ ...said, tally: new Map(said.tally) });
    });
    worker.send(seed);
  });
}

/** Opens a crew of so many processes. */
export function openCrew(size: number): Crew {
  const free = Array.from({ length: size }, hire);
  const waiting: ((worker: ChildProcess) => void)[] = [];
  const all = new Set(free);
  const give = (worker: ChildProcess): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(worker);
    else next(worker);
  };
  return {
    async tell(seed) {
      const worker = free.pop() ?? (await new Promise<ChildProcess>((resolve) => waiting.push(resolve)));
      const told = await ask(worker, seed);
      if (told !== null) {
        give(worker);
        return told;
      }
      all.delete(worker);
      const another = hire();
      all.add(another);
      give(another);
      const problems = [`the process that told it ended with ${worker.exitCode ?? worker.signalCode}`];
      return { seed, lines: [], problems, tally: new Map() };
    },
    dismiss() {
      for (const worker of all) worker.kill();
    },
  };
}
