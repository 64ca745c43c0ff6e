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

/** The object literal a neighbour exports under a name: a part of a page's script that stands in a file of its own. */
function exportedObject(source: string, name: string): readonly Node[] {
  for (const node of walk(parseSync(source, { syntax: 'typescript' }))) {
    if (node.type !== 'VariableDeclarator' || nameOf(node['id'] as Node) !== name) continue;
    return propertiesOf(node['init']);
  }
  return [];
}

/** The members of an object literal, those that are spread into it from a neighbour too. */
function membersOf(object: unknown, program: Node, read: ReadScript): readonly Node[] {
  return propertiesOf(object).flatMap((property) => {
    if (property.type !== 'SpreadElement') return [property];
    const name = nameOf(property['arguments'] as Node);
    const imported = [...walk(program)].find(
      (node) =>
        node.type === 'ImportDeclaration' &&
        (node['specifiers'] as readonly Node[]).some((one) => nameOf(one['local'] as Node) === name),
    );
    const from = (imported?.['source'] as Node | undefined)?.['value'];
    const source = typeof from === 'string' ? read(from) : null;
    return name === null || source === null ? [] : exportedObject(source, name);
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
