import type { Colour } from './colour';
import { COLOURS, darker, lighter, mix } from './colour';
import type { Thing } from './objects/ware';
import type { Room } from './scene';
import { books, branch, leafShadows, room } from './scene';
import { line, oval, put, shadow, Sheet } from './sheet';

/** A drawn picture with its size. */
export interface Drawn {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What is drawn: a thing, its width for the shadow, and how large it stands in its picture. */
export interface Subject {
  readonly thing: Thing;
  readonly width: number;
  readonly scale?: number;
  /** Hanging things have no foot on the table. */
  readonly hangs?: boolean;
  /** Flat on the table: looked at from nearer above. */
  readonly low?: boolean;
}

const SQUARE = 600;
const WIDE = { width: 900, height: 560 };
const BANNER = { width: 1000, height: 440 };

function standing(sheet: Sheet, { thing, width, hangs = false }: Subject, colour: Colour): string {
  return (hangs ? '' : shadow(sheet, width)) + thing(sheet, colour);
}

/** One thing alone in its room: the first picture of a product and of each of its colours. */
export function portrait(subject: Subject, colour: Colour, where: Room): Drawn {
  const sheet = new Sheet();
  const { scale = 1.15, hangs = false } = subject;
  const content =
    room(sheet, where, { width: SQUARE, height: SQUARE, horizon: 396 }) +
    leafShadows(380, 210, 1.3) +
    put(standing(sheet, subject, colour), { x: 300, y: hangs ? 430 : 486, scale });
  return { svg: sheet.finish(SQUARE, SQUARE, content), width: SQUARE, height: SQUARE };
}

/** The thing with a branch and books, seen from further away. */
export function atHome(subject: Subject, colour: Colour, where: Room): Drawn {
  const sheet = new Sheet();
  const { scale = 1.15, hangs = false } = subject;
  const warm: Room = { wall: mix(where.wall, COLOURS.oat, 0.45), table: COLOURS.oak };
  const content =
    room(sheet, warm, { width: SQUARE, height: SQUARE, horizon: 366 }) +
    put(branch(sheet, COLOURS.mist), { x: 468, y: 418, scale: 0.9 }) +
    put(shadow(sheet, 200) + books(), { x: 424, y: 486, scale: 0.92 }) +
    put(standing(sheet, subject, colour), { x: 226, y: hangs ? 372 : 474, scale: scale * 0.8 });
  return { svg: sheet.finish(SQUARE, SQUARE, content), width: SQUARE, height: SQUARE };
}

/** So near that the material can be seen. */
export function closeUp(subject: Subject, colour: Colour, where: Room): Drawn {
  const sheet = new Sheet();
  const { scale = 1.15, low = false, hangs = false } = subject;
  const y = low ? 500 : hangs ? 700 : 640;
  const content =
    room(sheet, where, { width: SQUARE, height: SQUARE, horizon: low ? 250 : 470 }) +
    put(standing(sheet, subject, colour), { x: 250, y, scale: scale * 2.05 });
  return { svg: sheet.finish(SQUARE, SQUARE, content), width: SQUARE, height: SQUARE };
}

/** Up to four colours beside each other, for the description. */
export function colourRow(subject: Subject, colours: readonly Colour[], where: Room): Drawn {
  const sheet = new Sheet();
  const { width, height } = WIDE;
  const shown = colours.slice(0, 4);
  const { scale = 1.15, hangs = false } = subject;
  const step = width / (shown.length + 0.6);
  const size = Math.min(scale * 0.95, (step * 0.92) / Math.max(subject.width, 150));
  const things = shown.map((colour, at) =>
    put(standing(sheet, subject, colour), { x: step * (at + 0.8), y: hangs ? 380 : 440, scale: size }),
  );
  const content =
    room(sheet, { wall: lighter(where.wall, 0.25), table: where.table }, { width, height, horizon: 350 }) +
    things.join('');
  return { svg: sheet.finish(width, height, content), ...WIDE };
}

/** The thing with its measures, as on a drawing board. */
export function measured(
  subject: Subject,
  colour: Colour,
  sizes: readonly [wide: string, high: string],
): Drawn {
  const sheet = new Sheet();
  const { width, height } = WIDE;
  const ink = COLOURS.char;
  const grid = sheet.pattern(
    30,
    30,
    `<path d="M30 0H0V30" fill="none" stroke="${COLOURS.sand}" stroke-opacity=".22"/>`,
  );
  const { scale = 1.15, hangs = false } = subject;
  const size = scale * 1.02;
  const half = (subject.width * size) / 2 + 14;
  const [wide, high] = sizes;
  const [across = 1, upright = 1] = sizes.map((text) => Number(text.split(' ')[0]));
  // The upright line is as long beside the other as the thing is high beside its width, within the sheet.
  const top = 440 - Math.min(290, Math.max(44, (2 * half * upright) / across));
  const text = (x: number, y: number, words: string, anchor: string) =>
    `<text x="${x}" y="${y}" font-family="system-ui,sans-serif" font-size="24" fill="${ink}" text-anchor="${anchor}">${words}</text>`;
  const content =
    `<rect width="${width}" height="${height}" fill="${COLOURS.white}"/><rect width="${width}" height="${height}" fill="${grid}"/>` +
    put(standing(sheet, subject, colour), { x: 400, y: hangs ? 400 : 440, scale: size }) +
    line(`M${400 - half} 486H${400 + half}M${400 - half} 478V494M${400 + half} 478V494`, ink, 2) +
    text(400, 524, wide, 'middle') +
    line(`M690 ${top}V440M682 ${top}H698M682 440H698`, ink, 2) +
    text(712, (top + 456) / 2, high, 'start') +
    oval([96, 96, 5, 5], COLOURS.rust);
  return { svg: sheet.finish(width, height, content), ...WIDE };
}

/** Several things in one wide room; the left third stays free for words the page writes over it. */
export function banner(
  things: readonly (Subject & { readonly colour: Colour; readonly x: number })[],
  where: Room,
): Drawn {
  const sheet = new Sheet();
  const { width, height } = BANNER;
  const shown = things.map((subject) =>
    put(standing(sheet, subject, subject.colour), {
      x: subject.x,
      y: subject.hangs === true ? 250 : 372,
      scale: subject.scale ?? 0.9,
    }),
  );
  const content =
    room(sheet, where, { width, height, horizon: 304 }) + leafShadows(430, 150, 1.6) + shown.join('');
  return { svg: sheet.finish(width, height, content), ...BANNER };
}

/** A thing on a round ground, for the side bar. */
export function emblem(subject: Subject, colour: Colour, { wall }: Room): Drawn {
  const sheet = new Sheet();
  const { scale = 1.15, hangs = false } = subject;
  const ground = sheet.linear('down', [
    [0, lighter(wall, 0.3)],
    [1, darker(wall, 0.06)],
  ]);
  const content =
    `<clipPath id="disc"><circle cx="120" cy="120" r="120"/></clipPath><g clip-path="url(#disc)">` +
    `<rect width="240" height="240" fill="${ground}"/>` +
    put(standing(sheet, subject, colour), { x: 120, y: hangs ? 168 : 182, scale: scale * 0.46 }) +
    '</g>';
  return { svg: sheet.finish(240, 240, content), width: 240, height: 240 };
}
