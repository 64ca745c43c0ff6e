import postcss from 'postcss';
import type { AtRule, Declaration, Root, Rule } from 'postcss';
import selectorParser from 'postcss-selector-parser';
import type { Sheet } from './app-bundle';
import { BUILTIN_TAGS } from './builtin-tags';
import type { ProblemList } from './problems';
import { relativeTo } from './source-tree';
import type { SourceTree } from './source-tree';

const IMPORT = /@import\s+(?:url\()?["']([^"']+)["']\)?\s*;?/g;
const TAGS: ReadonlySet<string> = new Set(BUILTIN_TAGS);
/** 750 rpx are the width of every screen. */
const RPX_PER_VW = 7.5;

/** `rpx` as a share of the screen's width, `vh` as one of the page's height, the safe area as the frame has it. */
export function phoneUnits(value: string): string {
  return value
    .replaceAll(
      /(-?\d*\.?\d+)rpx\b/g,
      (_, amount: string) => `${Number((Number(amount) / RPX_PER_VW).toFixed(4))}vw`,
    )
    .replaceAll(/(\d)vh\b/g, '$1cqh')
    .replaceAll(/\b(?:env|constant)\(\s*(safe-area-inset-\w+)/g, 'var(--$1');
}

interface Reader {
  readonly tree: SourceTree;
  readonly problems: ProblemList;
}

function inlined({ tree, problems }: Reader, file: string, stack: readonly string[]): string {
  if (stack.includes(file)) return '';
  if (!tree.has(file)) {
    problems.error(stack.at(-1) ?? file, `no style sheet ${file}`);
    return '';
  }
  return tree.read(file).replaceAll(IMPORT, (_, reference: string) => {
    return inlined({ tree, problems }, relativeTo(file, reference), [...stack, file]);
  });
}

/** What `page { }` may say of the box that also holds the navigation bar; the rest concerns the page's own box. */
function paintsTheWholePage({ prop }: Declaration): boolean {
  return /^(--|color$|font|line-height$|background|letter-spacing$|-webkit-font|text-size-adjust$)/.test(
    prop,
  );
}

function parse(reader: Reader, file: string): Root | undefined {
  const text = inlined(reader, file, []);
  if (text.trim() === '') return undefined;
  try {
    return postcss.parse(text, { from: file });
  } catch (cause) {
    const { line, column, reason } = cause as {
      readonly line?: number;
      readonly column?: number;
      readonly reason?: string;
    };
    reader.problems.error(
      line === undefined ? file : `${file}:${line}:${column ?? 1}`,
      reason ?? String(cause),
    );
    return undefined;
  }
}

interface Naming {
  readonly scope: string;
  readonly host: string;
  /** What `page` is called here. */
  readonly page: string;
}

function renamed(selector: string, { scope, host, page }: Naming): string {
  return selectorParser((selectors) => {
    selectors.walkClasses((node) => {
      if (scope !== '') node.value = `${scope}--${node.value}`;
    });
    selectors.walkTags((node) => {
      if (node.value === 'page') node.value = page;
      else if (TAGS.has(node.value)) node.value = `wx-${node.value}`;
    });
    selectors.walkPseudos((node) => {
      if (node.value !== ':host') return;
      node.replaceWith(
        selectorParser.attribute({
          attribute: 'wx-host',
          value: host,
          operator: '=',
          quoteMark: '"',
          raws: { value: JSON.stringify(host) },
        }),
      );
    });
  }).processSync(selector);
}

function insideKeyframes({ parent }: Rule): boolean {
  return parent?.type === 'atrule' && (parent as AtRule).name.endsWith('keyframes');
}

/** `page { }` alone becomes two rules: paint for the whole page, layout for its content. */
function splitPageRule(rule: Rule, naming: Naming): void {
  const layout = rule.clone({ selector: 'wx-body' });
  layout.walkDecls((declaration) => {
    if (paintsTheWholePage(declaration)) declaration.remove();
  });
  rule.walkDecls((declaration) => {
    if (!paintsTheWholePage(declaration)) declaration.remove();
  });
  rule.selector = naming.page;
  if ((layout.nodes?.length ?? 0) > 0) rule.after(layout);
  if ((rule.nodes?.length ?? 0) === 0) rule.remove();
}

function rewrite(root: Root, naming: Naming): void {
  root.walkDecls((declaration) => {
    declaration.value = phoneUnits(declaration.value);
  });
  root.walkAtRules((rule) => {
    rule.params = phoneUnits(rule.params);
  });
  const rules: Rule[] = [];
  root.walkRules((rule) => void rules.push(rule));
  for (const rule of rules) {
    if (insideKeyframes(rule)) continue;
    if (rule.selector.trim() === 'page') splitPageRule(rule, naming);
    else rule.selector = renamed(rule.selector, naming);
  }
}

/** A page's rules reach its own page only; animations and fonts cannot be scoped. */
function scopedToPage(root: Root, path: string): string {
  const outside: string[] = [];
  root.walkAtRules(/(keyframes|font-face)$/, (rule) => {
    outside.push(rule.toString());
    rule.remove();
  });
  return `${outside.join('\n')}\n@scope (wx-page[route="${path}"]) {\n${root.toString()}\n}`;
}

/** app.wxss as CSS. */
export function compileAppSheet(tree: SourceTree, problems: ProblemList): string {
  if (!tree.has('app.wxss')) return '';
  const root = parse({ tree, problems }, 'app.wxss');
  if (root === undefined) return '';
  rewrite(root, { scope: '', host: '', page: 'wx-page' });
  return root.toString();
}

/** A page's style sheet. */
export function compilePageSheet(tree: SourceTree, problems: ProblemList, path: string): Sheet | undefined {
  const root = tree.has(`${path}.wxss`) ? parse({ tree, problems }, `${path}.wxss`) : undefined;
  if (root === undefined) return undefined;
  rewrite(root, { scope: '', host: path, page: ':scope' });
  return { css: scopedToPage(root, path), scope: '' };
}

/** A component's style sheet; an empty `scope` shares its classes with everybody. */
export function compileComponentSheet(
  tree: SourceTree,
  problems: ProblemList,
  { path, scope }: { readonly path: string; readonly scope: string },
): Sheet | undefined {
  const root = tree.has(`${path}.wxss`) ? parse({ tree, problems }, `${path}.wxss`) : undefined;
  if (root === undefined) return scope === '' ? undefined : { css: '', scope };
  rewrite(root, { scope, host: path, page: 'wx-page' });
  return { css: root.toString(), scope };
}
