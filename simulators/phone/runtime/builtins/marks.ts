import { phoneUnits } from '../element-factory';
import type { Builtin, Host, Mounted } from './builtin';

const ICONS: Readonly<Record<string, readonly [glyph: string, colour: string]>> = {
  success: ['✓', '#07c160'],
  success_no_circle: ['✓', '#07c160'],
  info: ['i', '#10aeff'],
  warn: ['!', '#fa5151'],
  waiting: ['…', '#10aeff'],
  cancel: ['×', '#fa5151'],
  download: ['↓', '#07c160'],
  search: ['⌕', '#b2b2b2'],
  clear: ['×', '#b2b2b2'],
  circle: ['', '#c9c9c9'],
};

function length(value: string): string {
  return /^\d+$/.test(value) ? `${value}px` : phoneUnits(value);
}

function mountIcon({ element, text }: Host): Mounted {
  return {
    update: () => {
      const [glyph, colour] = ICONS[text('type')] ?? ['?', '#fa5151'];
      const plain = text('type') === 'success_no_circle' || text('type') === 'search';
      element.textContent = glyph;
      element.toggleAttribute('plain', plain);
      element.style.setProperty('--ph-icon', text('color') || colour);
      element.style.fontSize = length(text('size') || '23');
    },
  };
}

function mountProgress({ element, number, text, flag }: Host): Mounted {
  return {
    update: () => {
      const bar = document.createElement('i');
      const filled = bar.appendChild(document.createElement('b'));
      bar.style.height = length(text('strokeWidth') || '6');
      bar.style.background = text('backgroundColor');
      filled.style.background = text('activeColor') || text('color');
      filled.style.width = `${Math.min(100, Math.max(0, number('percent')))}%`;
      element.setAttribute('role', 'progressbar');
      element.setAttribute('aria-valuenow', String(number('percent')));
      element.replaceChildren(bar);
      if (flag('showInfo')) element.append(`${number('percent')}%`);
    },
  };
}

function mountSlider(host: Host): Mounted {
  const { element, number, text, flag, set, trigger } = host;
  const native = element.appendChild(document.createElement('input'));
  const shown = element.appendChild(document.createElement('span'));
  const first = number('value');
  native.type = 'range';
  native.addEventListener('input', (event) => {
    event.stopPropagation();
    shown.textContent = native.value;
    trigger('changing', { value: Number(native.value) });
  });
  native.addEventListener('change', (event) => {
    event.stopPropagation();
    set('value', Number(native.value));
    trigger('change', { value: Number(native.value) });
  });
  return {
    update: () => {
      for (const name of ['min', 'max', 'step'] as const) native[name] = String(number(name));
      native.value = String(number('value'));
      native.disabled = flag('disabled');
      const [min, max] = [number('min'), number('max')];
      const filled = `${((number('value') - min) / (max - min || 1)) * 100}%`;
      const [active, rest] = [
        text('activeColor') || text('selectedColor') || '#07c160',
        text('backgroundColor') || '#e9e9e9',
      ];
      native.style.backgroundImage = `linear-gradient(90deg, ${active} ${filled}, ${rest} ${filled})`;
      shown.hidden = !flag('showValue');
      shown.textContent = native.value;
    },
    field: { value: () => Number(native.value), reset: () => set('value', first) },
  };
}

interface RichNode {
  readonly type?: string;
  readonly name?: string;
  readonly text?: string;
  readonly attrs?: Readonly<Record<string, string>>;
  readonly children?: readonly RichNode[];
}

/** Tags that only draw (开发文档, rich-text); anything else is left out with what is in it. */
const RICH_TAGS: ReadonlySet<string> = new Set(
  (
    'a abbr b big blockquote br cite code col colgroup dd del div dl dt em fieldset h1 h2 h3 h4 h5 h6 hr i img ins ' +
    'label legend li mark ol p pre q s section small span strong sub sup table tbody td tfoot th thead tr tt u ul'
  ).split(' '),
);
const RICH_ATTRIBUTES: ReadonlySet<string> = new Set(
  'class style src alt width height colspan rowspan start type align'.split(' '),
);

function drawRich({ type, name = '', text, attrs, children }: RichNode): Node {
  if (type === 'text') {
    // Entities are decoded, markup is not.
    const decoder = document.createElement('textarea');
    decoder.innerHTML = (text ?? '').replaceAll('<', '&lt;');
    return document.createTextNode(decoder.value);
  }
  if (!RICH_TAGS.has(name.toLowerCase())) return document.createTextNode('');
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attrs ?? {}))
    if (RICH_ATTRIBUTES.has(attribute) && !/^\s*javascript:/i.test(value))
      element.setAttribute(attribute, attribute === 'style' ? phoneUnits(value) : value);
  element.append(...(children ?? []).map(drawRich));
  return element;
}

function richNodes(element: Node): RichNode {
  if (element.nodeType === Node.TEXT_NODE) return { type: 'text', text: element.textContent ?? '' };
  const { tagName, attributes } = element as Element;
  return {
    name: tagName.toLowerCase(),
    attrs: Object.fromEntries([...(attributes ?? [])].map(({ name, value }) => [name, value])),
    children: [...element.childNodes].map(richNodes),
  };
}

function mountRichText({ element, get }: Host): Mounted {
  return {
    update: () => {
      const nodes = get('nodes');
      const parsed =
        typeof nodes === 'string'
          ? [...new DOMParser().parseFromString(nodes, 'text/html').body.childNodes].map(richNodes)
          : ((nodes ?? []) as readonly RichNode[]);
      element.replaceChildren(...parsed.map(drawRich));
    },
  };
}

export const MARKS: readonly Builtin[] = [
  { tag: 'icon', properties: { type: String, size: null, color: String }, mount: mountIcon },
  {
    tag: 'progress',
    properties: {
      percent: Number,
      showInfo: Boolean,
      strokeWidth: null,
      color: String,
      activeColor: String,
      backgroundColor: String,
      active: Boolean,
      borderRadius: null,
      fontSize: null,
      activeMode: String,
      duration: Number,
    },
    mount: mountProgress,
  },
  {
    tag: 'slider',
    properties: {
      name: String,
      min: { type: Number, value: 0 },
      max: { type: Number, value: 100 },
      step: { type: Number, value: 1 },
      value: Number,
      disabled: Boolean,
      showValue: Boolean,
      activeColor: String,
      selectedColor: String,
      backgroundColor: String,
      blockSize: Number,
      blockColor: String,
    },
    mount: mountSlider,
  },
  { tag: 'rich-text', properties: { nodes: null, space: String, userSelect: Boolean }, mount: mountRichText },
];
