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

function definitionIn(call: Node): Definition | null {
  const callee = call['callee'] as Node | undefined;
  const kind = callee?.['value'];
  if (call.type !== 'CallExpression' || (kind !== 'Page' && kind !== 'Component')) return null;
  const [argument] = call['arguments'] as readonly { readonly expression: unknown }[];
  const all = propertiesOf(argument?.expression);
  const methods = all.find((property) => nameOf(property) === 'methods')?.['value'];
  const told = kind === 'Page' ? all : propertiesOf(methods);
  return {
    kind,
    methods: new Set(told.filter(isFunction).flatMap((property) => nameOf(property) ?? [])),
  };
}

/** The definition in a script, or null where there is none. @throws on a syntax error */
export function definitionOf(source: string): Definition | null {
  for (const node of walk(parseSync(source, { syntax: 'typescript' }))) {
    const definition = definitionIn(node);
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
