import { follow, unfollow } from './following';

/** The next question of a page, among what it follows. */
const QUESTION = 'question';

/** Asks after a while, in the place of what the page would have asked before. */
export function askAfter(page: object, afterMs: number, ask: () => void): void {
  follow(page, QUESTION, () => {
    const question = setTimeout(ask, afterMs);
    return () => clearTimeout(question);
  });
}

/** Asks nothing more until {@link askAfter} is called again. */
export function askNothing(page: object): void {
  unfollow(page, QUESTION);
}

interface AskingPage {
  setData(patch: { readonly shown: false }): void;
}

/** For a page that asks only while it is shown, which it notes in `shown`: spread into the page. */
export const askingPage = {
  onHide(this: AskingPage) {
    this.setData({ shown: false });
    askNothing(this);
  },

  onUnload(this: AskingPage) {
    this.setData({ shown: false });
    unfollow(this);
  },
};
