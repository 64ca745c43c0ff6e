import type { Problem } from './app-bundle';

/** Where every part of the build says what it did not like. */
export interface ProblemList {
  error(where: string, message: string): void;
  warn(where: string, message: string): void;
  all(): readonly Problem[];
}

export function listProblems(): ProblemList {
  const problems: Problem[] = [];
  const add = (level: Problem['level'], where: string, message: string): void => {
    if (!problems.some((known) => known.where === where && known.message === message))
      problems.push({ level, where, message });
  };
  return {
    error: (where, message) => add('error', where, message),
    warn: (where, message) => add('warning', where, message),
    all: () => problems,
  };
}

/** `line:column`, counted from 1, of a position in a text. */
export function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
