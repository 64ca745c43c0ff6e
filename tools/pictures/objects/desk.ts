import type { Colour } from '../colour';
import { COLOURS, darker, lighter } from '../colour';
import { box, flat, line, oval, path, put, round } from '../sheet';
import { plate } from './ware';
import type { Thing } from './ware';

export const notebook: Thing = (sheet, colour) => {
  const book =
    box([-112, -282, 236, 290, 8], darker(colour, 0.35)) +
    box([-106, -284, 226, 284, 4], COLOURS.milk) +
    flat(sheet, 'M-120-290H104C112-290 116-286 116-278V-12C116-4 112 0 104 0H-120Z', colour) +
    box([-120, -290, 26, 290, 0], darker(colour, 0.14)) +
    line('M-92-290V0', lighter(colour, 0.3), 1.5, 0.6) +
    box([72, -290, 13, 290, 0], darker(colour, 0.4)) +
    box([-58, -214, 96, 58, 3], COLOURS.milk) +
    line('M-40-192H20M-40-178H4', COLOURS.sand, 3);
  return put(book, { x: -6, y: -14, turn: 9, scale: 0.94 });
};

export const pen: Thing = (sheet, colour) => {
  const one =
    round(sheet, 'M-16-300C-16-314 16-314 16-300V-168H-16Z', colour) +
    round(sheet, 'M-16-166H16V-72C16-60 10-52 9-46H-9C-10-52-16-60-16-72Z', colour) +
    box([-17, -172, 34, 9, 0], COLOURS.brass) +
    line('M12-296V-212', COLOURS.brass, 6) +
    path('M-9-46H9L2-2C1 2-1 2-2-2Z', COLOURS.brass) +
    line('M0-34V-6', darker(COLOURS.brass, 0.5), 1.6) +
    line('M-8-298V-70', '#ffffff', 3, 0.4);
  const paper = put(
    box([-130, -190, 260, 210, 4], COLOURS.white) +
      line('M-100-150H80M-100-118H96M-100-86H60M-100-54H90', '#d9d2c4', 2),
    { turn: -6, y: -4 },
  );
  return paper + put(one, { x: -52, y: -34, turn: 52 });
};

export const ruler: Thing = (sheet, colour) => {
  const marks = Array.from({ length: 29 }, (_, at) =>
    line(`M${-140 + at * 10}-64V${at % 5 === 0 ? -40 : -51}`, darker(colour, 0.55), 1.8),
  ).join('');
  const metal = sheet.linear('right', [
    [0, lighter(colour, 0.35)],
    [0.35, colour],
    [0.6, lighter(colour, 0.3)],
    [1, darker(colour, 0.18)],
  ]);
  const one = box([-158, -66, 316, 64, 5], metal) + marks + oval([144, -20, 7, 7], darker(colour, 0.5));
  return (
    put(one, { y: -60, turn: -16, scale: 1.1 }) +
    put(box([-90, -16, 90, 12, 6], COLOURS.oak) + path('M0-16L22-10L0-4Z', COLOURS.char), { x: 60, y: -2 })
  );
};

export const tapes: Thing = (sheet, colour) => {
  const roll = (shade: Colour) =>
    round(sheet, 'M-62-58V-10C-62 8 62 8 62-10V-58Z', shade) +
    oval([0, -58, 62, 19], lighter(shade, 0.28)) +
    oval([0, -58, 36, 10], darker(shade, 0.45)) +
    line('M-58-34C-20-22 20-22 58-34', '#ffffff', 5, 0.35);
  return (
    put(roll(COLOURS.sage), { x: 66, y: -20 }) +
    put(roll(COLOURS.mustard), { x: -76, y: -14 }) +
    put(roll(colour), { x: -6, y: 0, scale: 1.06 }) +
    put(roll(COLOURS.indigo), { x: -6, y: -70, scale: 0.94 })
  );
};

export const letters: Thing = (sheet, colour) => {
  const envelope =
    flat(sheet, 'M-140-172H140V0H-140Z', colour) +
    path('M-140-172L0-70L140-172Z', lighter(colour, 0.16)) +
    line('M-140-172L0-70L140-172', darker(colour, 0.25), 2, 0.5) +
    oval([0, -78, 21, 21], COLOURS.rust) +
    oval([-4, -83, 11, 9], lighter(COLOURS.rust, 0.25), 'fill-opacity=".7"');
  return (
    put(
      box([-118, -214, 236, 210, 3], COLOURS.white) + line('M-90-178H70M-90-156H84M-90-134H40', '#d8d0c0', 2),
      { turn: -5, y: -16 },
    ) + put(envelope, { turn: 3 })
  );
};

function smoke(): string {
  return (
    line('M0 0C-26-34 24-60 2-96C-16-128 16-150 6-184', '#ffffff', 4, 0.55) +
    line('M6-10C-8-40 32-64 14-100', '#ffffff', 2.5, 0.4)
  );
}

function flame(): string {
  return (
    path('M0-40C-15-20-13-4 0 0C13-4 15-20 0-40Z', '#f4b04c') +
    path('M0-24C-7-14-6-4 0-1C6-4 7-14 0-24Z', '#fff2cb')
  );
}

export const candle: Thing = (sheet, colour) => {
  const glass = sheet.linear('right', [
    [0, lighter(colour, 0.1), 0.95],
    [0.25, lighter(colour, 0.4), 0.9],
    [1, darker(colour, 0.2), 0.95],
  ]);
  return (
    oval(
      [0, -196, 130, 120],
      sheet.radial([
        [0, '#ffe9b0', 0.6],
        [1, '#ffe9b0', 0],
      ]),
    ) +
    path('M-92-176V-14C-92 4 92 4 92-14V-176Z', glass) +
    oval([0, -176, 92, 18], lighter(colour, 0.5)) +
    oval([0, -172, 84, 14], COLOURS.milk) +
    oval([0, -172, 34, 6], '#fff8e4') +
    line('M0-172V-186', COLOURS.char, 3) +
    put(flame(), { y: -184 }) +
    box([-54, -122, 108, 78, 3], COLOURS.milk) +
    line('M-30-96H30M-18-80H18', COLOURS.char, 3, 0.7) +
    line('M-78-160C-80-110-80-60-76-20', '#ffffff', 6, 0.4)
  );
};

export const diffuser: Thing = (sheet, colour) => {
  const glass = sheet.linear('right', [
    [0, lighter(colour, 0.2)],
    [0.25, lighter(colour, 0.5)],
    [0.6, colour],
    [1, darker(colour, 0.28)],
  ]);
  const reeds = [-30, -14, 2, 18, 34]
    .map((lean, at) => line(`M${(at - 2) * 5}-150L${(at - 2) * 5 + lean * 1.9}-330`, COLOURS.oak, 5))
    .join('');
  return (
    reeds +
    path('M-30-176V-140C-94-128-98-92-98-70V-16C-98 4 98 4 98-16V-70C98-92 94-128 30-140V-176Z', glass) +
    round(sheet, 'M-34-186H34V-160H-34Z', COLOURS.walnut) +
    path('M-90-66V-16C-90-4 90-4 90-16V-66C50-56-50-56-90-66Z', '#ffffff', 'fill-opacity=".25"') +
    box([-46, -98, 92, 62, 3], COLOURS.milk) +
    line('M-24-76H24M-14-60H14', COLOURS.char, 3, 0.7) +
    line('M-84-104C-88-80-88-50-86-24', '#ffffff', 6, 0.5)
  );
};

export const incense: Thing = (sheet, colour) =>
  put(smoke(), { x: 86, y: -196 }) +
  line('M-104-30L84-192', COLOURS.walnut, 5) +
  oval([84, -192, 5, 5], '#e0703a') +
  round(sheet, 'M-150-22C-150-34 150-34 150-22C150 4-150 4-150-22Z', colour) +
  oval([0, -26, 132, 9], darker(colour, 0.2)) +
  put(
    box([-40, -120, 80, 118, 3], COLOURS.night) +
      box([-26, -96, 52, 56, 2], COLOURS.milk) +
      line('M-12-78H12M-8-64H8', COLOURS.char, 3),
    { x: 122, y: -30, turn: 7 },
  );

export const sachet: Thing = (sheet, colour) =>
  round(sheet, 'M-50-176C-120-150-140-60-118-16C-100 6 100 6 118-16C140-60 120-150 50-176Z', colour) +
  flat(
    sheet,
    'M-46-176C-70-214-88-228-78-244C-40-232-20-250 0-238C22-250 42-232 80-244C88-228 70-214 46-176Z',
    lighter(colour, 0.1),
  ) +
  line('M-52-178C-20-168 20-168 52-178', COLOURS.rust, 9) +
  line('M10-172C40-150 30-120 52-104M4-172C-10-140 6-124-4-98', COLOURS.rust, 4) +
  line('M-20-74C0-98 0-98 0-50M20-74C0-98 0-98 0-50M0-50V-34', darker(colour, 0.4), 3, 0.6) +
  oval([-22, -78, 7, 10], COLOURS.plum) +
  oval([22, -78, 7, 10], COLOURS.plum) +
  oval([0, -96, 7, 11], COLOURS.plum);

export const soap: Thing = (sheet, colour) => {
  const bar = (shade: Colour) =>
    box([-112, -60, 224, 62, 18], darker(shade, 0.2)) +
    path(
      'M-112-66C-112-92-92-98-78-98H78C92-98 112-92 112-66C112-46 92-44 78-44H-78C-92-44-112-46-112-66Z',
      sheet.linear('right', [
        [0, lighter(shade, 0.35)],
        [1, shade],
      ]),
    ) +
    line('M-40-72H40', darker(shade, 0.25), 4, 0.6);
  return (
    put(bar(COLOURS.sage), { y: -2, x: 12 }) +
    put(bar(colour), { y: -62, x: -12, turn: -3 }) +
    oval([-118, -150, 14, 14], '#ffffff', 'fill-opacity=".5"') +
    oval([-90, -178, 8, 8], '#ffffff', 'fill-opacity=".5"')
  );
};

export const cakes: Thing = (sheet, colour) => {
  const cake =
    path('M-46-30L-20-52H60L38-30Z', lighter(colour, 0.42)) +
    path('M-46-30H38V10H-46Z', lighter(colour, 0.16)) +
    path('M38-30L60-52V-10L38 10Z', darker(colour, 0.1)) +
    [
      [-10, -42],
      [14, -38],
      [32, -45],
      [4, -47],
      [-22, -35],
    ]
      .map(([x, y]) => oval([x ?? 0, y ?? 0, 4, 2.5], COLOURS.honey))
      .join('');
  const places = [
    [-78, -62],
    [6, -66],
    [84, -60],
    [-54, -36],
    [34, -34],
  ] as const;
  return (
    plate(sheet, COLOURS.celadon) +
    places.map(([x, y]) => put(cake, { x, y })).join('') +
    put(cake, { x: -6, y: -86 })
  );
};

export const cookies: Thing = (sheet, colour) => {
  const one = (shade: Colour) =>
    oval([0, -8, 86, 24], darker(shade, 0.3)) +
    oval(
      [0, -18, 86, 24],
      sheet.linear('right', [
        [0, lighter(shade, 0.25)],
        [1, shade],
      ]),
    ) +
    [
      [-40, -22],
      [-8, -28],
      [30, -22],
      [8, -12],
      [-22, -10],
      [52, -16],
    ]
      .map(([x, y]) => oval([x ?? 0, y ?? 0, 7, 3.5], darker(shade, 0.45)))
      .join('');
  const pile = [0, 1, 2, 3]
    .map((at) =>
      put(one(at % 2 === 0 ? colour : lighter(colour, 0.08)), { x: at % 2 === 0 ? -30 : -22, y: -at * 30 }),
    )
    .join('');
  return pile + put(one(lighter(colour, 0.06)), { x: 108, y: -16, turn: -24, scale: 0.92 });
};

export const nuts: Thing = (sheet, colour) => {
  const nut = (shade: Colour) =>
    oval(
      [0, 0, 25, 20],
      sheet.linear('right', [
        [0, lighter(shade, 0.3)],
        [1, darker(shade, 0.15)],
      ]),
    ) + line('M-20 2C-8-10 8 10 20-2M0-18C-6-6 6 6 0 18', darker(shade, 0.4), 2, 0.6);
  const places = [
    [-84, -112],
    [-40, -122],
    [6, -118],
    [52, -124],
    [92, -110],
    [-62, -138],
    [-14, -146],
    [34, -146],
    [70, -138],
    [10, -166],
  ] as const;
  const heap = places
    .map(([x, y], at) =>
      put(nut(at % 3 === 0 ? COLOURS.oak : at % 3 === 1 ? colour : lighter(colour, 0.2)), {
        x,
        y,
        turn: at * 40,
      }),
    )
    .join('');
  return (
    heap +
    round(
      sheet,
      'M-134-108C-128-40-80-10-52-8L-50 0H50L52-8C80-10 128-40 134-108C80-88-80-88-134-108Z',
      COLOURS.walnut,
    ) +
    put(nut(colour), { x: 150, y: -16 }) +
    put(nut(COLOURS.oak), { x: -158, y: -14, turn: 60 })
  );
};
