/** The tags a page may use without declaring them; the runtime has a component for each. */
export const BUILTIN_TAGS = [
  'view',
  'text',
  'image',
  'button',
  'input',
  'textarea',
  'scroll-view',
  'swiper',
  'swiper-item',
  'picker',
  'picker-view',
  'picker-view-column',
  'form',
  'label',
  'switch',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'slider',
  'navigator',
  'icon',
  'progress',
  'rich-text',
  'page-container',
  'root-portal',
  'cover-view',
  'cover-image',
  'match-media',
  'page-meta',
  'navigation-bar',
  'movable-area',
  'movable-view',
  'canvas',
  'video',
  'web-view',
] as const;

export type BuiltinTag = (typeof BUILTIN_TAGS)[number];

/** What only the template language knows; no component stands behind them. */
export const TEMPLATE_TAGS = ['block', 'template', 'import', 'include', 'wxs', 'slot'] as const;
