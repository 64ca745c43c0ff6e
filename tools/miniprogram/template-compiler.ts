import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { isOwn, textOf, type AppTree } from './app-tree';

/**
 * What the compiler of WeChat's newer framework says against our templates, warnings included: on a phone it draws
 * what it warns of in its own way. Follows imports and WXS, and reports those that lead nowhere.
 */
export function templateCompilerProblems(tree: AppTree): string[] {
  const problems: string[] = [];
  const group = new TmplGroup();
  const waiting = tree.units.filter(isOwn).map((unit) => unit.path);
  const seen = new Set<string>();
  for (let unit = waiting.pop(); unit !== undefined; unit = waiting.pop()) {
    if (seen.has(unit)) continue;
    seen.add(unit);
    if (!tree.files.has(`${unit}.wxml`)) {
      problems.push(`${unit}.wxml: missing`);
      continue;
    }
    for (const { startLine, startColumn, message } of group.addTmpl(unit, textOf(tree, `${unit}.wxml`)))
      problems.push(`${unit}.wxml:${startLine + 1}:${startColumn + 1}: ${message}`);
    waiting.push(...group.getDirectDependencies(unit));
    for (const script of group.getScriptDependencies(unit)) {
      const file = script.endsWith('.wxs') ? script : `${script}.wxs`;
      if (!tree.files.has(file)) problems.push(`${unit}.wxml: ${path.posix.basename(file)} does not exist`);
    }
  }
  group.free();
  return seen.size === 0 ? ['the template compiler was given no template'] : problems;
}
