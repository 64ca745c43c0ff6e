/** A colour as `#rrggbb`. */
export type Colour = `#${string}`;

/** What the shop's things are made of and glazed with; one quiet family. */
export const COLOURS = {
  milk: '#f3eee3',
  oat: '#ddcfb8',
  sand: '#c9b08a',
  mist: '#bcc3c1',
  celadon: '#a5c1b0',
  sage: '#8a9f86',
  moss: '#5f7355',
  clay: '#c4825c',
  rust: '#a3573c',
  mustard: '#d2a54a',
  blush: '#e0b3a8',
  plum: '#7c4b58',
  indigo: '#3b5068',
  night: '#2a3444',
  char: '#43423f',
  walnut: '#74503a',
  oak: '#c29868',
  brass: '#b9924a',
  tea: '#8a9a4b',
  coffee: '#4b3327',
  honey: '#d9932f',
  white: '#fbf9f4',
} as const satisfies Record<string, Colour>;

function channels(colour: Colour): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** `share` of `other` in `colour`: 0 leaves it, 1 replaces it. */
export function mix(colour: Colour, other: Colour, share: number): Colour {
  const others = channels(other);
  const mixed = channels(colour).map((value, at) => Math.round(value + ((others[at] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

export function lighter(colour: Colour, share: number): Colour {
  return mix(colour, '#ffffff', share);
}

export function darker(colour: Colour, share: number): Colour {
  return mix(colour, '#241a12', share);
}
