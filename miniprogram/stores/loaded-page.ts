import { stopRefreshing } from '../platform/navigation';

/** A page that shows one thing: `load` asks for it, and `phase` says what stands in its place until it came. */
export interface OneThingPage {
  setData(patch: { readonly phase: 'first' }): void;
  load(): Promise<void>;
}

/** What such a page does for the hand: spread into the page. What is drawn stays until a refresh came. */
export const loadedPage = {
  async onPullDownRefresh(this: OneThingPage) {
    await this.load();
    stopRefreshing();
  },

  onRetry(this: OneThingPage) {
    this.setData({ phase: 'first' });
    void this.load();
  },
};
