import path from 'node:path';
import { textOf, type AppTree, type Unit } from '../app-tree';

/** Functions of the platform layer that read personal data, with the interface of WeChat behind each. */
const PRIVATE: Readonly<Record<string, string>> = {
  chooseWechatAddress: 'chooseAddress',
  choosePhotos: 'chooseMedia',
  copyText: 'setClipboardData',
};

/** Of those, what app.json has to announce; see `requiredPrivateInfos` in WeChat's reference. */
const ANNOUNCED: readonly string[] = ['chooseAddress'];

const IMPORT = /import\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']+)'/g;

/** The interfaces for personal data a script of ours uses, its own imports included. */
function interfacesOf(tree: AppTree, script: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(script) || !tree.files.has(script)) return found;
  seen.add(script);
  for (const [, names = '', from = ''] of textOf(tree, script).matchAll(IMPORT)) {
    const wanted = names.split(',').map((name) => name.trim());
    for (const name of wanted) if (PRIVATE[name] !== undefined) found.add(PRIVATE[name]);
    const next = `${path.posix.join(path.posix.dirname(script), from)}.ts`;
    for (const name of interfacesOf(tree, next, seen)) found.add(name);
  }
  return found;
}

/**
 * A page that uses an interface for personal data asks for the privacy agreement itself, since WeChat refuses the call
 * otherwise; and what has to be announced is.
 */
export function privacyProblems(tree: AppTree, { path: page, kind, tags }: Unit): string[] {
  if (kind !== 'page') return [];
  const used = [...interfacesOf(tree, `${page}.ts`)];
  const announced = tree.app['requiredPrivateInfos'];
  return [
    ...(used.length > 0 && !tags.has('privacy-sheet')
      ? [`${page}: uses ${used.join(', ')} and has no <privacy-sheet />`]
      : []),
    ...used
      .filter((name) => ANNOUNCED.includes(name))
      .filter((name) => !Array.isArray(announced) || !announced.includes(name))
      .map((name) => `app.json: requiredPrivateInfos lacks ${name}, which ${page} uses`),
  ];
}
