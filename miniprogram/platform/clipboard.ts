import { errorText, isDeclined } from './error-text';
import { logError } from './log';
import { acceptDecline } from './privacy';

/** Copies a text; the phone itself says that it did. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await wx.setClipboardData({ data: text });
    return true;
  } catch (error) {
    if (isDeclined(error)) acceptDecline('setClipboardData');
    else logError('clipboard', { errMsg: errorText(error) });
    return false;
  }
}
