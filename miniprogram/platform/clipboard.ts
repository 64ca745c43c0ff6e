import { errorText } from './error-text';
import { logError } from './log';

/** Copies a text; the phone itself says that it did. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await wx.setClipboardData({ data: text });
    return true;
  } catch (error) {
    logError('clipboard', { errMsg: errorText(error) });
    return false;
  }
}
