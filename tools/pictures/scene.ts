import type { Colour } from './colour';
import { COLOURS, darker, lighter, mix } from './colour';
import type { Sheet } from './sheet';
import { line, oval, path, put, round } from './sheet';

/** The room a thing is shown in: its wall and its table. */
export interface Room {
  readonly wall: Colour;
  readonly table: Colour;
}

/** A plastered wall with the light of a window on it, and a table before it. `horizon` is the table's far edge. */
export function room(
  sheet: Sheet,
  { wall, table }: Room,
  { width, height, horizon }: { readonly width: number; readonly height: number; readonly horizon: number },
): string {
  const plaster = sheet.linear('right', [
    [0, lighter(wall, 0.22)],
    [1, darker(wall, 0.07)],
  ]);
  const top = sheet.linear('down', [
    [0, darker(table, 0.08)],
    [1, lighter(table, 0.16)],
  ]);
  const light = sheet.linear('down', [
    [0, '#fff8e6', 0.5],
    [1, '#fff8e6', 0.1],
  ]);
  const w = width * 0.13;
  const pane = (x: number) =>
    path(`M${x} 0H${x + w}L${x + w + horizon * 0.34} ${horizon}H${x + horizon * 0.34}Z`, light);
  return (
    path(`M0 0H${width}V${horizon}H0Z`, plaster) +
    pane(width * 0.06) +
    pane(width * 0.225) +
    path(`M0 ${horizon}H${width}V${height}H0Z`, top) +
    path(`M0 ${horizon}H${width}V${horizon + 3}H0Z`, '#ffffff', 'fill-opacity=".25"')
  );
}

/** Shadows of leaves from outside, very faint. */
export function leafShadows(x: number, y: number, scale: number): string {
  const leaf = (turn: number, at: number) =>
    put(path('M0 0C26-20 62-18 92 0C62 14 26 16 0 0Z', '#3a3a22', 'fill-opacity=".08"'), {
      x: at * 34,
      y: at * -18,
      turn,
    });
  return put([-52, 18, -40, 30, -28, 44].map(leaf).join(''), { x, y, scale });
}

/** A small vase with a branch, to keep a thing company. */
export function branch(sheet: Sheet, colour: Colour): string {
  const leaf = (x: number, y: number, turn: number, shade: Colour) =>
    put(
      path('M0 0C12-16 34-20 52-10C40 8 18 12 0 0Z', shade) +
        line('M2 0C18-4 34-8 48-9', darker(shade, 0.25), 1.4, 0.6),
      { x, y, turn },
    );
  return (
    line(
      'M0-110C-6-170 20-220 14-300M4-190C-20-220-34-240-46-262M8-226C30-246 44-262 58-284',
      COLOURS.walnut,
      4,
    ) +
    leaf(4, -170, -20, COLOURS.sage) +
    leaf(-4, -190, 200, COLOURS.moss) +
    leaf(12, -214, -44, COLOURS.moss) +
    leaf(-28, -236, 214, COLOURS.sage) +
    leaf(-44, -260, 250, COLOURS.sage) +
    leaf(36, -256, -12, COLOURS.sage) +
    leaf(56, -282, -60, COLOURS.moss) +
    leaf(14, -262, 190, COLOURS.moss) +
    leaf(14, -298, -84, COLOURS.sage) +
    round(
      sheet,
      'M-18-128C-16-112-52-96-54-52C-54-14-32 0-22 0H22C32 0 54-14 54-52C52-96 16-112 18-128Z',
      colour,
    ) +
    oval([0, -128, 18, 5], darker(colour, 0.4))
  );
}

/** Two books lying on the table. */
export function books(): string {
  const book = (y: number, w: number, colour: Colour) =>
    path(`M${-w} ${y}V${y - 26}C${-w} ${y - 29} ${w} ${y - 29} ${w} ${y - 26}V${y}Z`, colour) +
    path(`M${w - 8} ${y - 4}V${y - 23}H${-w + 10}V${y - 4}Z`, mix(COLOURS.milk, colour, 0.06)) +
    line(`M${-w + 10} ${y - 13}H${w - 8}`, '#c9bfae', 1.4);
  return book(0, 96, COLOURS.indigo) + book(-27, 82, COLOURS.clay);
}
