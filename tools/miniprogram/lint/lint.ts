import { posix } from 'node:path';
import { isOwn, textOf, type AppTree, type Unit } from '../app-tree';
import { NPM_FOLDER } from '../places';
import { appProblems } from './app-json';
import { privacyProblems } from './privacy';
import { definitionOf, keysSet } from './script-methods';
import { styleProblems, tokenNames, TOKENS } from './style-sheets';
import { TEMPLATE_RULES } from './templates';
import { parseWxml } from './wxml';

function scriptOf(tree: AppTree, { path }: Unit): string | null {
  const file = [`${path}.ts`, `${path}.js`].find((candidate) => tree.files.has(candidate));
  return file === undefined ? null : textOf(tree, file);
}

/** A paged list is drawn row by row (`tellList`); sent whole it grows slower with every page. */
function wholeLists({ path }: Unit, script: string): string[] {
  return keysSet(script)
    .filter((key) => /^list(\.items)?$/.test(key))
    .map((key) => `${path}: setData sends ${key} whole; tell the list instead`);
}

function unitProblems(tree: AppTree, unit: Unit, icons: ReadonlySet<string>): string[] {
  const script = scriptOf(tree, unit);
  if (script === null || !tree.files.has(`${unit.path}.wxml`)) return [];
  const definition = definitionOf(script, (specifier) => {
    const file = `${posix.join(posix.dirname(unit.path), specifier)}.ts`;
    return tree.files.has(file) ? textOf(tree, file) : null;
  });
  const template = { unit, elements: parseWxml(textOf(tree, `${unit.path}.wxml`)), definition, icons };
  return [
    ...(definition === null ? [`${unit.path}: calls neither Page nor Component`] : []),
    ...Object.values(TEMPLATE_RULES).flatMap((rule) => rule(template)),
    ...wholeLists(unit, script),
    ...privacyProblems(tree, unit),
  ];
}

function sheetProblems(tree: AppTree): string[] {
  if (!tree.files.has(TOKENS)) return [`${TOKENS}: missing`];
  const tokens = tokenNames(textOf(tree, TOKENS));
  return [...tree.files]
    .filter((file) => file.endsWith('.wxss') && !file.startsWith(`${NPM_FOLDER}/`))
    .flatMap((file) => styleProblems(file, textOf(tree, file), tokens));
}

/** The shop says 你 to everybody: both forms on one phone read as two shops. */
function wordsOfRespect(tree: AppTree): string[] {
  return [...tree.files]
    .filter((file) => /\.(ts|wxml|wxs|json)$/.test(file) && !file.startsWith(`${NPM_FOLDER}/`))
    .filter((file) => textOf(tree, file).includes('您'))
    .map((file) => `${file}: says 您; the shop says 你`);
}

/** What none of WeChat's compilers says: it would only be seen on the phone, or not at all. */
export function lintProblems(tree: AppTree, icons: ReadonlySet<string>): string[] {
  return [
    ...appProblems(tree),
    ...tree.units.filter(isOwn).flatMap((unit) => unitProblems(tree, unit, icons)),
    ...sheetProblems(tree),
    ...wordsOfRespect(tree),
  ];
}
