import { parseArgs } from 'node:util';
import { runCommand, UsageError } from '../../../tools/command';
import { tellStory } from './story';

const HELP = `npm run stories -- [--runs 100] [--seed 1]

Tells seeded stories of shoppers, the merchant's staff, clocks and faults, each in a shop of its own: lost, late, double
and forged notifications, lost replies, conflicts, throttling, dying processes. After each the audit must be clean, and
the shop and WeChat Pay must hold the same money. A story that fails is printed, and is told again by --runs 1 --seed N.`;

function wholeNumber(text: string, flag: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`${flag} must be a whole number from 1, but is ${text}`);
  return Number(text);
}

runCommand(async () => {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const runs = wholeNumber(values.runs, '--runs');
  const first = wholeNumber(values.seed, '--seed');
  const startedAt = performance.now();
  const failed: number[] = [];
  for (let seed = first; seed < first + runs; seed++) {
    const { lines, problems } = await tellStory(seed);
    if (problems.length > 0) {
      failed.push(seed);
      console.log(
        [`story ${seed}`, ...lines.map((line) => `  ${line}`), ...problems.map((one) => `  ! ${one}`)].join(
          '\n',
        ),
      );
    }
    const told = seed - first + 1;
    if (told % 50 === 0 && told < runs) console.log(`${told} of ${runs} told, ${failed.length} failed`);
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  console.log(
    `${runs} stories in ${seconds} s, ${failed.length === 0 ? 'every rule held' : `failed: ${failed.join(', ')}`}`,
  );
  return failed.length === 0 ? 0 : 1;
});
