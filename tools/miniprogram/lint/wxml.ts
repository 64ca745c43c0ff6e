/** An element of a template. WXML has no other structure than HTML's; the compilers have checked that it is closed. */
export interface WxmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly WxmlElement[];
  /** The text directly in it, `{{…}}` included. */
  readonly text: string;
  readonly line: number;
}

interface Open {
  tag: string;
  attributes: Map<string, string>;
  children: WxmlElement[];
  text: string;
  line: number;
}

const TOKEN =
  /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>|[^<]+|</g;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g;

function attributesOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(ATTRIBUTE)].map((match) => [match[1] ?? '', match[2] ?? match[3] ?? ''] as const),
  );
}

/** Reads a template. */
export function parseWxml(source: string): readonly WxmlElement[] {
  const root: Open = { tag: '', attributes: new Map(), children: [], text: '', line: 1 };
  const open: Open[] = [root];
  for (const match of source.matchAll(TOKEN)) {
    const [token, closing, tag, attributes = '', selfClosing] = match;
    const parent = open[open.length - 1] ?? root;
    if (token.startsWith('<!--')) continue;
    if (tag === undefined) parent.text += token;
    else if (closing === '/') {
      if (open.length > 1) open.pop();
    } else {
      const line = source.slice(0, match.index).split('\n').length;
      const element: Open = { tag, attributes: attributesOf(attributes), children: [], text: '', line };
      parent.children.push(element);
      // What is written in a script is no markup, and the only element that may hold `<`.
      if (selfClosing !== '/') open.push(element);
    }
  }
  return root.children;
}

/** Every element, parents before their children. */
export function* elementsOf(elements: readonly WxmlElement[]): Generator<WxmlElement> {
  for (const element of elements) {
    yield element;
    yield* elementsOf(element.children);
  }
}
