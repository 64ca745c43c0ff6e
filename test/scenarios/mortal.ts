import type { GatewayDeps } from '../../cloudfunctions/usecases/ask-gateway';

/** When a process dies: in which of its calls to the outside, and whether that call still took effect. */
export interface Death {
  readonly call: number;
  readonly after: boolean;
}

/** A promise nobody will ever fulfil: what a dead process waits for. */
function never<Value>(): Promise<Value> {
  return new Promise<Value>(() => undefined);
}

type Work = (...args: unknown[]) => unknown;

/**
 * The ports of a process that dies in one of its calls. What that call asked for has happened or has not, nobody hears
 * of it, and nothing of the process runs any more. `died` fulfils then; it stays open when the process ends before.
 */
export function mortal<Deps extends GatewayDeps>(
  deps: Deps,
  { call, after }: Death,
): { readonly deps: Deps; readonly died: Promise<'died'> } {
  let calls = 0;
  let die: (end: 'died') => void = () => undefined;
  const died = new Promise<'died'>((resolve) => {
    die = resolve;
  });
  const guard =
    (target: object, work: Work): Work =>
    (...args) => {
      if (calls >= call) return never();
      const answer: unknown = calls + 1 < call || after ? Reflect.apply(work, target, args) : never();
      // What the gateway computes without a call costs a process nothing.
      if (!(answer instanceof Promise)) return answer;
      calls += 1;
      if (calls < call) return answer.then(stillAlive, stillFails);
      if (after) answer.then(() => die('died')).catch(() => die('died'));
      else die('died');
      return never();
    };
  const stillAlive = (value: unknown): unknown => (calls < call ? value : never());
  const stillFails = (error: unknown): unknown => {
    if (calls < call) throw error;
    return never();
  };
  const guarded = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? guard(target, member as Work) : member;
      },
    });
  const others = ['wechat', 'bills', 'archive'] as const;
  const rest = others.flatMap((name) => {
    const port = Object.entries(deps).find(([own]) => own === name)?.[1] as unknown;
    return typeof port === 'object' && port !== null ? [[name, guarded(port)]] : [];
  });
  const living = { store: guarded(deps.store), gateway: guarded(deps.gateway) };
  return { deps: { ...deps, ...Object.fromEntries(rest), ...living }, died };
}
