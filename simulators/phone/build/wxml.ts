import { transformSync } from 'esbuild';
import { TmplGroup } from 'glass-easel-template-compiler';
import type { ComponentConfig } from './app-bundle';
import { BUILTIN_TAGS, TEMPLATE_TAGS } from './builtin-tags';
import { lineAndColumn } from './problems';
import type { ProblemList } from './problems';
import { relativeTo } from './source-tree';
import type { SourceTree } from './source-tree';
import { withoutWxsExtension, wxsRequires, wxsToJavaScript } from './wxs';

/** What WXS finds without requiring it, and how templates reach WXS handlers: the runtime answers for `__wxs`. */
const SCRIPT_PRELUDE = `
Q.A=function(f,p){return window.__wxs.observe(f,p)};
Q.C=function(c,e,f,p){return window.__wxs.handle(c,e,f,p)};
var getRegExp=function(a,b){return new RegExp(a,b)};
var getDate=function(){return arguments.length?new Date(...arguments):new Date()};`;

const NATIVE_TAGS: ReadonlySet<string> = new Set([...BUILTIN_TAGS, ...TEMPLATE_TAGS]);
const MARKUP =
  /<!--[\s\S]*?-->|<wxs\b(?:[^>"']|"[^"]*"|'[^']*')*>[\s\S]*?<\/wxs>|<([a-z][\w-]*)(?:[^>"']|"[^"]*"|'[^']*')*>/g;
const SLOT_WITH_CONTENT = /<slot\b((?:[^>"'/]|"[^"]*"|'[^']*'|\/(?!>))*)>([\s\S]*?)<\/slot>/g;

interface ParseMessage {
  readonly isError: boolean;
  readonly message: string;
  readonly startLine: number;
  readonly startColumn: number;
}

interface Compilation {
  readonly group: TmplGroup;
  readonly tree: SourceTree;
  readonly problems: ProblemList;
  readonly seen: Set<string>;
}

/** WeChat ignores what stands inside a `<slot>`; the compiler refuses it. Lines stay where they were. */
function emptySlots(wxml: string): string {
  return wxml.replaceAll(SLOT_WITH_CONTENT, (_, attributes: string, content: string) => {
    return `<slot${attributes}/>${content.replaceAll(/[^\n]/g, '')}`;
  });
}

/** A syntax error in WXS would only show at run time, somewhere inside the one script of all templates. */
function checkScript(code: string, file: string, problems: ProblemList): boolean {
  try {
    transformSync(code, { loader: 'js', logLevel: 'silent' });
    return true;
  } catch (cause) {
    const { errors } = cause as {
      readonly errors?: readonly {
        readonly text: string;
        readonly location: { readonly line: number; readonly column: number } | null;
      }[];
    };
    for (const { text, location } of errors ?? [])
      problems.error(location === null ? file : `${file}:${location.line}:${location.column + 1}`, text);
    return false;
  }
}

function addScript(compilation: Compilation, file: string, from: string): void {
  const { group, tree, problems, seen } = compilation;
  if (seen.has(file)) return;
  seen.add(file);
  if (!tree.has(file)) return problems.error(from, `no file ${file}`);
  const source = tree.read(file);
  const code = wxsToJavaScript(source);
  if (!checkScript(code, file, problems)) return;
  group.addScript(file.replace(/\.wxs$/, ''), withoutWxsExtension(code));
  for (const required of wxsRequires(source)) addScript(compilation, relativeTo(file, required), file);
}

function addInlineScripts({ group, problems }: Compilation, path: string): void {
  for (const name of group.getInlineScriptModuleNames(path) as string[]) {
    const code = wxsToJavaScript(group.getInlineScript(path, name));
    const good = checkScript(code, `${path}.wxml <wxs module="${name}">`, problems);
    group.setInlineScript(path, name, good ? code : '');
  }
}

function addTemplate(compilation: Compilation, path: string, from: string): void {
  const { group, tree, problems, seen } = compilation;
  const file = `${path}.wxml`;
  if (seen.has(file)) return;
  seen.add(file);
  if (!tree.has(file)) {
    if (from !== path) problems.error(`${from}.wxml`, `no file ${file}`);
    return;
  }
  for (const found of group.addTmpl(path, emptySlots(tree.read(file))) as ParseMessage[]) {
    const where = `${file}:${found.startLine + 1}:${found.startColumn + 1}`;
    // WeChat's own compiler refuses what is not closed.
    if (found.isError || /end tag/.test(found.message)) problems.error(where, found.message);
    else problems.warn(where, found.message);
  }
  addInlineScripts(compilation, path);
  for (const used of group.getDirectDependencies(path) as string[]) addTemplate(compilation, used, path);
  for (const used of group.getScriptDependencies(path) as string[])
    addScript(compilation, used.endsWith('.wxs') ? used : `${used}.wxs`, file);
}

/** Tags that are neither built in nor declared: the page would show nothing for them. */
function checkTags(tree: SourceTree, problems: ProblemList, path: string, config: ComponentConfig): void {
  if (!tree.has(`${path}.wxml`)) return;
  const declared = { ...config.usingComponents, ...config.componentGenerics };
  const wxml = tree.read(`${path}.wxml`);
  for (const { 1: tag, index } of wxml.matchAll(MARKUP)) {
    if (tag === undefined || NATIVE_TAGS.has(tag) || tag in declared) continue;
    const where = `${path}.wxml:${lineAndColumn(wxml, index)}`;
    const message = `<${tag}> is neither built in nor in usingComponents`;
    // What others published is theirs to mend.
    if (path.startsWith('miniprogram_npm/')) problems.warn(where, message);
    else problems.error(where, message);
  }
}

/** Every template and the WXS it uses, as one JavaScript expression. */
export function compileTemplates(
  tree: SourceTree,
  components: Readonly<Record<string, ComponentConfig>>,
  problems: ProblemList,
): string {
  const group = new TmplGroup();
  try {
    const compilation = { group, tree, problems, seen: new Set<string>() };
    for (const [path, config] of Object.entries(components)) {
      addTemplate(compilation, path, path);
      if (!path.startsWith('miniprogram_npm/')) checkTags(tree, problems, path, config);
    }
    group.setExtraRuntimeScript(SCRIPT_PRELUDE);
    return group.getTmplGenObjectGroups();
  } finally {
    group.free();
  }
}
