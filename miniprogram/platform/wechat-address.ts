import { tidyAddress, type Address } from '../contract/address';
import { errorText, isCancel, isDeclined } from './error-text';
import { logError, logInfo } from './log';

/**
 * What came of opening WeChat's address book. `declined`: the person did not agree to the privacy agreement; offer the
 * form. `failed` includes a mini program without the permission: offer the form too.
 */
export type ChosenAddress =
  | { readonly kind: 'chosen'; readonly address: Address }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'declined' }
  | { readonly kind: 'failed' };

/** Opens WeChat's address book. */
export async function chooseWechatAddress(): Promise<ChosenAddress> {
  try {
    const chosen = await wx.chooseAddress();
    return {
      kind: 'chosen',
      address: tidyAddress({
        name: chosen.userName,
        mobile: chosen.telNumber,
        province: chosen.provinceName,
        city: chosen.cityName,
        district: chosen.countyName,
        detail: chosen.detailInfo,
      }),
    };
  } catch (error) {
    if (isCancel(error)) return { kind: 'cancelled' };
    if (isDeclined(error)) {
      logInfo('privacy.declined', { api: 'chooseAddress' });
      return { kind: 'declined' };
    }
    logError('address.choose', { errMsg: errorText(error) });
    return { kind: 'failed' };
  }
}
