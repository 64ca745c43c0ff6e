import type { Colour } from './colour';
import { darker, lighter } from './colour';

/** A colour at a place of a gradient, from 0 to 1, with its opacity. */
type Stop = readonly [at: number, colour: string, opacity?: number];

/** One picture in the making: hands out gradients and patterns, each defined once. */
export class Sheet {
  readonly #definitions = new Map<string, string>();

  #define(make: (id: string) => string): string {
    // Equal definitions share one name; the name itself is not part of what is compared.
    const key = make('');
    const known = this.#definitions.get(key);
    if (known !== undefined) return `url(#${known})`;
    const id = `d${this.#definitions.size}`;
    this.#definitions.set(key, id);
    this.#made.push(make(id));
    return `url(#${id})`;
  }
  readonly #made: string[] = [];

  /** A gradient from left to right, or from top to bottom. */
  linear(towards: 'right' | 'down', stops: readonly Stop[]): string {
    const to = towards === 'right' ? 'x2="1" y2="0"' : 'x2="0" y2="1"';
    return this.#define((id) => `<linearGradient id="${id}" ${to}>${stopsOf(stops)}</linearGradient>`);
  }

  /** A gradient from the middle outwards. */
  radial(stops: readonly Stop[]): string {
    return this.#define((id) => `<radialGradient id="${id}">${stopsOf(stops)}</radialGradient>`);
  }

  /** A tile that repeats. */
  pattern(width: number, height: number, content: string, turn = 0): string {
    const size = `width="${width}" height="${height}" patternUnits="userSpaceOnUse"`;
    const turned = turn === 0 ? '' : ` patternTransform="rotate(${turn})"`;
    return this.#define((id) => `<pattern id="${id}" ${size}${turned}>${content}</pattern>`);
  }

  /** The finished picture. */
  finish(width: number, height: number, content: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
      `<defs>${this.#made.join('')}</defs>${content}</svg>`
    );
  }
}

function stopsOf(stops: readonly Stop[]): string {
  return stops
    .map(([at, colour, opacity = 1]) => {
      const through = opacity === 1 ? '' : ` stop-opacity="${opacity}"`;
      return `<stop offset="${at}" stop-color="${colour}"${through}/>`;
    })
    .join('');
}

/** A filled outline. */
export function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}"${more === '' ? '' : ` ${more}`}/>`;
}

/** A line without a fill. */
export function line(d: string, colour: string, width: number, opacity = 1): string {
  const through = opacity === 1 ? '' : ` stroke-opacity="${opacity}"`;
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"${through}/>`;
}

/** A filled ellipse. */
export function oval(
  [x, y, rx, ry]: readonly [x: number, y: number, rx: number, ry: number],
  fill: string,
  more = '',
): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"${more === '' ? '' : ` ${more}`}/>`;
}

/** A filled box with round corners. */
export function box(
  [x, y, w, h, r]: readonly [x: number, y: number, width: number, height: number, corner: number],
  fill: string,
): string {
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${r}" fill="${fill}"/>`;
}

/** Moves, scales and turns what is inside. */
export function put(content: string, { x = 0, y = 0, scale = 1, turn = 0 }): string {
  const turned = turn === 0 ? '' : ` rotate(${turn})`;
  const scaled = scale === 1 ? '' : ` scale(${scale})`;
  return `<g transform="translate(${x} ${y})${scaled}${turned}">${content}</g>`;
}

/** An outline with light from the left and shade on the right, as on anything round. */
export function round(sheet: Sheet, d: string, colour: Colour): string {
  const light = sheet.linear('right', [
    [0, '#000000', 0.08],
    [0.22, '#ffffff', 0.28],
    [0.5, '#ffffff', 0],
    [1, '#1c120a', 0.26],
  ]);
  return path(d, colour) + path(d, light);
}

/** An outline lit from above, as of cloth and paper. */
export function flat(sheet: Sheet, d: string, colour: Colour): string {
  const fill = sheet.linear('down', [
    [0, lighter(colour, 0.14)],
    [1, darker(colour, 0.1)],
  ]);
  return path(d, fill);
}

/** A soft shadow on the table. */
export function shadow(sheet: Sheet, width: number): string {
  const fill = sheet.radial([
    [0, '#20140a', 0.34],
    [0.55, '#20140a', 0.16],
    [1, '#20140a', 0],
  ]);
  return (
    oval([width * 0.1, 2, width * 0.68, width * 0.13], fill) + oval([0, 0, width * 0.5, width * 0.06], fill)
  );
}
