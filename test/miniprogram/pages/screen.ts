/** Draws a page of the built mini program in jsdom, as WeChat's simulator of components does. */
import { afterEach, expect, jest } from '@jest/globals';
import { createRequire } from 'node:module';
import path from 'node:path';
import { phone } from '../fake-phone';

interface Rendered {
  readonly instance: Record<string, unknown> & {
    readonly data: Record<string, unknown>;
    setData(patch: object): void;
  };
  readonly dom: { readonly textContent: string };
  attach(parent: unknown): void;
  detach(): void;
  querySelector(selector: string): Rendered | undefined;
  querySelectorAll(selector: string): Rendered[];
  dispatchEvent(name: string, options?: { bubbles?: boolean; detail?: unknown }): void;
}

interface Simulate {
  load(file: string, options: { rootPath: string }): string;
  render(id: string): Rendered;
}

/** The simulator knows components only: a page is one whose handlers are its methods. */
function definePage({ data, ...rest }: Record<string, unknown>): void {
  const methods = Object.fromEntries(Object.entries(rest).filter(([, value]) => typeof value === 'function'));
  (globalThis as unknown as { Component(definition: object): void }).Component({ data, methods });
}

// Before the simulator, which looks for it as it loads.
Object.assign(globalThis, { Page: definePage });

/** Required, not imported: its types would put the phone's globals into every test. */
const simulate = createRequire(__filename)('miniprogram-simulate') as Simulate;

const DIST = path.resolve(__dirname, '../../../dist/miniprogram');

/** What the simulator swallowed: an exception in a handler or an observer reaches nobody but the console. */
const troubles: unknown[][] = [];
console.error = (...words: unknown[]) => {
  troubles.push(words);
};
afterEach(() => {
  expect(troubles.splice(0)).toEqual([]);
});

/** A page on the screen, with the handlers WeChat would call. */
export interface Screen {
  readonly page: Rendered;
  /** Waits until the answers that are on their way have been drawn. */
  settle(): Promise<void>;
  call(handler: string, ...args: unknown[]): unknown;
  /** Opens the page once more, with the data it begins with. */
  open(query: Record<string, string>): Promise<void>;
  /** Everything that is written on it, without spaces. */
  text(): string;
  /** Taps the first element of a class. */
  tap(selector: string): Promise<void>;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve));
}

/** A script runs once, and defines its page as it runs. */
const loaded = new Map<string, string>();

function load(pagePath: string): string {
  const id = loaded.get(pagePath) ?? simulate.load(path.join(DIST, pagePath), { rootPath: DIST });
  loaded.set(pagePath, id);
  return id;
}

/**
 * Before another page of the same file is opened: the simulator knows a shared component only where its script ran for
 * that page. Stores begin anew, as after the mini program was closed.
 */
export function reloadScripts(): void {
  loaded.clear();
  jest.resetModules();
}

/** Opens a page, e.g. `pages/home/home`, with its query. */
export async function openScreen(pagePath: string, query: Record<string, string> = {}): Promise<Screen> {
  phone.pages = [{ route: pagePath }];
  const page = simulate.render(load(pagePath));
  const { document } = globalThis as unknown as {
    document: { createElement(tag: string): unknown; body: { appendChild(node: unknown): void } };
  };
  const host = document.createElement('div');
  document.body.appendChild(host);
  page.attach(host);
  const call = (handler: string, ...args: unknown[]): unknown =>
    (page.instance[handler] as ((...given: unknown[]) => unknown) | undefined)?.apply(page.instance, args);
  const first = { ...page.instance.data };
  const open = async (asked: Record<string, string>): Promise<void> => {
    page.instance.setData(first);
    call('onLoad', asked);
    call('onShow');
    await settle();
  };
  await open(query);
  const tap = async (selector: string): Promise<void> => {
    const target = page.querySelector(selector);
    if (target === undefined) throw new Error(`${pagePath} has no ${selector}`);
    target.dispatchEvent('tap', { bubbles: true });
    await settle();
  };
  return { page, settle, call, open, tap, text: () => page.dom.textContent.replaceAll(/\s/g, '') };
}
