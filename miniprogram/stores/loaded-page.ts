import { stopRefreshing } from '../platform/navigation';
import { phaseWithout, type ListPhase } from './paged-list';

/** A page that shows one thing: `load` asks for it, and `phase` says what stands in its place until it came. */
export interface OneThingPage {
  setData(patch: { readonly phase: 'first' }): void;
  load(): Promise<void>;
}

/** The phase of such a page that could not be loaded; `missing` is the refusal that says there is no such thing. */
export function phaseWithoutOne(
  end: { readonly kind: 'refused' | 'unknown'; readonly code?: string },
  missing: string,
): ListPhase {
  return end.kind === 'refused' && end.code === missing ? 'empty' : phaseWithout(end);
}

/** For a page that is written on and not refreshed by pulling: spread into the page. */
export const retriedPage = {
  onRetry(this: OneThingPage) {
    this.setData({ phase: 'first' });
    void this.load();
  },
};

/** What a page that is only read does for the hand: spread into the page. What is drawn stays until a refresh came. */
export const loadedPage = {
  ...retriedPage,

  async onPullDownRefresh(this: OneThingPage) {
    await this.load();
    stopRefreshing();
  },
};
