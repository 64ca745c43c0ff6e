import { playAnimation } from '../animation';
import type { Easel } from '../easel';
import type { Builtin } from './builtin';
import { definitionOf } from './builtin';
import { BUTTONS } from './button';
import { CHOICES } from './choices';
import { FIELDS } from './fields';
import { IMAGES } from './image';
import { MARKS } from './marks';
import { PAGE_PARTS } from './page-parts';
import { PICKERS } from './pickers';
import { PLAIN } from './plain';
import { SCROLL_VIEWS } from './scroll-view';
import { SWIPERS } from './swiper';

const ALL: readonly Builtin[] = [
  ...PLAIN,
  ...IMAGES,
  ...BUTTONS,
  ...FIELDS,
  ...CHOICES,
  ...SCROLL_VIEWS,
  ...SWIPERS,
  ...MARKS,
  ...PICKERS,
  ...PAGE_PARTS,
];

/** Makes every built-in tag known to every template. */
export function installBuiltins(easel: Easel): void {
  for (const builtin of ALL)
    easel.space.setGlobalComponent(
      builtin.tag,
      easel.defineBuiltin(builtin.tag, definitionOf(builtin, playAnimation)),
    );
}
