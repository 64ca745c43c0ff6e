/**
 * House rules a linter does not know. Each is a pure function from one file to its problems, so that each
 * can be shown a file that breaks it. The words they forbid are built from pieces: this file obeys them too.
 */
import { parseSync } from '@swc/core';

/** One file as it is on disk; `path` is relative to the repository, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a rule may know of the repository beyond the file in hand. */
export interface Repository {
  readonly files: ReadonlySet<string>;
  readonly scripts: ReadonlySet<string>;
}

export type TidyRule = (file: SourceFile, repository: Repository) => readonly string[];

/** Longer files hold more than one thing to audit. Blank lines and comments count: the reader scrolls past them too. */
const MAX_SOURCE_LINES = 400;

const SHIPPED = /^(cloudfunctions|miniprogram)\//;
const DOCUMENTED = /^(cloudfunctions\/(core|ports|usecases|adapters)|miniprogram\/contract)\/.*\.ts$/;
const CODE = /\.[cm]?[jt]s$/;
const SOURCE = /^(cloudfunctions|miniprogram|simulators|tools)\/.*\.([cm]?[jt]s|wxml|wxss)$/;
const WIRE = /^(cloudfunctions\/adapters\/[^/]+|miniprogram\/platform)\/wire(\/[^/]+)?\.ts$/;
const WIRE_OR_MAP = /^(cloudfunctions\/adapters\/[^/]+|miniprogram\/platform)\/(wire|map)(\/[^/]+)?\.ts$/;

/** WeChat Pay's spelling of names that are ours in camel case. */
const WIRE_NAMES = [
  'out_trade_no',
  'transaction_id',
  'prepay_id',
  'trade_state',
  'trade_type',
  'notify_url',
  'time_expire',
  'success_time',
  'out_refund_no',
  'refund_id',
  'payer_total',
  'bank_type',
  'code_url',
] as const;

interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

function* walk(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const child of Object.values(value)) yield* walk(child);
}

const trees = new Map<string, readonly Node[]>();

function nodes(text: string): readonly Node[] {
  const known = trees.get(text);
  if (known) return known;
  const found = [...walk(parseSync(text, { syntax: 'typescript', target: 'es2022' }))];
  trees.set(text, found);
  return found;
}

function isTypeScript({ path }: SourceFile): boolean {
  return path.endsWith('.ts');
}

/** The code with every comment blanked; strings stay, and a `//` inside one is not a comment. */
function withoutComments(text: string): string {
  const tokens = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return text.replaceAll(tokens, (token) =>
    /^\/[/*]/.test(token) ? token.replaceAll(/[^\n]/g, ' ') : token,
  );
}

function matches(text: string, pattern: RegExp, problem: (found: string) => string): string[] {
  return [...text.matchAll(pattern)].map((match) => problem(match[0].trim()));
}

function code(path: RegExp, pattern: RegExp, problem: (found: string) => string): TidyRule {
  return (file) =>
    path.test(file.path) && CODE.test(file.path) ? matches(withoutComments(file.text), pattern, problem) : [];
}

/** Joins a forbidden word from its pieces, so that this file does not hold it. */
export function word(...pieces: readonly string[]): string {
  return pieces.join('');
}

const unfinished = new RegExp(`\\b(${word('TO', 'DO')}|${word('FIX', 'ME')}|${word('XX', 'X')})\\b`, 'g');
const silenced = new RegExp(`@${word('ts', '-')}(ignore|nocheck)\\b`, 'g');
const disabled = new RegExp(`(?:oxlint|eslint)${word('-dis', 'able')}[^\\n]*`, 'g');
const mocked = new RegExp(`\\bjest\\s*\\.\\s*(${word('mo', 'ck')}|doMock|unstable_mockModule)\\b`, 'g');
const privateKey = new RegExp(
  `-----BEGIN ([A-Z]+ )*${word('PRIVATE', ' KEY')}-----[\\s\\\\nr'"+,]*[A-Za-z0-9+/=]{40}`,
  'g',
);
const homes = ['work', 'home', 'root', 'Users'].join('|');
const machinePaths = new RegExp(`(?<![\\w.:/*-])(/(${homes})/|[A-Z]:\\\\)`, 'g');
const outsideFiles = new RegExp(
  `\\.\\./${word('sha', 'red')}/|\\b${word('refer', 'ence')}/[\\w-]+\\.md`,
  'g',
);
const registries = new RegExp(
  `\\b${word('regi', 'stry')}\\.[\\w.-]*\\w\\.(org|com|cn|io|net|dev)\\b|\\b${word('npm', 'mirror')}\\b`,
  'gi',
);

function maxLines({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split('\n').length;
  return SOURCE.test(path) && lines > MAX_SOURCE_LINES
    ? [`has ${lines} lines, at most ${MAX_SOURCE_LINES}`]
    : [];
}

function noAny(file: SourceFile): string[] {
  if (!isTypeScript(file)) return [];
  return nodes(file.text)
    .filter((node) => node.type === 'TsKeywordType' && node['kind'] === 'any')
    .map(() => 'uses any; parse unknown instead');
}

function isEmptyFunction(node: Node, path: string): boolean {
  const body = node['body'] as Node | undefined;
  const isArrow = node.type === 'ArrowFunctionExpression';
  const isEmptyBlock = Array.isArray(body?.['stmts']) && body['stmts'].length === 0;
  const isNothing =
    body?.type === 'NullLiteral' || (body?.type === 'Identifier' && body['value'] === 'undefined');
  // On one machine, `() => undefined` may say that whoever else holds the promise answers for it. In the shop nobody else does.
  return isArrow && (isEmptyBlock || (isNothing && SHIPPED.test(path)));
}

function swallowsRejection(node: Node, path: string): boolean {
  if (node.type !== 'CallExpression') return false;
  const property = (node['callee'] as { readonly property?: Node }).property;
  const handler = (node['arguments'] as readonly { readonly expression: Node }[])[0];
  return (
    property?.['value'] === 'catch' && handler !== undefined && isEmptyFunction(handler.expression, path)
  );
}

function isEmptyCatch(node: Node): boolean {
  return node.type === 'CatchClause' && (node['body'] as { stmts: unknown[] }).stmts.length === 0;
}

function noEmptyCatch(file: SourceFile): string[] {
  if (!isTypeScript(file)) return [];
  return nodes(file.text)
    .filter((node) => isEmptyCatch(node) || swallowsRejection(node, file.path))
    .map(() => 'has an empty catch');
}

/** The name a call is made by: `expect` in `expect(a)`, `close` in `world.close()`. */
function calledName(node: Node): unknown {
  if (node.type !== 'CallExpression') return undefined;
  const callee = node['callee'] as Node;
  return callee.type === 'MemberExpression' ? (callee['property'] as Node)['value'] : callee['value'];
}

/** In one hook, a wrong book would leave the world running and its worker with it. */
function closingAssertsNothing({ path, text }: SourceFile): string[] {
  if (!path.startsWith('test/') || !path.endsWith('.ts')) return [];
  return nodes(text)
    .filter((node) => calledName(node) === 'afterAll')
    .map((hook) => new Set([...walk(hook['arguments'])].map(calledName)))
    .filter((calls) => calls.has('expect') && calls.has('close'))
    .map(() => 'has an afterAll that asserts and closes; give each a hook of its own');
}

function noInlineImportTypes(file: SourceFile): string[] {
  if (!isTypeScript(file)) return [];
  return nodes(file.text)
    .filter((node) => node.type === 'TsImportType')
    .map(
      () => "imports a type inline, where the import checker cannot see it; write `import type … from '…'`",
    );
}

function noBarrels(file: SourceFile): string[] {
  if (!isTypeScript(file) || /^cloudfunctions\/functions\/[^/]+\/index\.ts$/.test(file.path)) return [];
  const statements = (nodes(file.text)[0]?.['body'] ?? []) as Node[];
  const isExport = ({ type, source }: Node): boolean =>
    type === 'ExportAllDeclaration' || (type === 'ExportNamedDeclaration' && source !== null);
  const isPassedOn = ({ type }: Node): boolean =>
    type === 'ImportDeclaration' || type === 'ExportAllDeclaration' || type === 'ExportNamedDeclaration';
  const onlyPassesOn = statements.some((node) => isExport(node) || node.type === 'ExportNamedDeclaration');
  return onlyPassesOn && statements.every(isPassedOn)
    ? ['only re-exports; import the file that has the thing']
    : [];
}

function wxOnlyInPlatform(file: SourceFile): string[] {
  const isPhone = file.path.startsWith('miniprogram/') && !file.path.startsWith('miniprogram/platform/');
  if (!isPhone || !isTypeScript(file)) return [];
  return nodes(file.text)
    .filter((node) => node.type === 'Identifier' && node['value'] === 'wx')
    .map(() => 'names wx; only miniprogram/platform may');
}

function snakeCaseOnlyInWire({ path, text }: SourceFile): string[] {
  if (!SHIPPED.test(path) || !path.endsWith('.ts') || WIRE.test(path)) return [];
  return nodes(text)
    .filter((node) => node.type === 'TsPropertySignature' || node.type === 'ClassProperty')
    .map((node) => (node['key'] as { value?: unknown }).value)
    .filter((name): name is string => typeof name === 'string' && /^[a-z0-9]+(_[a-z0-9]+)+$/.test(name))
    .map((name) => `declares ${name}; their words are declared in an adapter's wire.ts`);
}

const wireNames = code(
  SHIPPED,
  new RegExp(`\\b(${WIRE_NAMES.join('|')})\\b`, 'g'),
  (name) => `says ${name}; their words stay in wire.ts and map.ts`,
);

function exportsAreDocumented({ path, text }: SourceFile): string[] {
  if (!DOCUMENTED.test(path)) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const name =
      /^export (?:declare |abstract |async )*(?:const|let|function\*?|class|interface|type) (\w+)/.exec(
        line,
      )?.[1];
    const before = lines[index - 1] ?? '';
    // `type State = (typeof STATES)[number]` directly below the documented list is the list's other half.
    const isOtherHalf = /= \(?(typeof|keyof) /.test(line) && before.trim() !== '';
    const isOverload = new RegExp(`^export (async )?function ${name}\\b.*;$`).test(before);
    return name === undefined || before.trimEnd().endsWith('*/') || isOtherHalf || isOverload
      ? []
      : [`exports ${name} without a docstring`];
  });
}

const FREE_NAMES = /^(README(\.[a-zA-Z-]+)?\.md|CONTRIBUTING\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|NOTICE)$/;
const VAGUE_NAMES = /^(utils?|helpers?|common|misc|manager|info|data2)(\.|$)/;

function fileNames({ path }: SourceFile): string[] {
  if (path.startsWith('test/fixtures/')) return [];
  return path.split('/').flatMap((name) => {
    if (FREE_NAMES.test(name)) return [];
    if (VAGUE_NAMES.test(name)) return [`is named ${name}: name it for what it exports`];
    return /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/.test(name)
      ? []
      : [`${name} is not kebab-case`];
  });
}

function lockNamesNoHost({ path, text }: SourceFile): string[] {
  if (!/(^|\/)(package-lock\.json|\.npmrc)$/.test(path)) return [];
  return matches(
    text,
    /"resolved": "http[^"]*"|^registry\s*=.*$/gm,
    (found) => `ties the install to a host: ${found}`,
  );
}

/** The npm commands a page tells its reader to type, without their arguments: those set as code. */
export function commandsIn(text: string): string[] {
  const code = [...text.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map((match) => match[0]).join('\n');
  return [...code.matchAll(/\bnpm (?:run )?[a-z][\w:-]*/g)].map((match) => match[0]);
}

/** What npm does by itself, without a script in package.json. */
const NPM_ITSELF: ReadonlySet<string> = new Set(['npm ci', 'npm install', 'npm exec']);

function commandsExist({ path, text }: SourceFile, { scripts }: Repository): string[] {
  if (!path.endsWith('.md')) return [];
  return commandsIn(text)
    .filter((command) => !NPM_ITSELF.has(command) && !scripts.has(command.replace(/^npm (run )?/, '')))
    .map((command) => `names \`${command}\`, which package.json does not have`);
}

function resolveLink(from: string, target: string): string {
  const parts = target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of decodeURIComponent(target).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

function linksLeadSomewhere({ path, text }: SourceFile, { files }: Repository): string[] {
  if (!path.endsWith('.md')) return [];
  const folders = new Set(
    [...files].flatMap((file) => file.split('/').map((_, i, parts) => parts.slice(0, i).join('/'))),
  );
  return [...text.matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)|(?:src|href)="([^"]+)"/g)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((target) => !/^([a-z]+:|#)/i.test(target))
    .map((target) => ({ target, file: resolveLink(path, target.replace(/[#?].*$/, '')) }))
    .filter(({ file }) => !files.has(file) && !folders.has(file))
    .map(({ target }) => `links to ${target}, which does not exist`);
}

/** Every tidy rule by name. Each has a canary in tidy.test.ts; a rule without one fails there. */
export const TIDY_RULES = {
  'at most 400 lines': maxLines,
  'no any': noAny,
  'no silenced compiler': ({ path, text }) =>
    CODE.test(path) ? matches(text, silenced, (found) => `silences the compiler with ${found}`) : [],
  'a disabled lint rule says why': ({ path, text }) =>
    CODE.test(path) ? matches(text, disabled, (found) => found).filter((line) => !/ -- \S/.test(line)) : [],
  'nothing left to do': ({ path, text }) =>
    path === 'package-lock.json' ? [] : matches(text, unfinished, (found) => `leaves a ${found}`),
  'fakes, not mocks': code(
    /^test\//,
    mocked,
    (found) => `calls ${found}; write a fake that passes the contract`,
  ),
  'every test runs': code(
    /^test\//,
    /\b(it|test|describe)(\.\w+(\([^)]*\))?)*\.(only|skip|todo)\b|\b(fit|xit|xtest|fdescribe|xdescribe)\(/g,
    (found) => `has ${found}`,
  ),
  'no empty catch': noEmptyCatch,
  'a hook that closes asserts nothing': closingAssertsNothing,
  'no inline import types': noInlineImportTypes,
  'no barrels': noBarrels,
  'money is whole minor units': code(
    SHIPPED,
    /\bparseFloat\s*\(|\*\s*100\b(?!\.)|\b100\s*\*(?!\*)|\.toFixed\s*\(/g,
    (found) => `has ${found}: money is never a fraction`,
  ),
  'environment is read in main/config.ts': (file, repository) =>
    file.path === 'cloudfunctions/main/config.ts'
      ? []
      : code(
          SHIPPED,
          /\bprocess\s*(\?\.|\.|\[\s*['"])\s*env\b|\benv\b[^;\n]*\}\s*=\s*process\b|from\s+['"](node:)?process['"]/g,
          (found) => `reads ${found}; only main/config.ts may`,
        )(file, repository),
  'wx is named in platform': wxOnlyInPlatform,
  'snake_case is declared in wire.ts': snakeCaseOnlyInWire,
  'wire names stay in wire.ts and map.ts': (file, repository) =>
    WIRE_OR_MAP.test(file.path) ? [] : wireNames(file, repository),
  'exports are documented': exportsAreDocumented,
  'files are named in kebab-case': fileNames,
  'no private key outside fixtures': ({ path, text }) =>
    path.startsWith('test/fixtures/') ? [] : matches(text, privateKey, () => 'holds a private key'),
  'no path of one machine': ({ text }) =>
    matches(text, machinePaths, (found) => `names the local path ${found}`),
  'no file outside the repository': ({ text }) =>
    matches(text, outsideFiles, (found) => `refers to ${found}`),
  'no registry host': ({ text }) => matches(text, registries, (found) => `names ${found}`),
  'the lock file names no host': lockNamesNoHost,
  'documents name real commands': commandsExist,
  'documents link to real files': linksLeadSomewhere,
} satisfies Readonly<Record<string, TidyRule>>;

/** The rules as pairs, every one callable with a file and its repository. */
export const TIDY_RULE_LIST = Object.entries(TIDY_RULES) as readonly [keyof typeof TIDY_RULES, TidyRule][];
