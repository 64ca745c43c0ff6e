import { errorText, isCancel } from './error-text';
import { logError } from './log';

/** What came of pointing the camera at a code. */
export type Scanned =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed' };

/** Reads a bar code (a parcel's number) or a QR code with the camera; `either` for a payment code, which is shown as both. */
export async function scanCode(what: 'barCode' | 'qrCode' | 'either'): Promise<Scanned> {
  try {
    const { result } = await wx.scanCode({
      scanType: what === 'either' ? ['barCode', 'qrCode'] : [what],
      onlyFromCamera: true,
    });
    return { kind: 'text', text: result };
  } catch (error) {
    if (isCancel(error)) return { kind: 'cancelled' };
    logError('scan', { errMsg: errorText(error) });
    return { kind: 'failed' };
  }
}
