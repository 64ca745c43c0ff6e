import type { BuiltinTag } from '../../build/builtin-tags';
import { dispatch } from '../easel';
import type { Definition, EaselEvent, EaselNode, PhoneElement } from '../easel';
import { guarded } from '../problems';
import { textFrom } from '../text';

/** A built-in component's node, as its code here sees it. */
export interface Host {
  readonly element: PhoneElement;
  readonly node: EaselNode;
  get(property: string): unknown;
  text(property: string): string;
  number(property: string): number;
  flag(property: string): boolean;
  /** Changes a property from inside: `model:` bindings follow. */
  set(property: string, value: unknown): void;
  trigger(event: string, detail?: unknown): void;
  /** The same, but parents hear it too. */
  bubble(event: string, detail?: unknown): void;
  on(event: string, listener: (event: EaselEvent) => void): void;
}

/** What a form asks of a field in it. */
export interface FormField {
  value(): unknown;
  reset(): void;
}

/** A built-in at work. */
export interface Mounted {
  /** Called once it stands in the page, and after properties changed. */
  readonly update?: () => void;
  readonly unmount?: () => void;
  readonly field?: FormField;
  /** What a tap on a label around it does. */
  readonly activate?: () => void;
}

export type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | null;

/** A built-in component: its tag, its properties, and what it does with its element. */
export interface Builtin {
  readonly tag: BuiltinTag;
  readonly properties?: Readonly<
    Record<string, PropertyType | { readonly type: PropertyType; readonly value: unknown }>
  >;
  readonly mount?: (host: Host) => Mounted;
}

const mounted = new WeakMap<EaselNode, Mounted>();

/** The built-in that stands at an element. */
export function mountedAt(element: Element | null): Mounted | undefined {
  const node = (element as PhoneElement | null)?.__wxElement;
  return node && mounted.get(node);
}

function hostOf(node: EaselNode): Host {
  const get = (property: string): unknown => node.data[property];
  return {
    element: node.$$ as PhoneElement,
    node,
    get,
    text: (property) => textFrom(get(property)),
    number: (property) => Number(get(property)) || 0,
    flag: (property) => Boolean(get(property)),
    set: (property, value) => {
      if (get(property) !== value) node.setData({ [property]: value });
    },
    trigger: (event, detail = {}) => node.triggerEvent(event, detail, {}),
    bubble: (event, detail = {}) => void dispatch(node, event, detail),
    on: (event, listener) => node.addListener(event, listener),
  };
}

/** What screen readers are told, by the attribute that says it. */
const ARIA: Readonly<Record<string, string>> = {
  ariaRole: 'role',
  ...Object.fromEntries(
    (
      'label hidden selected disabled checked expanded pressed haspopup current live atomic busy modal level required ' +
      'invalid multiselectable readonly orientation controls owns labelledby describedby valuemin valuemax valuenow ' +
      'valuetext posinset setsize roledescription'
    )
      .split(' ')
      .map((name) => [`aria${name.charAt(0).toUpperCase()}${name.slice(1)}`, `aria-${name}`]),
  ),
};

/** Every built-in has these. */
const COMMON = {
  hidden: Boolean,
  animation: null,
  ...Object.fromEntries(Object.keys(ARIA).map((name) => [name, null])),
};

export const HOVER = {
  hoverClass: String,
  hoverStopPropagation: Boolean,
  hoverStartTime: Number,
  hoverStayTime: Number,
};

function drawCommon({ element, get, flag }: Host): void {
  element.toggleAttribute('hidden', flag('hidden'));
  for (const [property, attribute] of Object.entries(ARIA)) {
    const value = get(property);
    if (value !== null && value !== undefined && value !== '')
      element.setAttribute(attribute, textFrom(value));
  }
}

/** The definition the framework takes. `play` draws an animation made by `wx.createAnimation`. */
export function definitionOf(
  { tag, properties, mount }: Builtin,
  play: (element: HTMLElement, animation: unknown) => void,
): Definition {
  const refresh = (node: EaselNode, work: Mounted): void => {
    const host = hostOf(node);
    drawCommon(host);
    guarded(`<${tag}>`, () => work.update?.());
  };
  return {
    options: { styleScope: 0 },
    properties: { ...COMMON, ...properties },
    observers: {
      '**'(this: EaselNode) {
        const work = mounted.get(this);
        if (work) refresh(this, work);
      },
      animation(this: EaselNode, animation: unknown) {
        if (animation && this.$$) play(this.$$, animation);
      },
    },
    lifetimes: {
      attached(this: EaselNode) {
        const work = guarded(`<${tag}>`, () => mount?.(hostOf(this))) ?? {};
        mounted.set(this, work);
        refresh(this, work);
      },
      detached(this: EaselNode) {
        mounted.get(this)?.unmount?.();
        mounted.delete(this);
      },
    },
  };
}
