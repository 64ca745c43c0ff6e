import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../../../tools/command';
import { makeMerchantKeys } from '../../../tools/test-run/merchant-keys';
import { ensureMerchantKeys } from '../../../tools/test-run/merchant-keys';
import { openCrew } from './crew';
import { added, coverageText, failureText } from './report';
import type { Told } from './story';

const HELP = `npm run stories -- [--runs 100] [--seed 1] [--jobs CORES] [--tell]

Tells seeded stories of shoppers, the merchant's staff, clocks and faults, each in a shop of its own: lost, late, double
and forged notifications, lost replies, conflicts, throttling, dying processes. After each the audit must be clean, the
shop and WeChat Pay must hold the same money, WeChat the same parcels, and every day must be matched against its bill.
A story that fails is printed, and is told again by --runs 1 --seed N. At the end, or at Ctrl-C, it says how many of each
step and fault really happened; exit code 1 where a story failed, 130 where it was interrupted.

  --jobs N   how many stories are told at once, each in a process of its own
  --tell     print every story, not only those that fail`;

/** The pause between two lines that say how far it has come. */
const PROGRESS_MS = 15_000;
const INTERRUPTED = 130;

function wholeNumber(text: string, flag: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`${flag} must be a whole number from 1, but is ${text}`);
  return Number(text);
}

interface Wanted {
  readonly runs: number;
  readonly first: number;
  readonly jobs: number;
  readonly tell: boolean;
}

/** Everything told so far. */
class Telling {
  private readonly startedAt = performance.now();
  private told = 0;
  private tally: ReadonlyMap<string, number> = new Map();
  private readonly failed: number[] = [];

  private readonly wanted: Wanted;

  constructor(wanted: Wanted) {
    this.wanted = wanted;
  }

  take(story: Told): void {
    this.told += 1;
    this.tally = added(this.tally, story.tally);
    if (story.problems.length > 0) {
      this.failed.push(story.seed);
      console.log(failureText(story));
    } else if (this.wanted.tell)
      console.log([`story ${story.seed}`, ...story.lines.map((line) => `  ${line}`)].join('\n'));
  }

  progress(): string {
    const minutes = (performance.now() - this.startedAt) / 60_000;
    const failed = this.failed.length === 0 ? 'none failed' : `failed: ${this.failed.join(', ')}`;
    return `${this.told} of ${this.wanted.runs} told, ${failed}, ${(this.told / minutes).toFixed(0)} a minute`;
  }

  end(): number {
    console.log(`${coverageText(this.tally)}\n`);
    console.log(this.progress());
    for (const seed of this.failed.toSorted((a, b) => a - b))
      console.log(`again: npm run stories -- --runs 1 --seed ${seed}`);
    return this.failed.length === 0 ? 0 : 1;
  }
}

async function tellAll(wanted: Wanted): Promise<number> {
  const { runs, first, jobs } = wanted;
  const telling = new Telling(wanted);
  await ensureMerchantKeys();
  const crew = openCrew(Math.min(jobs, runs));
  const saying = setInterval(() => console.log(telling.progress()), PROGRESS_MS);
  process.once('SIGINT', () => {
    crew.dismiss();
    console.log('\ninterrupted');
    telling.end();
    process.exit(INTERRUPTED);
  });
  let next = first;
  const oneAfterTheOther = async (): Promise<void> => {
    while (next < first + runs) telling.take(await crew.tell(next++));
  };
  await Promise.all(Array.from({ length: Math.min(jobs, runs) }, oneAfterTheOther));
  clearInterval(saying);
  crew.dismiss();
  return telling.end();
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      tell: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const wish = {
    runs: wholeNumber(values.runs, '--runs'),
    first: wholeNumber(values.seed, '--seed'),
    jobs: wholeNumber(values.jobs, '--jobs'),
    tell: values.tell,
  };
  await makeMerchantKeys();
  return tellAll(wish);
});
