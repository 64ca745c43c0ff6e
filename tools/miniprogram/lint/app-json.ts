import { isOwn, listedPages, textOf, type AppTree, type Unit } from '../app-tree';
import { APP_KEYS, COMPONENT_KEYS, PAGE_KEYS, WINDOW_KEYS } from './built-ins';

type Json = Readonly<Record<string, unknown>>;

function unknownKeys(file: string, json: unknown, known: ReadonlySet<string>): string[] {
  return Object.keys((json ?? {}) as Json)
    .filter((key) => !known.has(key))
    .map((key) => `${file}: WeChat knows no ${key}`);
}

function unitKeys({ path, kind, json }: Unit): string[] {
  return unknownKeys(`${path}.json`, json, kind === 'page' ? PAGE_KEYS : COMPONENT_KEYS);
}

function twice(pages: readonly string[]): string[] {
  return pages
    .filter((page, index) => pages.indexOf(page) !== index)
    .map((page) => `app.json: ${page} is listed twice`);
}

/** WeChat takes 2 to 5 tabs, all of them pages of the main package. */
function tabs({ app }: AppTree): string[] {
  const list = app.tabBar?.list;
  if (list === undefined) return [];
  return [
    ...(list.length < 2 || list.length > 5 ? ['app.json: a tab bar has 2 to 5 tabs'] : []),
    ...list
      .filter(({ pagePath }) => app.pages?.includes(pagePath) !== true)
      .map(({ pagePath }) => `app.json: the tab ${pagePath} is no page of the main package`),
  ];
}

function preloads({ app }: AppTree): string[] {
  const rules = (app['preloadRule'] ?? {}) as Record<string, { readonly packages?: readonly string[] }>;
  const pages = listedPages(app);
  const packages = new Set((app.subPackages ?? []).flatMap((entry) => [entry.root, (entry as Json)['name']]));
  return Object.entries(rules).flatMap(([page, { packages: wanted = [] }]) => [
    ...(pages.includes(page) ? [] : [`app.json: preloadRule of ${page}, which is no page`]),
    ...wanted
      .filter((name) => !packages.has(name))
      .map((name) => `app.json: preloadRule wants ${name}, which is no package`),
  ]);
}

function theme(tree: AppTree): string[] {
  const file = tree.app['themeLocation'];
  if (typeof file !== 'string') return [];
  if (!tree.files.has(file)) return [`app.json: ${file} does not exist`];
  const { light = {}, dark = {} } = JSON.parse(textOf(tree, file)) as { light?: Json; dark?: Json };
  const used = [...JSON.stringify(tree.app).matchAll(/"@(\w+)"/g)].map((match) => match[1] ?? '');
  return used
    .filter((name) => !(name in light) || !(name in dark))
    .map((name) => `${file}: ${name} is not in both looks`);
}

function sitemap(tree: AppTree): string[] {
  const file = tree.app['sitemapLocation'];
  if (typeof file !== 'string' || !tree.files.has(file)) return [];
  const { rules = [] } = JSON.parse(textOf(tree, file)) as { rules?: readonly { readonly page: string }[] };
  const pages = listedPages(tree.app);
  return rules
    .filter(({ page }) => page !== '*' && !pages.includes(page))
    .map(({ page }) => `${file}: ${page} is no page`);
}

/** What WeChat leaves off unless it is said: the dark look, code loaded when it is needed, the question for privacy. */
const DUTIES: Json = { darkmode: true, lazyCodeLoading: 'requiredComponents', __usePrivacyCheck__: true };

function duties({ app }: AppTree): string[] {
  return Object.entries(DUTIES)
    .filter(([key, value]) => app[key] !== value)
    .map(([key, value]) => `app.json: ${key} is not ${JSON.stringify(value)}`);
}

/** A page that nobody can open is a file somebody forgot to list, or to delete. */
function unlisted(tree: AppTree): string[] {
  const pages = new Set(listedPages(tree.app));
  return [...tree.files]
    .filter((file) => /^(pages|packages)\/.*\.wxml$/.test(file))
    .map((file) => file.replace(/\.wxml$/, ''))
    .filter((path) => !pages.has(path) && tree.units.every((unit) => unit.path !== path))
    .map((path) => `${path}: is not in app.json`);
}

/** What is wrong with app.json and the files beside the pages. */
export function appProblems(tree: AppTree): string[] {
  return [
    ...unknownKeys('app.json', tree.app, APP_KEYS),
    ...unknownKeys('app.json window', tree.app['window'], WINDOW_KEYS),
    ...tree.units.filter(isOwn).flatMap(unitKeys),
    ...twice(listedPages(tree.app)),
    ...tabs(tree),
    ...preloads(tree),
    ...theme(tree),
    ...sitemap(tree),
    ...unlisted(tree),
    ...duties(tree),
  ];
}
