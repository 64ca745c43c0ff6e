import { errorText } from './error-text';
import { logError, logInfo } from './log';

/** WeChat asks about at most three templates at once. */
const MAX_TEMPLATES = 3;

/** The person has switched off every subscribe message of this mini program (开发文档, requestSubscribeMessage). */
const SWITCHED_OFF = 20_004;

/** What the person answered; `switchedOff` needs WeChat's own settings to be changed first. */
export type Subscribed =
  | { readonly kind: 'answered'; readonly allowed: readonly string[] }
  | { readonly kind: 'switchedOff' }
  | { readonly kind: 'failed' };

/** Asks whether the shop may send messages; call it in the handler of a tap, before anything is awaited. Never rejects. */
export async function askToSubscribe(templateIds: readonly string[]): Promise<Subscribed> {
  const tmplIds = templateIds.slice(0, MAX_TEMPLATES);
  if (tmplIds.length === 0) return { kind: 'answered', allowed: [] };
  try {
    const answers: Readonly<Record<string, unknown>> = { ...(await wx.requestSubscribeMessage({ tmplIds })) };
    return { kind: 'answered', allowed: tmplIds.filter((id) => answers[id] === 'accept') };
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'errCode' in error ? error.errCode : 0;
    if (code === SWITCHED_OFF || errorText(error).includes(String(SWITCHED_OFF))) {
      logInfo('subscription.switchedOff');
      return { kind: 'switchedOff' };
    }
    logError('subscription', { errMsg: errorText(error) });
    return { kind: 'failed' };
  }
}

/**
 * Of these templates those the person allowed for good (总是保持以上选择): WeChat does not ask about them again, and every
 * request is one more message.
 */
export async function alwaysAllowed(templateIds: readonly string[]): Promise<readonly string[]> {
  if (templateIds.length === 0) return [];
  try {
    const { subscriptionsSetting } = await wx.getSetting({ withSubscriptions: true });
    const kept: Readonly<Record<string, unknown>> = { ...subscriptionsSetting?.itemSettings };
    return templateIds.filter((id) => kept[id] === 'accept');
  } catch (error) {
    logError('subscription.settings', { errMsg: errorText(error) });
    return [];
  }
}
