import { reportProblem } from '../problems';

/** A function of `wx` as mini programs call it. */
export type WxFunction = (options: Readonly<Record<string, unknown>>) => unknown;

const functions: Record<string, unknown> = {};

/** Adds functions and constants to `wx`. */
export function addToWx(members: Readonly<Record<string, unknown>>): void {
  Object.assign(functions, members);
}

/** A function of `wx` for the phone's own use; names with two underscores are not for mini programs. */
export function wxApi(name: string): WxFunction {
  const found = functions[name];
  if (typeof found !== 'function') throw new Error(`wx.${name} does not exist on this phone`);
  return found as WxFunction;
}

/** Whether a mini program may call it. */
export function hasWx(name: string): boolean {
  return name in functions && !name.startsWith('__');
}

/** The object mini programs know as `wx`. Asking it for something it does not have is shown on the screen. */
export function createWx(): object {
  return new Proxy(functions, {
    get: (target, name) => {
      if (typeof name === 'symbol' || name === 'toJSON' || name === 'then') return undefined;
      if (!hasWx(name)) {
        reportProblem('wx', `wx.${name} 在这台手机上没有实现`);
        return undefined;
      }
      return target[name];
    },
    has: (_, name) => typeof name === 'string' && hasWx(name),
  });
}
