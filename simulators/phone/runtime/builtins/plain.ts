import { HOVER } from './builtin';
import type { Builtin } from './builtin';

/** Boxes and text: the style sheet does the rest. */
export const PLAIN: readonly Builtin[] = [
  { tag: 'view', properties: HOVER },
  { tag: 'cover-view', properties: HOVER },
  { tag: 'root-portal', properties: { enable: { type: Boolean, value: true } } },
  { tag: 'movable-area' },
  { tag: 'swiper-item', properties: { itemId: String } },
  {
    tag: 'text',
    properties: {
      selectable: Boolean,
      userSelect: Boolean,
      space: String,
      decode: Boolean,
      overflow: String,
      maxLines: Number,
    },
    mount: ({ element, flag, text, number }) => ({
      update: () => {
        element.toggleAttribute('selectable', flag('selectable') || flag('userSelect'));
        element.toggleAttribute('keep-spaces', text('space') !== '');
        const lines = number('maxLines');
        element.toggleAttribute('clamp', lines > 0);
        if (lines > 0) element.style.setProperty('-webkit-line-clamp', String(lines));
      },
    }),
  },
];
