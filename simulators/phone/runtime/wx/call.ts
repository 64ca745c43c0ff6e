import { guarded, reportProblem } from '../problems';
import { textFrom } from '../text';

export type Params = Readonly<Record<string, unknown>>;

/** An end that is not success, in WeChat's words: `name:fail reason`. */
export class WxFailure extends Error {
  override readonly name = 'WxFailure';
  readonly fields: Params;

  constructor(reason: string, fields: Params = {}) {
    super(reason);
    this.fields = fields;
  }
}

interface Callbacks {
  readonly success?: unknown;
  readonly fail?: unknown;
  readonly complete?: unknown;
}

function failureOf(name: string, cause: unknown): Params {
  if (cause instanceof WxFailure)
    return { errMsg: `${name}:fail${cause.message && ` ${cause.message}`}`, ...cause.fields };
  reportProblem(`wx.${name}`, cause);
  return { errMsg: `${name}:fail ${cause instanceof Error ? cause.message : String(cause)}` };
}

function tell(callback: unknown, name: string, value: unknown): void {
  if (typeof callback === 'function')
    guarded(`wx.${name}`, () => (callback as (value: unknown) => unknown)(value));
}

/**
 * A function of `wx` that ends later. With a callback it answers nothing, without one a promise, as WeChat's do.
 * `work` answers the result's members; a `WxFailure` becomes the failure.
 */
export function asynchronous(
  name: string,
  work: (params: Params) => unknown,
): (options?: Params & Callbacks) => Promise<unknown> | undefined {
  return (options = {}) => {
    const { success, fail, complete } = options;
    const outcome = (async (): Promise<Params> => {
      const result = (await work(options)) as Params | undefined;
      return { errMsg: `${name}:ok`, ...result };
    })();
    const withCallbacks = [success, fail, complete].some((callback) => typeof callback === 'function');
    if (!withCallbacks) return outcome.catch((cause: unknown) => Promise.reject(failureOf(name, cause)));
    outcome.then(
      (result) => {
        tell(success, name, result);
        tell(complete, name, result);
      },
      (cause: unknown) => {
        const failure = failureOf(name, cause);
        tell(fail, name, failure);
        tell(complete, name, failure);
      },
    );
    return undefined;
  };
}

/** Several of them, named by their keys. */
export function asynchronousAll(
  works: Readonly<Record<string, (params: Params) => unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(works).map(([name, work]) => [name, asynchronous(name, work)]));
}

/** A member that must be there, with the type WeChat asks for. */
export function required<Type extends 'string' | 'number' | 'object'>(
  params: Params,
  name: string,
  type: Type,
): unknown {
  const value = params[name];
  if (typeof value === type && value !== null) return value;
  const [wanted, given] = [
    type,
    value === undefined ? 'undefined' : value === null ? 'null' : typeof value,
  ].map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  throw new WxFailure(`parameter error: parameter.${name} should be ${wanted} instead of ${given};`);
}

/** A member as text, or what to take instead. */
export function textOf(params: Params, name: string, otherwise = ''): string {
  const value = params[name];
  return value === undefined || value === null ? otherwise : textFrom(value);
}

/** Listeners of an `onX` and `offX` pair. */
export interface Listeners {
  readonly on: (listener: unknown) => void;
  readonly off: (listener?: unknown) => void;
  /** Answers whether anybody listens. */
  readonly tell: (value: unknown) => boolean;
}

export function listeners(name: string): Listeners {
  const known = new Set<(value: unknown) => unknown>();
  return {
    on: (listener) => {
      if (typeof listener === 'function') known.add(listener as (value: unknown) => unknown);
    },
    off: (listener) => {
      if (listener === undefined) known.clear();
      else known.delete(listener as (value: unknown) => unknown);
    },
    tell: (value) => {
      for (const listener of known) guarded(`wx.on${name}`, () => listener(value));
      return known.size > 0;
    },
  };
}
