import { errorText, isCancel } from './error-text';
import { logError } from './log';

/**
 * 快递100's mini program, which finds the courier by the number. It is opened like this by many shops; WeChat asks the
 * person before it leaves this one.
 */
const TRACKER = 'wx6885acbedba59c14';

/** Opens where a parcel is. False when it could not be opened; a person who closed it is no failure. */
export async function openTracking(trackingNo: string): Promise<boolean> {
  try {
    await wx.navigateToMiniProgram({
      appId: TRACKER,
      path: `pages/result/result?nu=${encodeURIComponent(trackingNo)}&com=&querysource=third_xcx`,
    });
    return true;
  } catch (error) {
    if (isCancel(error)) return true;
    logError('parcel', { errMsg: errorText(error) });
    return false;
  }
}
