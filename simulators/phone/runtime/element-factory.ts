import { BUILTIN_TAGS } from '../build/builtin-tags';

const BUILTINS: ReadonlySet<string> = new Set(BUILTIN_TAGS);

/** `rpx`, `vh` and the safe area in a style attribute, as the build does it in style sheets. */
export function phoneUnits(style: string): string {
  return style
    .replaceAll(
      /(-?\d*\.?\d+)rpx\b/g,
      (_, amount: string) => `${Number((Number(amount) / 7.5).toFixed(4))}vw`,
    )
    .replaceAll(/(\d)vh\b/g, '$1cqh')
    .replaceAll(/\b(?:env|constant)\(\s*(safe-area-inset-\w+)/g, 'var(--$1');
}

/** Our tags get a prefix, and a component's one-word tag too: `<label>` or `<title>` would mean something to the browser. */
function domName(tag: string): string {
  if (BUILTINS.has(tag)) return `wx-${tag}`;
  return tag.includes('-') ? tag : `x-${tag}`;
}

/** Makes the element of a template's tag. */
export function createPhoneElement(tag: string): HTMLElement {
  const element = document.createElement(domName(tag));
  const set = element.setAttribute.bind(element);
  element.setAttribute = (name, value) => set(name, name === 'style' ? phoneUnits(value) : value);
  // The framework makes ids unique with a prefix; style sheets and people know them without.
  Object.defineProperty(element, 'id', {
    get: () => element.getAttribute('id') ?? '',
    set: (id: string) => {
      set('id', id.replace(/^.*?--/, ''));
    },
  });
  return element;
}
