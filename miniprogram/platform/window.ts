import { errorText } from './error-text';
import { logError } from './log';

/** How high the part of the screen is that a page has to itself, in px. */
export function windowHeight(): number {
  return wx.getWindowInfo().windowHeight;
}

/** Goes back to the beginning of the page in front, at once. */
export function scrollToTop(): void {
  wx.pageScrollTo({ scrollTop: 0, duration: 0 }).catch((error: unknown) => {
    logError('scroll', { errMsg: errorText(error) });
  });
}
