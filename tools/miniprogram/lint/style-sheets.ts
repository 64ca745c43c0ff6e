import { parse } from 'postcss';

/** The only sheet that may write a colour or a name of ours. */
export const TOKENS = 'styles/tokens.wxss';

const COLOUR = /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(/i;

/** Names declared anywhere in the token sheet. */
export function tokenNames(tokens: string): Set<string> {
  const names = new Set<string>();
  parse(tokens).walkDecls(/^--/, ({ prop }) => {
    names.add(prop);
  });
  return names;
}

/** What is wrong with one of our own style sheets. */
export function styleProblems(file: string, source: string, tokens: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const root = parse(source, { from: file });
  const at = (line: number | undefined, text: string): void => {
    problems.push(`${file}:${line ?? 1}: ${text}`);
  };
  root.walkDecls((declaration) => {
    const { value, prop, source: place } = declaration;
    const line = place?.start?.line;
    if (file !== TOKENS && COLOUR.test(value)) at(line, `a colour outside ${TOKENS}`);
    for (const [, name = ''] of value.matchAll(/var\(\s*(--[\w-]+)/g)) {
      if (!name.startsWith('--td-') && !tokens.has(name)) at(line, `${name} is no token`);
    }
    if (/^(width|min-width|font-size)$/.test(prop) && /\b[1-9]\d+px\b/.test(value))
      at(line, 'px do not follow the width of the phone; use rpx');
  });
  root.walkRules(({ selector, source: place }) => {
    if (selector.includes(':active')) at(place?.start?.line, ':active lags on phones; use hover-class');
  });
  return problems;
}
