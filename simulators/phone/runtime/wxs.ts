import { WXS_CONSTRUCTOR } from '../build/wxs';
import { definedMethods, methodOf, SCRIPT_STYLE_SEGMENT } from './easel';
import type { ComponentInstance, EaselEvent, EaselNode } from './easel';
import { phoneUnits } from './element-factory';
import { scopedClasses } from './scoped-class';

/** What a value's `constructor` reads in WXS. */
function constructorName(value: unknown): string {
  if (Array.isArray(value)) return 'Array';
  if (value instanceof RegExp) return 'RegExp';
  if (value instanceof Date) return 'Date';
  const primitive = value instanceof Object ? (value.valueOf() as unknown) : value;
  const name = typeof primitive;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const descriptors = new WeakMap<EaselNode, ComponentDescriptor>();

function describe(target: EaselNode | ComponentInstance | null | undefined): ComponentDescriptor | null {
  if (!target) return null;
  const node = '_$' in target ? target._$ : target;
  const known = descriptors.get(node);
  if (known) return known;
  const made = new ComponentDescriptor(node);
  descriptors.set(node, made);
  return made;
}

function styleText(style: string | Readonly<Record<string, string>>): string {
  if (typeof style === 'string') return style;
  return Object.entries(style)
    .map(([name, value]) => `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(';');
}

/** The node as WXS handlers may touch it (开发文档, WXS 响应事件). */
class ComponentDescriptor {
  readonly #node: EaselNode;
  readonly #state: Record<string, unknown> = {};

  constructor(node: EaselNode) {
    this.#node = node;
  }

  get #element(): HTMLElement | null {
    return this.#node.$$;
  }

  getState(): Record<string, unknown> {
    return this.#state;
  }

  getDataset(): Readonly<Record<string, unknown>> {
    return this.#node.dataset ?? {};
  }

  getComputedStyle(names: readonly string[]): Record<string, string> {
    if (this.#element === null) return {};
    const style = getComputedStyle(this.#element);
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]));
  }

  getBoundingClientRect(): DOMRect | null {
    return this.#element?.getBoundingClientRect() ?? null;
  }

  setStyle(style: string | Readonly<Record<string, string>>): this {
    this.#node.setNodeStyle?.(phoneUnits(styleText(style)), SCRIPT_STYLE_SEGMENT);
    return this;
  }

  addClass(...names: string[]): this {
    this.#element?.classList.add(...names.flatMap((name) => this.#scoped(name)));
    return this;
  }

  removeClass(...names: string[]): this {
    this.#element?.classList.remove(...names.flatMap((name) => this.#scoped(name)));
    return this;
  }

  hasClass(name: string): boolean {
    return this.#scoped(name).some((scoped) => this.#element?.classList.contains(scoped));
  }

  #scoped(name: string): string[] {
    return this.#element === null ? [name] : scopedClasses(this.#element, name);
  }

  selectComponent(selector: string): ComponentDescriptor | null {
    return describe(this.#node.getShadowRoot?.()?.querySelector(selector));
  }

  selectAllComponents(selector: string): (ComponentDescriptor | null)[] {
    return (this.#node.getShadowRoot?.()?.querySelectorAll(selector) ?? []).map(describe);
  }

  selectOwnerComponent(): ComponentDescriptor | null {
    return describe(this.#node.ownerShadowRoot?.getHostNode());
  }

  callMethod(name: string, value: unknown): void {
    const caller = this.#node.getMethodCaller();
    methodOf(caller, name)?.call(caller, value);
  }

  triggerEvent(name: string, detail: unknown, options: object = {}): void {
    this.#node.triggerEvent(name, detail, options);
  }

  requestAnimationFrame(work: FrameRequestCallback): number {
    return requestAnimationFrame(work);
  }

  setTimeout(work: () => void, milliseconds: number): number {
    return window.setTimeout(work, milliseconds);
  }

  clearTimeout(id: number): void {
    window.clearTimeout(id);
  }
}

type WxsObserver = (
  newValue: unknown,
  oldValue: unknown,
  owner: ComponentDescriptor | null,
  instance: ComponentDescriptor | null,
) => void;

const bridge = {
  /** `change:prop`: the first call waits until the node can be measured. */
  observe:
    (observer: WxsObserver) =>
    (newValue: unknown, oldValue: unknown, host: ComponentInstance, node: EaselNode): void =>
      void requestAnimationFrame(() => observer(newValue, oldValue, describe(host), describe(node))),
  /** `bindtap="{{wxs.tap}}"`: a WXS function gets WXS's event, a method of the component the ordinary one. */
  handle: (
    caller: ComponentInstance,
    event: EaselEvent,
    handler: (...values: unknown[]) => unknown,
  ): unknown => {
    if (definedMethods(caller._$).includes(handler)) return handler.call(caller, event);
    const { type, detail, touches, changedTouches, timeStamp, target, currentTarget } = event;
    const instance = describe(currentTarget);
    const seen = { type, detail, touches, changedTouches, timeStamp, target, currentTarget, instance };
    return handler(seen, describe(caller));
  },
};

/** Makes ready what compiled WXS expects to find. */
export function installWxs(): void {
  // oxlint-disable-next-line no-extend-native -- WXS reads it of any value, and the name is nobody else's
  Object.defineProperty(Object.prototype, WXS_CONSTRUCTOR, {
    configurable: true,
    get(this: unknown) {
      return constructorName(this);
    },
  });
  Object.assign(window, { __wxs: bridge });
}
