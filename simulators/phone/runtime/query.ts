import { canvasOf } from './canvas';
import type { ComponentInstance, EaselNode, PhoneElement } from './easel';
import { guarded, reportProblem } from './problems';

type Fields = Readonly<Record<string, unknown>>;
type Callback = (result: unknown) => void;

/** The box a page scrolls in, for positions as WeChat counts them: from under the navigation bar. */
function viewOf(element: Element): Element {
  return element.closest('.ph-page-view') ?? document.documentElement;
}

function rectangle(element: Element): DOMRect {
  const rect = element.getBoundingClientRect();
  const origin = viewOf(element).getBoundingClientRect();
  return new DOMRect(rect.x - origin.x, rect.y - origin.y, rect.width, rect.height);
}

/** Only a canvas with a type can be drawn on; the older kind has another interface, which is not here. */
function canvasIn(element: Element): unknown {
  const canvas = element.querySelector<HTMLCanvasElement>(':scope > canvas');
  if (canvas === null) return undefined;
  if ((element.getAttribute('type') ?? '') !== '') return canvasOf(canvas);
  reportProblem('<canvas>', '没有写 type="2d"，这台手机画不了');
  return null;
}

/** What was asked of one node. */
function read(node: EaselNode, fields: Fields): Record<string, unknown> | null {
  const element = node.$$;
  if (element === null) return null;
  const { left, top, right, bottom, width, height } = rectangle(element);
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element;
  const style = getComputedStyle(element);
  const named = (names: unknown, value: (name: string) => unknown): Record<string, unknown> =>
    Object.fromEntries(
      (Array.isArray(names) ? names : []).map((name) => [String(name), value(String(name))]),
    );
  return {
    ...(fields['id'] === true && { id: node.id }),
    ...(fields['dataset'] === true && { dataset: node.dataset }),
    ...(fields['rect'] === true && { left, top, right, bottom }),
    ...(fields['size'] === true && { width, height }),
    ...(fields['scrollOffset'] === true && { scrollLeft, scrollTop, scrollWidth, scrollHeight }),
    ...(fields['node'] === true && { node: canvasIn(element) }),
    ...(fields['context'] === true && { context: canvasIn(element) }),
    ...named(fields['properties'], (name) => node.data?.[name]),
    ...named(fields['computedStyle'], (name) =>
      style.getPropertyValue(name.replaceAll(/[A-Z]/g, (l) => `-${l.toLowerCase()}`)),
    ),
  };
}

interface Question {
  readonly answer: () => unknown;
  readonly callback: Callback | undefined;
}

/** The nodes one selector of a query means. */
class NodesReference {
  readonly #query: SelectorQuery;
  readonly #answer: (fields: Fields) => unknown;

  constructor(query: SelectorQuery, answer: (fields: Fields) => unknown) {
    this.#query = query;
    this.#answer = answer;
  }

  fields(fields: Fields, callback?: Callback): SelectorQuery {
    return this.#query.ask({ answer: () => this.#answer(fields), callback });
  }

  boundingClientRect(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, rect: true, size: true }, callback);
  }

  scrollOffset(callback?: Callback): SelectorQuery {
    return this.fields({ id: true, dataset: true, scrollOffset: true }, callback);
  }

  node(callback?: Callback): SelectorQuery {
    return this.fields({ node: true }, callback);
  }

  context(callback?: Callback): SelectorQuery {
    return this.fields({ context: true }, callback);
  }
}

/** `wx.createSelectorQuery` and `this.createSelectorQuery` (开发文档, SelectorQuery). */
class SelectorQuery {
  #component: ComponentInstance;
  readonly #questions: Question[] = [];

  constructor(component: ComponentInstance) {
    this.#component = component;
  }

  in(component: ComponentInstance): this {
    this.#component = component;
    return this;
  }

  select(selector: string): NodesReference {
    const { _$: node } = this.#component;
    return new NodesReference(this, (fields) => {
      const found = node.getShadowRoot?.()?.querySelector(selector);
      return found ? read(found, fields) : null;
    });
  }

  selectAll(selector: string): NodesReference {
    const { _$: node } = this.#component;
    return new NodesReference(this, (fields) =>
      (node.getShadowRoot?.()?.querySelectorAll(selector) ?? []).map((found) => read(found, fields)),
    );
  }

  selectViewport(): NodesReference {
    return new NodesReference(this, () => {
      const page = [...document.querySelectorAll<HTMLElement>('wx-page:not([hidden]) .ph-page-scroll')].at(
        -1,
      );
      const { scrollLeft = 0, scrollTop = 0, scrollWidth = 0, scrollHeight = 0 } = page ?? {};
      const [width, height] = [page?.clientWidth ?? 0, page?.clientHeight ?? 0];
      const rect = { left: 0, top: 0, right: width, bottom: height, width, height };
      return { id: '', dataset: {}, ...rect, scrollLeft, scrollTop, scrollWidth, scrollHeight };
    });
  }

  ask(question: Question): this {
    this.#questions.push(question);
    return this;
  }

  exec(callback?: Callback): this {
    const questions = this.#questions.splice(0);
    requestAnimationFrame(() => {
      const answers = questions.map(({ answer }) => answer());
      for (const [index, question] of questions.entries())
        guarded('SelectorQuery', () => question.callback?.(answers[index]));
      guarded('SelectorQuery.exec', () => callback?.(answers));
    });
    return this;
  }
}

export function createSelectorQuery(component: ComponentInstance): object {
  return new SelectorQuery(component);
}

interface ObserverOptions {
  readonly thresholds?: readonly number[];
  readonly initialRatio?: number;
  readonly observeAll?: boolean;
}

type Margins = Readonly<Partial<Record<'top' | 'right' | 'bottom' | 'left', number>>>;

const box = ({ left, top, right, bottom, width, height }: DOMRectReadOnly): object => ({
  left,
  top,
  right,
  bottom,
  width,
  height,
});

/** `createIntersectionObserver` on the browser's own: the framework's never tells of what is visible at once. */
class PhoneIntersectionObserver {
  readonly #component: ComponentInstance;
  readonly #options: ObserverOptions;
  readonly #observers: IntersectionObserver[] = [];
  #root: (() => Element | null) | undefined;
  #margins: Margins = {};

  constructor(component: ComponentInstance, options: ObserverOptions) {
    this.#component = component;
    this.#options = options;
  }

  relativeTo(selector: string, margins: Margins = {}): this {
    this.#root = () => this.#select(selector)[0]?.$$ ?? null;
    this.#margins = margins;
    return this;
  }

  relativeToViewport(margins: Margins = {}): this {
    this.#root = undefined;
    this.#margins = margins;
    return this;
  }

  observe(selector: string, listener: (result: object) => void): void {
    // Nodes that the running `setData` adds are there in the next frame.
    requestAnimationFrame(() => {
      const found = this.#select(selector);
      const nodes = this.#options.observeAll === true ? found : found.slice(0, 1);
      for (const node of nodes) if (node.$$) this.#watch(node, node.$$, listener);
    });
  }

  disconnect(): void {
    for (const observer of this.#observers.splice(0)) observer.disconnect();
  }

  #select(selector: string): readonly EaselNode[] {
    return this.#component._$.getShadowRoot?.()?.querySelectorAll(selector) ?? [];
  }

  #watch(node: EaselNode, element: PhoneElement, listener: (result: object) => void): void {
    const { top = 0, right = 0, bottom = 0, left = 0 } = this.#margins;
    const rootMargin = [top, right, bottom, left].map((pixels) => `${pixels}px`).join(' ');
    const threshold = [...(this.#options.thresholds ?? [0])];
    let first = true;
    const observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const ratio = entry.intersectionRatio;
          const unchanged = first && ratio === (this.#options.initialRatio ?? 0) && !entry.isIntersecting;
          first = false;
          if (unchanged) continue;
          const result = {
            id: node.id,
            dataset: node.dataset,
            intersectionRatio: ratio,
            intersectionRect: box(entry.intersectionRect),
            boundingClientRect: box(entry.boundingClientRect),
            relativeRect: box(entry.rootBounds ?? entry.boundingClientRect),
            time: Date.now(),
          };
          guarded('IntersectionObserver', () => listener(result));
        }
      },
      { root: this.#root?.() ?? element.closest('.ph-page-scroll'), rootMargin, threshold },
    );
    observer.observe(element);
    this.#observers.push(observer);
  }
}

export function createIntersectionObserver(
  component: ComponentInstance,
  options: ObserverOptions = {},
): object {
  return new PhoneIntersectionObserver(component, options);
}
