import type { Colour } from '../colour';
import { COLOURS, darker, lighter } from '../colour';
import type { Sheet } from '../sheet';
import { box, flat, line, oval, path, put, round } from '../sheet';

/** Draws one thing with its foot at 0/0. */
export type Thing = (sheet: Sheet, colour: Colour) => string;

function rim(
  sheet: Sheet,
  [y, rx, ry]: readonly [y: number, rx: number, ry: number],
  colour: Colour,
  inside: Colour = colour,
): string {
  const well = sheet.linear('right', [
    [0, darker(inside, 0.32)],
    [1, lighter(inside, 0.06)],
  ]);
  return oval([0, y, rx, ry], lighter(colour, 0.3)) + oval([0, y + 1.5, rx - 5, ry - 3], well);
}

function speckles(colour: Colour, spots: readonly (readonly [number, number])[]): string {
  return spots
    .map(([x, y], at) => oval([x, y, 1.6 + (at % 3) * 0.7, 1.4 + (at % 2)], darker(colour, 0.42)))
    .join('');
}

const teaCup: Thing = (sheet, colour) =>
  round(sheet, 'M-78-112C-76-52-62-6-36-4L-34 0H34L36-4C62-6 76-52 78-112Z', colour) +
  line('M-70-74C-40-64 40-64 70-74', lighter(colour, 0.35), 2, 0.6) +
  rim(sheet, [-112, 78, 17], colour) +
  oval([0, -107, 64, 11], COLOURS.tea, 'fill-opacity=".75"') +
  oval([-22, -109, 20, 3], '#ffffff', 'fill-opacity=".35"');

export const cupPair: Thing = (sheet, colour) =>
  put(teaCup(sheet, darker(colour, 0.06)), { x: 62, y: -16, scale: 0.86 }) +
  put(teaCup(sheet, colour), { x: -58 });

export const bowl: Thing = (sheet, colour) =>
  round(sheet, 'M-138-104C-132-34-76-12-48-10L-46 0H46L48-10C76-12 132-34 138-104Z', colour) +
  speckles(colour, [
    [-96, -72],
    [-60, -40],
    [-82, -54],
    [-20, -60],
    [14, -34],
    [48, -70],
    [82, -52],
    [30, -86],
    [-44, -84],
    [100, -80],
    [66, -30],
  ]) +
  path(
    'M-138-104C-137-94-135-86-132-78C-60-58 60-58 132-78C135-86 137-94 138-104Z',
    darker(colour, 0.2),
    'fill-opacity=".28"',
  ) +
  rim(sheet, [-104, 138, 26], colour, lighter(colour, 0.12));

export const plate: Thing = (sheet, colour) => {
  const face = sheet.linear('right', [
    [0, lighter(colour, 0.3)],
    [1, darker(colour, 0.1)],
  ]);
  return (
    oval([0, -14, 178, 50], darker(colour, 0.25)) +
    oval([0, -22, 182, 52], face) +
    oval([0, -20, 132, 34], darker(colour, 0.1), 'fill-opacity=".55"') +
    oval([4, -17, 124, 30], face) +
    line('M-150-38C-110-62-30-70 30-68', '#ffffff', 3, 0.5)
  );
};

export const spoons: Thing = (sheet, colour) => {
  const spoon =
    round(
      sheet,
      'M-7-250C-9-180-7-130-6-92C-30-84-34-52-28-30C-22-8 22-8 28-30C34-52 30-84 6-92C7-130 9-180 7-250C6-262-6-262-7-250Z',
      colour,
    ) +
    oval([0, -48, 20, 30], darker(colour, 0.24), 'fill-opacity=".5"') +
    line('M-2-240C-3-190-2-140-1-100', lighter(colour, 0.4), 2, 0.6);
  return put(spoon, { x: 40, y: -8, turn: 18 }) + put(spoon, { x: -24, y: -2, turn: -10 });
};

export const tumbler: Thing = (sheet, colour) => {
  const glass = sheet.linear('right', [
    [0, lighter(colour, 0.35), 0.75],
    [0.3, '#ffffff', 0.28],
    [0.7, colour, 0.35],
    [1, darker(colour, 0.15), 0.7],
  ]);
  const ribs = [-50, -34, -17, 0, 17, 34, 50]
    .map((x) => line(`M${x * 1.28}-172L${x}-12`, '#ffffff', 2.5, 0.5))
    .join('');
  const water = sheet.linear('down', [
    [0, lighter(colour, 0.4), 0.5],
    [1, colour, 0.5],
  ]);
  return (
    path('M-78-186L-62-8C-60 0 60 0 62-8L78-186Z', glass) +
    path('M-71-110L-61-12C-58-3 58-3 61-12L71-110Z', water) +
    oval([0, -110, 71, 13], lighter(colour, 0.6), 'fill-opacity=".7"') +
    ribs +
    `<ellipse cx="0" cy="-186" rx="78" ry="15" fill="#fff" fill-opacity=".25" stroke="#fff" stroke-opacity=".8" stroke-width="3"/>` +
    oval([0, -9, 56, 7], '#ffffff', 'fill-opacity=".35"')
  );
};

export const gaiwan: Thing = (sheet, colour) =>
  oval([0, -6, 132, 24], darker(colour, 0.16)) +
  oval([0, -12, 134, 24], lighter(colour, 0.2)) +
  oval([0, -12, 80, 12], darker(colour, 0.12)) +
  round(sheet, 'M-104-132C-92-60-60-20-38-16H38C60-20 92-60 104-132Z', colour) +
  rim(sheet, [-132, 104, 19], colour) +
  round(
    sheet,
    'M-86-138C-70-168-34-182 0-182C34-182 70-168 86-138C50-126-50-126-86-138Z',
    lighter(colour, 0.08),
  ) +
  round(sheet, 'M-22-182C-24-200 24-200 22-182Z', colour) +
  line('M-70-88C-58-52-46-36-38-30', COLOURS.celadon, 3, 0.8) +
  path('M-58-92C-40-98-30-88-34-76C-46-74-56-80-58-92Z', COLOURS.celadon) +
  path('M-62-74C-78-76-84-66-80-58C-70-56-62-62-62-74Z', COLOURS.sage);

export const kettle: Thing = (sheet, colour) =>
  line('M96-126C176-150 176-24 88-34', darker(colour, 0.2), 17) +
  line('M96-126C172-146 172-28 90-36', lighter(colour, 0.16), 5, 0.6) +
  line('M-74-44C-150-40-120-150-176-176', darker(colour, 0.12), 15) +
  line('M-80-46C-146-44-118-148-172-172', lighter(colour, 0.28), 4, 0.7) +
  round(sheet, 'M-104-8C-98-90-76-140-60-150H60C76-140 98-90 104-8C104 0-104 0-104-8Z', colour) +
  round(sheet, 'M-64-150C-62-164 62-164 64-150C50-142-50-142-64-150Z', darker(colour, 0.14)) +
  line('M0-162V-172', darker(colour, 0.3), 8) +
  oval([0, -184, 16, 13], COLOURS.walnut) +
  oval([-4, -188, 5, 4], '#ffffff', 'fill-opacity=".4"') +
  line('M-70-120C-84-80-88-50-90-24', '#ffffff', 7, 0.28);

/** A tin of tea with a paper label. */
export const tin: Thing = (sheet, colour) =>
  round(sheet, 'M-76-190V-8C-76 4 76 4 76-8V-190Z', colour) +
  round(sheet, 'M-80-236V-184C-80-170 80-170 80-184V-236Z', darker(colour, 0.16)) +
  oval([0, -236, 80, 15], lighter(colour, 0.22)) +
  oval([0, -236, 60, 10], darker(colour, 0.1), 'fill-opacity=".4"') +
  box([-44, -150, 88, 104, 3], COLOURS.milk) +
  box([-37, -143, 74, 90, 2], '#ffffff') +
  path('M0-128C-22-112-20-84 0-72C20-84 22-112 0-128Z', COLOURS.tea) +
  line('M0-124V-64', darker(COLOURS.tea, 0.3), 2) +
  line('M-20-60H20', COLOURS.sand, 2);

/** A gift box with a ribbon of paper. */
export const giftBox: Thing = (sheet, colour) =>
  path('M-140-124L-104-168H150L124-124Z', lighter(colour, 0.2)) +
  flat(sheet, 'M-140-124H124V-4C124 0 120 0 118 0H-134C-138 0-140 0-140-4Z', colour) +
  path('M124-124L150-168V-38L124 0Z', darker(colour, 0.24)) +
  box([-42, -124, 68, 124, 0], COLOURS.milk) +
  path('M-42-124L-10-168H52L26-124Z', lighter(COLOURS.milk, 0.4)) +
  `<circle cx="-8" cy="-62" r="24" fill="none" stroke="${COLOURS.rust}" stroke-width="3"/>` +
  path('M-8-78C-20-68-20-54-8-46C4-54 4-68-8-78Z', COLOURS.tea);

export const coffeeBag: Thing = (sheet, colour) =>
  flat(sheet, 'M-92-6L-84-214H84L92-6C92 0-92 0-92-6Z', colour) +
  path('M-84-214L-92-6C-92-2-80-1-70 0L-66-214Z', '#ffffff', 'fill-opacity=".18"') +
  path('M66-214L70 0C80-1 92-2 92-6L84-214Z', '#000000', 'fill-opacity=".16"') +
  flat(sheet, 'M-86-250H86V-210H-86Z', darker(colour, 0.12)) +
  line('M-86-224H86', lighter(colour, 0.3), 2, 0.6) +
  box([-56, -160, 112, 108, 3], COLOURS.milk) +
  put(
    path('M0-34C-26-26-26 26 0 34C26 26 26-26 0-34Z', COLOURS.coffee) +
      line('M2-30C-14-10 14 10-2 30', COLOURS.milk, 4),
    { x: 0, y: -112, turn: 28, scale: 0.92 },
  ) +
  line('M-34-66H34', COLOURS.sand, 3);

export const jar: (content: Colour) => Thing = (content) => (sheet, colour) => {
  const filled = sheet.linear('right', [
    [0, lighter(content, 0.1)],
    [0.3, lighter(content, 0.32)],
    [1, darker(content, 0.25)],
  ]);
  return (
    path(
      'M-84-170C-92-160-92-150-92-140V-16C-92 4 92 4 92-16V-140C92-150 92-160 84-170Z',
      '#ffffff',
      'fill-opacity=".5"',
    ) +
    path('M-84-138V-16C-84-4 84-4 84-16V-138C60-130-60-130-84-138Z', filled) +
    oval([0, -138, 84, 12], lighter(content, 0.3)) +
    path(
      'M-78-160C-84-120-84-60-80-18',
      'none',
      'stroke="#fff" stroke-opacity=".55" stroke-width="8" stroke-linecap="round"',
    ) +
    round(sheet, 'M-80-208V-176C-80-162 80-162 80-176V-208Z', colour) +
    oval([0, -208, 80, 13], lighter(colour, 0.25)) +
    box([-48, -104, 96, 66, 4], COLOURS.milk) +
    line('M-28-82H28M-28-66H12', darker(content, 0.15), 4)
  );
};
