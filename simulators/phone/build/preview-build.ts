import type { AppBundle, ComponentConfig, Sheet, ThemeVariables } from './app-bundle';
import { readComponentGraph } from './component-graph';
import type { ComponentGraph } from './component-graph';
import { readModules } from './modules';
import type { TransformCache } from './modules';
import { listProblems } from './problems';
import type { ProblemList } from './problems';
import { openSourceTree } from './source-tree';
import type { SourceTree } from './source-tree';
import { compileTemplates } from './wxml';
import { compileAppSheet, compileComponentSheet, compilePageSheet } from './wxss';

/** A build, in two parts that travel apart. */
export interface Built {
  readonly bundle: AppBundle;
  /** Source maps by file. */
  readonly maps: ReadonlyMap<string, string>;
}

/** Builds a mini program's directory for the browser; a second build reuses what did not change. */
export interface PreviewBuild {
  build(): Promise<Built>;
}

function readTheme(tree: SourceTree, problems: ProblemList, { app }: ComponentGraph): ThemeVariables {
  const file = app.themeLocation;
  if (file === undefined) return { light: {}, dark: {} };
  try {
    const { light = {}, dark = {} } = JSON.parse(tree.read(file)) as Partial<ThemeVariables>;
    return { light, dark };
  } catch (cause) {
    problems.error(file, cause instanceof Error ? cause.message : String(cause));
    return { light: {}, dark: {} };
  }
}

/** Its classes are everybody's, as with `styleIsolation: shared`. */
function sharesClasses({ styleIsolation }: ComponentConfig): boolean {
  return styleIsolation === 'shared' || styleIsolation === 'page-shared';
}

function compileSheets(
  tree: SourceTree,
  problems: ProblemList,
  { pages, components }: ComponentGraph,
): Record<string, Sheet> {
  const sheets: Record<string, Sheet> = {};
  for (const [index, [path, config]] of Object.entries(components).entries()) {
    const scope = sharesClasses(config) ? '' : `c${index.toString(36)}`;
    const sheet = pages.includes(path)
      ? compilePageSheet(tree, problems, path)
      : compileComponentSheet(tree, problems, { path, scope });
    if (sheet !== undefined) sheets[path] = sheet;
  }
  return sheets;
}

/** Prepares to build the mini program whose app.json lies in `directory`. */
export function createPreviewBuild(directory: string): PreviewBuild {
  const cache: TransformCache = new Map();
  let version = 0;
  return {
    build: async () => {
      const tree = openSourceTree(directory);
      const problems = listProblems();
      const graph = readComponentGraph(tree, problems);
      const { modules, maps, scripts } = await readModules(
        { tree, problems, cache },
        Object.keys(graph.components),
      );
      version += 1;
      const bundle = {
        version,
        app: graph.app,
        theme: readTheme(tree, problems, graph),
        pages: graph.pages,
        components: graph.components,
        appCss: compileAppSheet(tree, problems),
        sheets: compileSheets(tree, problems, graph),
        modules,
        scripts,
        templates: compileTemplates(tree, graph.components, problems),
        problems: problems.all(),
      };
      return { bundle, maps };
    },
  };
}
