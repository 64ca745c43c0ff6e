import { parse } from 'opentype.js';
import subsetFont from 'subset-font';

/** An icon's class in the library's style sheet. */
const ICON_RULE = /\.t-icon-([a-z0-9-]+):+before\s*\{[^}]*\}\s*/g;
const FONT_FACE = /@font-face\s*\{[^}]*\}/;

/** The names the library's style sheet knows. */
export function iconNames(styleSheet: string): Set<string> {
  return new Set([...styleSheet.matchAll(ICON_RULE)].map((match) => match[1] ?? ''));
}

/** Icon names that stand as a quoted word in a text: in an attribute, in a script, in an expression. */
export function iconsIn(text: string, known: ReadonlySet<string>): string[] {
  return [...text.matchAll(/["'`]([a-z][a-z0-9-]*)["'`]/g)]
    .map((match) => match[1] ?? '')
    .filter((word) => known.has(word));
}

/** Where each glyph stands in the font. Names are matched, since the package numbers its glyphs otherwise than the sheet. */
function codePoints(font: Buffer): Map<string, number> {
  const { glyphs } = parse(font.buffer.slice(font.byteOffset, font.byteOffset + font.byteLength));
  const points = new Map<string, number>();
  for (let index = 0; index < glyphs.length; index += 1) {
    const { name, unicode } = glyphs.get(index);
    if (name !== null && unicode !== undefined) points.set(name, unicode);
  }
  return points;
}

export interface IconSheet {
  readonly styleSheet: string;
  /** Wanted icons the font has no glyph for. */
  readonly missing: readonly string[];
}

/**
 * The library's icon sheet with only the wanted icons, their glyphs inlined. No phone then waits for a font from
 * the network, and an icon is there on the first frame.
 */
export async function cutIconSheet(
  styleSheet: string,
  font: Buffer,
  wanted: readonly string[],
): Promise<IconSheet> {
  const points = codePoints(font);
  const kept = new Map(
    wanted.flatMap((name) => {
      const point = points.get(name);
      return point === undefined ? [] : [[name, point] as const];
    }),
  );
  const glyphs = await subsetFont(font, String.fromCodePoint(...kept.values()), { targetFormat: 'woff' });
  const face = `@font-face{font-family:t;src:url(data:font/woff;base64,${glyphs.toString('base64')}) format('woff');font-weight:400;font-style:normal;}\n`;
  return {
    missing: wanted.filter((name) => !kept.has(name)),
    styleSheet: styleSheet.replace(FONT_FACE, face).replace(ICON_RULE, (_rule, name: string) => {
      const point = kept.get(name);
      return point === undefined ? '' : `.t-icon-${name}:before{content:'\\${point.toString(16)}';}\n`;
    }),
  };
}
