import { parseSync } from '@swc/core';

interface Node {
  readonly type?: string;
  readonly [key: string]: unknown;
}

function* walk(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const child of Object.values(value)) yield* walk(child);
}

function nameOf(property: Node): string | null {
  const key = (property['key'] ?? property) as Node;
  const value = key['value'];
  return typeof value === 'string' ? value : null;
}

function propertiesOf(object: unknown): readonly Node[] {
  const properties = (object as Node | undefined)?.['properties'];
  return Array.isArray(properties) ? (properties as Node[]) : [];
}

function isFunction(property: Node): boolean {
  const value = property['value'] as Node | undefined;
  return (
    property.type === 'MethodProperty' ||
    value?.type === 'FunctionExpression' ||
    value?.type === 'ArrowFunctionExpression'
  );
}

/** What a page or component can be told, as it is written in its call of `Page` or `Component`. */
export interface Definition {
  readonly kind: 'Page' | 'Component';
  readonly methods: ReadonlySet<string>;
}

/** Reads the script a relative name leads to, or null where there is none. */
export type ReadScript = (specifier: string) => string | null;

/** Nothing is read on behalf of a neighbour: its own neighbours lie elsewhere. */
const READ_NOTHING: ReadScript = () => null;

/** The object literal that a name stands for in a script: a constant, or what a function of the name answers. */
function objectNamed(program: Node, name: string): unknown {
  for (const node of walk(program)) {
    if (node.type === 'VariableDeclarator' && nameOf(node['id'] as Node) === name) return node['init'];
    if (node.type !== 'FunctionDeclaration' || nameOf(node['identifier'] as Node) !== name) continue;
    return [...walk(node['body'])].find(({ type }) => type === 'ReturnStatement')?.['argument'];
  }
  return undefined;
}

/** The script a name is imported from, or null where it is not. */
function importedFrom(program: Node, name: string, read: ReadScript): Node | null {
  const imported = [...walk(program)].find(
    (node) =>
      node.type === 'ImportDeclaration' &&
      (node['specifiers'] as readonly Node[]).some((one) => nameOf(one['local'] as Node) === name),
  );
  const from = (imported?.['source'] as Node | undefined)?.['value'];
  const source = typeof from === 'string' ? read(from) : null;
  return source === null ? null : (parseSync(source, { syntax: 'typescript' }) as unknown as Node);
}

/**
 * The members of an object literal, those too that are spread into it: a part of a page's script that stands beside it
 * or in a file of its own, by its name or as the answer of a call.
 */
function membersOf(object: unknown, program: Node, read: ReadScript): readonly Node[] {
  return propertiesOf(object).flatMap((property) => {
    if (property.type !== 'SpreadElement') return [property];
    const spread = property['arguments'] as Node;
    const name = nameOf(spread.type === 'CallExpression' ? (spread['callee'] as Node) : spread);
    if (name === null) return [];
    const neighbour = importedFrom(program, name, read);
    return neighbour === null
      ? membersOf(objectNamed(program, name), program, read)
      : membersOf(objectNamed(neighbour, name), neighbour, READ_NOTHING);
  });
}

function definitionIn(call: Node, program: Node, read: ReadScript): Definition | null {
  const callee = call['callee'] as Node | undefined;
  const kind = callee?.['value'];
  if (call.type !== 'CallExpression' || (kind !== 'Page' && kind !== 'Component')) return null;
  const [argument] = call['arguments'] as readonly { readonly expression: unknown }[];
  const all = membersOf(argument?.expression, program, read);
  const methods = all.find((property) => nameOf(property) === 'methods')?.['value'];
  const told = kind === 'Page' ? all : propertiesOf(methods);
  return {
    kind,
    methods: new Set(told.filter(isFunction).flatMap((property) => nameOf(property) ?? [])),
  };
}

/** The definition in a script, or null where there is none. @throws on a syntax error */
export function definitionOf(source: string, read: ReadScript): Definition | null {
  const program = parseSync(source, { syntax: 'typescript' }) as unknown as Node;
  for (const node of walk(program)) {
    const definition = definitionIn(node, program, read);
    if (definition !== null) return definition;
  }
  return null;
}

/** The keys of object literals given to `setData`. */
export function keysSet(source: string): string[] {
  return [...walk(parseSync(source, { syntax: 'typescript' }))]
    .filter((node) => {
      const member = node['callee'] as Node | undefined;
      return (
        node.type === 'CallExpression' && (member?.['property'] as Node | undefined)?.['value'] === 'setData'
      );
    })
    .flatMap((node) => (node['arguments'] as readonly { readonly expression: unknown }[]).slice(0, 1))
    .flatMap(({ expression }) => propertiesOf(expression).flatMap((property) => nameOf(property) ?? []));
}
