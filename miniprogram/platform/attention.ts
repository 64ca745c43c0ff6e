import { errorText } from './error-text';
import { logError } from './log';

/** Shakes the phone once, so that somebody who does not look at it knows. */
export function buzz(): void {
  wx.vibrateLong({}).catch((error: unknown) => {
    logError('vibrate', { errMsg: errorText(error) });
  });
}
