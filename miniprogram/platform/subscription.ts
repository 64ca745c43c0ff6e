import { errorText } from './error-text';
import { logError } from './log';

/** WeChat asks about at most three templates at once. */
const MAX_TEMPLATES = 3;

/**
 * Asks whether the shop may send messages; call it in the handler of a tap, before anything is awaited.
 * Answers the templates that were accepted. Whatever the answer, the purchase goes on.
 */
export async function askToSubscribe(templateIds: readonly string[]): Promise<readonly string[]> {
  const tmplIds = templateIds.slice(0, MAX_TEMPLATES);
  if (tmplIds.length === 0) return [];
  try {
    const answers: Readonly<Record<string, unknown>> = { ...(await wx.requestSubscribeMessage({ tmplIds })) };
    return tmplIds.filter((id) => answers[id] === 'accept');
  } catch (error) {
    logError('subscription', { errMsg: errorText(error) });
    return [];
  }
}
