import { errorText, isCancel } from './error-text';
import { logError } from './log';

/** The version of the mini program, e.g. `1.4.0`; before the first release the name of the trial. */
export function appVersion(): string {
  const { version, envVersion } = wx.getAccountInfoSync().miniProgram;
  if (version !== '') return version;
  return envVersion === 'trial' ? '体验版' : '开发版';
}

/** Opens the phone's page of what this mini program may do. */
export function openPermissions(): void {
  wx.openSetting({}).catch((error: unknown) => {
    logError('settings', { errMsg: errorText(error) });
  });
}

/** Calls a telephone number; the phone asks before. */
export function callNumber(phoneNumber: string): void {
  wx.makePhoneCall({ phoneNumber }).catch((error: unknown) => {
    if (!isCancel(error)) logError('call', { errMsg: errorText(error) });
  });
}

/** How wide the screen is, in px: for what is drawn on a canvas and knows no rpx. */
export function screenWidth(): number {
  return wx.getWindowInfo().windowWidth;
}
