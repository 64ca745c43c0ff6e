import type { EventChannel } from './event-channel';
import { createPage } from './page';
import type { Page, PageMaker } from './page';
import type { TabBar } from './tab-bar';
import { parsePageUrl } from './urls';
import type { PageUrl } from './urls';

export interface PageStackOptions extends Omit<PageMaker, 'onBack' | 'onHome'> {
  /** Where pages stand. */
  readonly host: HTMLElement;
  readonly onRoute: (page: Page) => void;
}

/** The open pages, and the tab pages that wait behind them. */
export class PageStack {
  readonly pages: Page[] = [];
  readonly #tabs = new Map<string, Page>();
  readonly #options: PageStackOptions;
  readonly #maker: PageMaker;
  readonly #home: string;
  #tabBar: TabBar | undefined;

  constructor(options: PageStackOptions) {
    const { app, pages } = options.bundle;
    this.#options = options;
    this.#home = app.entryPagePath ?? pages[0] ?? '';
    this.#maker = {
      ...options,
      onBack: () => this.back(1),
      onHome: () => this.relaunch(parsePageUrl(`/${this.#home}`)),
    };
  }

  useTabBar(tabBar: TabBar | undefined): void {
    this.#tabBar = tabBar;
  }

  /** Opens a new page on top; what was there is not told. */
  open(url: PageUrl, channel?: EventChannel): void {
    const page = createPage(this.#maker, url, channel);
    if (page.isTab) this.#tabs.set(page.path, page);
    this.#enter(page);
    page.load();
    page.show();
    this.#options.onRoute(page);
  }

  close(page: Page): void {
    this.#tabs.delete(page.path);
    page.unload();
  }

  /** Closes so many pages, but never the first. */
  back(delta: number): void {
    const leaving = this.pages.splice(Math.max(1, this.pages.length - delta));
    for (const page of leaving.toReversed()) this.close(page);
    const page = this.pages.at(-1);
    if (leaving.length === 0 || page === undefined) return;
    page.show();
    this.#options.onRoute(page);
  }

  relaunch(url: PageUrl): void {
    const leaving = this.all();
    this.pages.length = 0;
    for (const page of leaving.toReversed()) this.close(page);
    this.open(url);
  }

  /** Shows a tab page, the same as before if there is one; everything over it is closed. */
  toTab(url: PageUrl): void {
    const from = this.pages.at(-1);
    for (const page of this.pages.splice(0).toReversed()) {
      if (!page.isTab) this.close(page);
      else if (page.path !== url.path && page === from) page.hide();
    }
    const known = this.#tabs.get(url.path);
    if (known === undefined) return this.open(url);
    this.#enter(known);
    if (known !== from) known.show();
    this.#options.onRoute(known);
  }

  /** Every page that lives. */
  all(): readonly Page[] {
    return [...new Set([...this.#tabs.values(), ...this.pages])];
  }

  #enter(page: Page): void {
    this.pages.push(page);
    const first = page.isTab || page.path === this.#home ? 'none' : 'home';
    page.box.setBack(this.pages.length > 1 ? 'back' : first);
    this.#options.host.append(page.box.element);
    if (!page.isTab || this.#tabBar === undefined) return;
    this.#tabBar.select(page.path);
    page.box.element.append(this.#tabBar.element);
  }
}
