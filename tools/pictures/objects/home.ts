import type { Colour } from '../colour';
import { COLOURS, darker, lighter } from '../colour';
import type { Sheet } from '../sheet';
import { box, flat, line, oval, path, put, round } from '../sheet';
import type { Thing } from './ware';

function weave(sheet: Sheet, colour: Colour): string {
  const thread = darker(colour, 0.3);
  return sheet.pattern(
    6,
    6,
    `<path d="M0 1.5H6M0 4.5H6" stroke="${thread}" stroke-opacity=".16" stroke-width="1"/>` +
      `<path d="M1.5 0V6M4.5 0V6" stroke="#fff" stroke-opacity=".2" stroke-width="1"/>`,
  );
}

function cloth(sheet: Sheet, d: string, colour: Colour): string {
  return flat(sheet, d, colour) + path(d, weave(sheet, colour));
}

/** A runner of linen that falls over the edge of the table, with a fringe. */
export const runner: Thing = (sheet, colour) => {
  const fringe = Array.from({ length: 17 }, (_, at) => {
    const x = -132 + at * 16.5;
    return line(`M${x} 34V${46 + (at % 3) * 3}`, darker(colour, 0.12), 2.4);
  }).join('');
  return (
    fringe +
    cloth(sheet, 'M-86-150H86L140-20V36H-140V-20Z', colour) +
    path('M-140-20H140V36H-140Z', '#20140a', 'fill-opacity=".12"') +
    line('M-74-140L-122-18V28M74-140L122-18V28', lighter(colour, 0.4), 2.5, 0.8) +
    line('M-64-140L-110-18V28M64-140L110-18V28', COLOURS.rust, 1.6, 0.45)
  );
};

/** Folded pieces on top of each other. */
export const foldedStack: Thing = (sheet, colour) => {
  const layers = [darker(colour, 0.14), colour, lighter(colour, 0.24)];
  return layers
    .map((shade, at) => {
      const [y, w] = [-at * 58, 150 - at * 7];
      const d = `M${-w} ${y - 8}C${-w - 14} ${y - 52} ${-w + 4} ${y - 60} ${-w + 30} ${y - 60}H${w - 6}C${w + 10} ${y - 58} ${w + 10} ${y - 2} ${w - 6} ${y}H${-w + 16}C${-w + 4} ${y} ${-w} ${y - 2} ${-w} ${y - 8}Z`;
      return (
        cloth(sheet, d, shade) +
        line(`M${-w + 8} ${y - 30}H${w - 8}`, darker(shade, 0.3), 2, 0.35) +
        line(`M${-w + 10} ${y - 16}H${w - 10}M${-w + 10} ${y - 45}H${w - 12}`, lighter(shade, 0.4), 1.6, 0.5)
      );
    })
    .join('');
};

/** Waffle squares over folded cloth. */
export const waffleStack: Thing = (sheet, colour) => {
  const waffle = sheet.pattern(
    15,
    15,
    `<path d="M0 0H15V15H0Z" fill="none" stroke="#fff" stroke-opacity=".34" stroke-width="3"/>` +
      `<path d="M3.5 3.5H12V12" fill="none" stroke="#2a1a0c" stroke-opacity=".16" stroke-width="2"/>`,
  );
  const over = [0, 1, 2]
    .map((at) => box([-144 + at * 7, -57 - at * 58, 276 - at * 13, 54, 14], waffle))
    .join('');
  return foldedStack(sheet, colour) + over;
};

export const cushion: Thing = (sheet, colour) => {
  const d =
    'M-150-218C-110-236 110-236 150-218C172-150 172-80 152-14C100 4-100 4-152-14C-172-80-172-150-150-218Z';
  return (
    cloth(sheet, d, colour) +
    path(
      d,
      sheet.radial([
        [0, '#ffffff', 0.26],
        [0.7, '#ffffff', 0],
        [1, '#20140a', 0.22],
      ]),
    ) +
    line(
      'M-150-208C-132-196-120-186-110-172M150-208C132-196 120-186 110-172M-150-14C-132-28-120-38-110-52M150-14C132-28 120-38 110-52',
      darker(colour, 0.3),
      3,
      0.4,
    ) +
    line('M-60-120C-20-140 20-140 60-120', darker(colour, 0.25), 2, 0.25)
  );
};

export const apron: Thing = (sheet, colour) =>
  line('M-52-262C-50-316 50-316 52-262', darker(colour, 0.24), 8) +
  line('M-126-150C-160-120-158-70-176-40M126-150C160-120 158-70 176-40', darker(colour, 0.2), 7) +
  cloth(
    sheet,
    'M-62-264H62C66-206 92-168 130-154L138-2C60 6-60 6-138-2L-130-154C-92-168-66-206-62-264Z',
    colour,
  ) +
  cloth(sheet, 'M-66-104H66L62-30C40-24-40-24-62-30Z', darker(colour, 0.08)) +
  line('M-66-104H66M0-104V-28', lighter(colour, 0.4), 2, 0.7) +
  line('M-100-140C-104-90-110-40-112-4M100-140C104-90 110-40 112-4', darker(colour, 0.3), 2, 0.3);

export const basket: Thing = (sheet, colour) => {
  const woven = sheet.pattern(
    28,
    18,
    `<path d="M0 4.5C7-1 21-1 28 4.5M-14 13.500C-7 8 7 8 14 13.500M14 13.500C21 8 35 8 42 13.5" fill="none" stroke="${darker(colour, 0.42)}" stroke-opacity=".6" stroke-width="3.5"/>` +
      `<path d="M0 7C7 2 21 2 28 7M-14 16C-7 11 7 11 14 16M14 16C21 11 35 11 42 16" fill="none" stroke="#fff" stroke-opacity=".3" stroke-width="2.5"/>`,
  );
  const d = 'M-150-150C-144-80-132-30-120-6C-118 2 118 2 120-6C132-30 144-80 150-150Z';
  return (
    line('M-96-152C-92-236 92-236 96-152', darker(colour, 0.16), 15) +
    line('M-92-156C-88-226 88-226 92-156', lighter(colour, 0.3), 4, 0.7) +
    round(sheet, d, colour) +
    path(d, woven) +
    oval([0, -150, 150, 27], darker(colour, 0.08)) +
    oval([0, -148, 136, 20], darker(colour, 0.5)) +
    put(
      cloth(
        sheet,
        'M-112-146C-90-190-40-172-10-180C30-192 90-186 112-146C60-130-60-130-112-146Z',
        COLOURS.milk,
      ),
      {},
    )
  );
};

export const fabricBox: Thing = (sheet, colour) =>
  path('M-150-150L-112-190H140L120-150Z', darker(colour, 0.5)) +
  path('M-112-190H140L134-176H-122Z', lighter(colour, 0.1)) +
  cloth(sheet, 'M-150-152H120V-4C120 0 116 0 114 0H-144C-148 0-150 0-150-4Z', colour) +
  path('M120-152L146-190V-40L120 0Z', darker(colour, 0.26)) +
  line('M-150-150H120', lighter(colour, 0.4), 4, 0.8) +
  box([-52, -112, 76, 20, 10], COLOURS.sand) +
  box([-46, -107, 64, 10, 5], darker(COLOURS.sand, 0.2));

function grain(colour: Colour): string {
  return line(
    'M-150-36C-60-52 30-26 150-40M-140-22C-40-36 60-14 146-26M-120-50C-40-60 50-46 120-54',
    darker(colour, 0.35),
    2,
    0.4,
  );
}

export const tray: Thing = (sheet, colour) => {
  const wood = sheet.linear('right', [
    [0, lighter(colour, 0.2)],
    [0.6, colour],
    [1, darker(colour, 0.18)],
  ]);
  return (
    oval([0, -16, 186, 52], darker(colour, 0.34)) +
    oval([0, -28, 188, 54], wood) +
    oval([0, -26, 166, 43], darker(colour, 0.22)) +
    oval([0, -22, 164, 40], wood) +
    put(grain(colour), { y: 12, scale: 0.9 })
  );
};

export const hooks: Thing = (sheet, colour) => {
  const hook =
    round(sheet, 'M-26-170C-26-184 26-184 26-170V-60C26-46-26-46-26-60Z', colour) +
    line('M0-120V-76C0-24 62-24 62-72', darker(colour, 0.16), 17) +
    line('M-3-118V-78C-2-34 54-32 58-70', lighter(colour, 0.4), 4, 0.8) +
    oval([62, -76, 15, 15], lighter(colour, 0.12)) +
    oval([0, -160, 6, 6], darker(colour, 0.4)) +
    oval([-8, -150, 4, 26], '#ffffff', 'fill-opacity=".45"');
  return put(hook, { x: 84, y: -110, scale: 0.9 }) + put(hook, { x: -70, y: -90, scale: 1.12 });
};

function glow(sheet: Sheet, x: number, y: number, r: number): string {
  const light = sheet.radial([
    [0, '#fff1c9', 0.85],
    [0.4, '#ffe2a0', 0.35],
    [1, '#ffd98a', 0],
  ]);
  return oval([x, y, r, r], light);
}

export const paperLamp: Thing = (sheet, colour) => {
  const lit = sheet.linear('down', [
    [0, lighter(colour, 0.1)],
    [0.55, '#fff3d4'],
    [1, lighter(colour, 0.05)],
  ]);
  const ribs = [-276, -246, -216, -186, -156, -126]
    .map((y, at) => {
      const w = [86, 114, 126, 126, 114, 86][at] ?? 100;
      return line(`M${-w} ${y}C${-w / 2} ${y + 15} ${w / 2} ${y + 15} ${w} ${y}`, COLOURS.sand, 2.2, 0.7);
    })
    .join('');
  return (
    glow(sheet, 0, -200, 270) +
    line('M-46-104L-62-4M46-104L62-4M0-98V0', COLOURS.walnut, 9) +
    path('M-52-304C-150-270-150-130-52-98H52C150-130 150-270 52-304Z', lit) +
    path(
      'M-52-304C-150-270-150-130-52-98H52C150-130 150-270 52-304Z',
      sheet.linear('right', [
        [0, '#ffffff', 0.2],
        [0.6, '#ffffff', 0],
        [1, '#8a6a30', 0.22],
      ]),
    ) +
    ribs +
    oval([0, -304, 52, 9], COLOURS.walnut)
  );
};

export const mushroomLamp: Thing = (sheet, colour) =>
  glow(sheet, 0, -120, 230) +
  round(sheet, 'M-38-140C-34-80-46-30-62-8C-60 2 60 2 62-8C46-30 34-80 38-140Z', lighter(colour, 0.5)) +
  oval([0, -142, 118, 24], '#ffe9b8') +
  round(sheet, 'M-146-146C-146-236-72-288 0-288C72-288 146-236 146-146C96-124-96-124-146-146Z', colour) +
  oval([-52, -224, 34, 20], '#ffffff', 'fill-opacity=".3"') +
  line('M-120-140C-70-126 70-126 120-140', '#fff3d0', 4, 0.8);

export const deskLamp: Thing = (sheet, colour) => {
  const beam = sheet.linear('down', [
    [0, '#fff0c0', 0.6],
    [1, '#fff0c0', 0],
  ]);
  return (
    path('M66-244L-6 0H206L140-244Z', beam) +
    round(sheet, 'M-128-12C-128-26-20-26-20-12C-20 2-128 2-128-12Z', colour) +
    line('M-74-18L-112-158L44-262', darker(colour, 0.1), 13) +
    line('M-77-24L-113-156L40-260', lighter(colour, 0.35), 3.5, 0.7) +
    oval([-112, -158, 13, 13], COLOURS.brass) +
    oval([44, -262, 11, 11], COLOURS.brass) +
    put(
      round(sheet, 'M-30-44C-28-66 28-66 30-44L62 22C30 36-30 36-62 22Z', colour) +
        oval([0, 24, 60, 12], '#fff4d2'),
      { x: 90, y: -266, turn: -8 },
    )
  );
};

export const pendant: Thing = (sheet, colour) =>
  glow(sheet, 0, -40, 210) +
  line('M0-420V-214', COLOURS.char, 4) +
  round(sheet, 'M-24-226H24V-192H-24Z', COLOURS.brass) +
  round(
    sheet,
    'M-26-196C-40-150-110-120-146-58C-150-46 150-46 146-58C110-120 40-150 26-196C20-202-20-202-26-196Z',
    colour,
  ) +
  oval([0, -56, 146, 20], darker(colour, 0.2)) +
  oval([0, -54, 132, 15], '#fff1c8') +
  oval([0, -46, 34, 18], '#fffaf0') +
  line('M-40-168C-60-136-100-112-124-74', '#ffffff', 7, 0.3);

export const candleHolder: Thing = (sheet, colour) =>
  glow(sheet, 0, -276, 130) +
  round(sheet, 'M-15-220H15V-70H-15Z', COLOURS.milk) +
  path('M0-268C-14-248-12-232 0-228C12-232 14-248 0-268Z', '#f6b24a') +
  path('M0-252C-6-242-5-234 0-232C5-234 6-242 0-252Z', '#fff3cf') +
  line('M0-230V-220', COLOURS.char, 3) +
  round(sheet, 'M-26-86C-26-94 26-94 26-86L22-58H-22Z', colour) +
  round(sheet, 'M-9-60H9L12-24H-12Z', colour) +
  round(sheet, 'M-84-14C-84-30 84-30 84-14C84 2-84 2-84-14Z', colour) +
  line('M78-18C122-20 122-58 84-54', darker(colour, 0.12), 10);
