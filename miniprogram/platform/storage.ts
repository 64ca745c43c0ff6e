import { errorText } from './error-text';
import { logError } from './log';

/**
 * Reads what an earlier visit stored. `parse` decides whether it is still what we think: an older version of the
 * mini program, or a person with DevTools, may have written it. It answers null for what it does not know.
 */
export function readStored<Value>(key: string, parse: (stored: unknown) => Value | null): Value | null {
  try {
    return parse(wx.getStorageSync<unknown>(key));
  } catch (error) {
    logError('storage.read', { key, errMsg: errorText(error) });
    return null;
  }
}

/** Stores a value for later visits. A full phone loses the convenience, not the visit. */
export function store(key: string, value: unknown): void {
  try {
    wx.setStorageSync(key, value);
  } catch (error) {
    logError('storage.write', { key, errMsg: errorText(error) });
  }
}

/** Forgets everything that was stored on this phone. */
export function eraseStored(): void {
  try {
    wx.clearStorageSync();
  } catch (error) {
    logError('storage.clear', { errMsg: errorText(error) });
  }
}
