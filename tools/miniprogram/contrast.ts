import { parse, type AtRule, type Rule } from 'postcss';

export type Look = 'light' | 'dark';

/** Text and the ground it is drawn on. WCAG AA wants 4.5:1 for text of ordinary size. */
const PAIRS: readonly (readonly [text: string, ground: string])[] = [
  ...['--text', '--text-soft', '--text-hint', '--brand', '--price', '--danger'].flatMap((text) =>
    ['--ground', '--surface'].map((ground) => [text, ground] as const),
  ),
  ['--text', '--surface-sunken'],
  ['--text-soft', '--surface-sunken'],
  ['--text-hint', '--surface-sunken'],
  ['--on-brand', '--brand'],
  ['--on-brand', '--brand-pressed'],
  ['--brand', '--brand-soft'],
  ['--on-danger', '--danger'],
  ['--danger', '--danger-soft'],
  ['--warning', '--surface'],
  ['--warning', '--warning-soft'],
];

const LEAST = 4.5;

type Palette = ReadonlyMap<string, string>;

function declared(rules: readonly Rule[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const rule of rules)
    rule.walkDecls(/^--/, ({ prop, value }) => {
      found.set(prop, value);
    });
  return found;
}

/** The colours of both looks: the dark one is the light one with what its media rule changes. */
export function palettes(tokens: string): Record<Look, Palette> {
  const root = parse(tokens);
  const isDark = (node: unknown): boolean =>
    (node as AtRule | undefined)?.type === 'atrule' && (node as AtRule).params.includes('dark');
  const plain: Rule[] = [];
  const dark: Rule[] = [];
  root.walkRules((rule) => {
    (isDark(rule.parent) ? dark : plain).push(rule);
  });
  const light = declared(plain);
  return { light, dark: new Map([...light, ...declared(dark)]) };
}

/** WCAG's relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG's contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** Pairs of text and ground that are hard to read in one of the looks. */
export function contrastProblems(tokens: string): string[] {
  return Object.entries(palettes(tokens)).flatMap(([look, palette]) =>
    PAIRS.flatMap(([text, ground]) => {
      const [front, back] = [palette.get(text), palette.get(ground)];
      if (front === undefined || back === undefined) return [`tokens: ${text} or ${ground} is missing`];
      if (![front, back].every((colour) => /^#[0-9a-f]{6}$/i.test(colour)))
        return [`tokens: ${text} and ${ground} must be written #rrggbb to be measured`];
      const ratio = contrast(front, back);
      return ratio >= LEAST
        ? []
        : [
            `tokens: ${text} on ${ground} has ${ratio.toFixed(2)}:1 in the ${look} look, ${LEAST}:1 is the least`,
          ];
    }),
  );
}
