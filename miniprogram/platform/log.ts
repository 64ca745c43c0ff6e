/** Letters and digits that are told apart when read aloud over the phone. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 6;

function newSupportCode(): string {
  return Array.from({ length: CODE_LENGTH }, () =>
    ALPHABET.charAt(Math.floor(Math.random() * ALPHABET.length)),
  ).join('');
}

let code: string | null = null;

function manager(): WechatMiniprogram.RealtimeLogManager | null {
  return typeof wx.getRealtimeLogManager === 'function' ? wx.getRealtimeLogManager() : null;
}

/**
 * A short code of this visit. It is shown beside an error, and every real-time log line carries it as its filter,
 * so that "it does not work, the code is 7KQ2MF" leads the merchant to the lines of this phone.
 */
export function supportCode(): string {
  if (code === null) {
    code = newSupportCode();
    manager()?.setFilterMsg(code);
  }
  return code;
}

/** From here on the lines of this visit are found by this order's id too. */
export function logAbout(orderId: string): void {
  supportCode();
  manager()?.addFilterMsg(orderId);
}

type Detail = Readonly<Record<string, string | number | boolean>>;

/** Writes a line to the real-time log (7 days, readable in the platform's console). No personal data. */
export function logInfo(event: string, detail: Detail = {}): void {
  supportCode();
  manager()?.info(event, detail);
}

/** As {@link logInfo}, for what should not have happened. */
export function logError(event: string, detail: Detail = {}): void {
  supportCode();
  manager()?.error(event, detail);
}
