/**
 * WXS looks like JavaScript and is not: a value's `constructor` is a string (`'Array'`), and an unknown escape keeps
 * its backslash. The rewritten text means in JavaScript what the original means in WXS.
 */

const TOKENS = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\[\s\S]|[^'\\\n])*'|"(?:\\[\s\S]|[^"\\\n])*"/g;
const KNOWN_ESCAPES = `nrtbfv0'"\\xu\n`;
const CONSTRUCTOR = /\.constructor\b(?!\s*=[^=])/g;

/** The property that answers `constructor` as WXS does; the runtime defines it on every value. */
export const WXS_CONSTRUCTOR = '__wxsConstructor__';

function rewriteToken(token: string): string {
  // A blanked comment keeps its lines, so that positions stay true.
  if (token.startsWith('/')) return token.replaceAll(/[^\n]/g, ' ');
  return token.replaceAll(/\\([\s\S])/g, (escape, letter: string) =>
    KNOWN_ESCAPES.includes(letter) ? escape : `\\${escape}`,
  );
}

/** WXS as JavaScript. */
export function wxsToJavaScript(source: string): string {
  const code = (text: string): string => text.replaceAll(CONSTRUCTOR, `.${WXS_CONSTRUCTOR}`);
  let [result, end] = ['', 0];
  for (const match of source.matchAll(TOKENS)) {
    result += code(source.slice(end, match.index)) + rewriteToken(match[0]);
    end = match.index + match[0].length;
  }
  return result + code(source.slice(end));
}

const REQUIRE = /\brequire\(\s*(['"])([^'"]+)\1\s*\)/g;

/** The files a WXS text requires, as written. */
export function wxsRequires(source: string): string[] {
  const code = source.replaceAll(TOKENS, (token) => (token.startsWith('/') ? '' : token));
  return [...code.matchAll(REQUIRE)].map((match) => match[2] ?? '');
}

/** Module ids in templates have no extension. */
export function withoutWxsExtension(source: string): string {
  return source.replaceAll(REQUIRE, (_, quote: string, file: string) => {
    return `require(${quote}${file.replace(/\.wxs$/, '')}${quote})`;
  });
}
