/** The simulator knows components only: a page is one whose handlers are its methods. */
type Definition = Record<string, unknown>;

function Page({ data, ...rest }: Definition): void {
  const methods = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'function'));
  (globalThis as unknown as { Component(definition: Definition): void }).Component({ data, methods });
}

Object.assign(globalThis, { Page });
