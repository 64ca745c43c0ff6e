import { phoneUnits } from './element-factory';

interface StepOptions {
  readonly duration: number;
  readonly timingFunction: string;
  readonly delay: number;
  readonly transformOrigin: string;
}

interface Step {
  readonly options: StepOptions;
  readonly transforms: readonly string[];
  readonly styles: Readonly<Record<string, string>>;
}

const DEFAULTS: StepOptions = {
  duration: 400,
  timingFunction: 'linear',
  delay: 0,
  transformOrigin: '50% 50% 0',
};

const TRANSFORMS = (
  'matrix matrix3d rotate rotate3d rotateX rotateY rotateZ scale scale3d scaleX scaleY scaleZ skew skewX skewY ' +
  'translate translate3d translateX translateY translateZ'
).split(' ');
const STYLES = ['opacity', 'backgroundColor', 'width', 'height', 'left', 'top', 'right', 'bottom'];

function unit(name: string, value: unknown): string {
  if (typeof value !== 'number') return phoneUnits(String(value));
  if (/^(rotate|skew)/.test(name) && name !== 'rotate3d') return `${value}deg`;
  if (/^(translate|width|height|left|top|right|bottom)/.test(name)) return `${value}px`;
  return String(value);
}

/** `wx.createAnimation`: each call adds to the step, `step()` ends it, `export()` hands the steps over. */
export function createAnimation(given: Partial<StepOptions> = {}): object {
  const defaults = { ...DEFAULTS, ...given };
  let steps: Step[] = [];
  let transforms: string[] = [];
  let styles: Record<string, string> = {};
  const animation: Record<string, unknown> = {
    step: (options: Partial<StepOptions> = {}) => {
      steps.push({ options: { ...defaults, ...options }, transforms, styles });
      [transforms, styles] = [[], {}];
      return animation;
    },
    export: () => {
      const exported = { actions: steps };
      steps = [];
      return exported;
    },
  };
  for (const name of TRANSFORMS)
    animation[name] = (...values: unknown[]) => {
      transforms.push(`${name}(${values.map((value) => unit(name, value)).join(',')})`);
      return animation;
    };
  for (const name of STYLES)
    animation[name] = (value: unknown) => {
      styles[name] = unit(name, value);
      return animation;
    };
  return animation;
}

/** Plays what `export()` handed over. */
export function playAnimation(element: HTMLElement, animation: unknown): void {
  const { actions } = animation as { readonly actions?: readonly Step[] };
  let startsAfter = 0;
  for (const { options, transforms, styles } of actions ?? []) {
    const { duration, timingFunction, delay, transformOrigin } = options;
    window.setTimeout(() => {
      element.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`;
      element.style.transformOrigin = transformOrigin;
      // The browser has to see the state before, or there is nothing to move from.
      element.getBoundingClientRect();
      Object.assign(element.style, styles);
      if (transforms.length > 0) element.style.transform = transforms.join(' ');
    }, startsAfter);
    startsAfter += duration + delay;
  }
}
