import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CANARY_REPOSITORY, TIDY_CANARIES } from './tidy-canaries';
import { TIDY_RULE_LIST, commandsIn, type Repository, type SourceFile } from './tidy-rules';

const ROOT = resolve(__dirname, '../..');
/** What is tracked, and what would be after `git add`. A binary file has no text to hold against a rule. */
function repositoryFiles(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  return listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
    .map((path) => ({ path, bytes: readFileSync(join(ROOT, path)) }))
    .map(({ path, bytes }) => ({ path, text: bytes.includes(0) ? '' : bytes.toString('utf8') }));
}

const files = repositoryFiles();
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const repository: Repository = {
  files: new Set(files.map(({ path }) => path)),
  scripts: new Set(Object.keys(manifest.scripts)),
};

/** A short title for each canary: its path and how its text begins. */
function labelled(canaries: readonly SourceFile[]): [label: string, file: SourceFile][] {
  return canaries.map((file) => [`${file.path} ${JSON.stringify(file.text.slice(0, 60))}`, file]);
}

describe.each(TIDY_RULE_LIST)('tidy rule: %s', (name, rule) => {
  const { caught, clean } = TIDY_CANARIES[name];

  it.each(labelled(caught))('catches %s', (_label, file) => {
    expect(rule(file, CANARY_REPOSITORY)).not.toEqual([]);
  });

  it.each(labelled(clean))('passes %s', (_label, file) => {
    expect(rule(file, CANARY_REPOSITORY)).toEqual([]);
  });

  it('has both kinds of canary', () => {
    expect(caught.length).toBeGreaterThan(0);
    expect(clean.length).toBeGreaterThan(0);
  });

  it('holds in this repository', () => {
    const problems = files.flatMap((file) =>
      rule(file, repository).map((problem) => `${file.path} ${problem}`),
    );
    expect(problems).toEqual([]);
  });
});

describe('repository', () => {
  it('is seen whole by the tidy rules', () => {
    expect(files.filter(({ path }) => path.endsWith('.ts')).length).toBeGreaterThan(20);
    expect(repository.files).toContain('package.json');
  });

  it('names the same commands in both languages', () => {
    const commands = ['README.md', 'README.zh-CN.md'].map((name) => {
      const text = files.find(({ path }) => path === name)?.text ?? '';
      return [...new Set(commandsIn(text))].toSorted();
    });
    expect(commands[1]).toEqual(commands[0]);
  });
});
