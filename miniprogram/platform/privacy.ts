import { notify } from './feedback';
import { logInfo } from './log';

/** What the person answered to the privacy agreement; `button` is the id of the tapped button, which WeChat checks. */
export type PrivacyAnswer =
  { readonly event: 'agree'; readonly button: string } | { readonly event: 'disagree' };

type Resolve = (answer: { event: 'agree' | 'disagree'; buttonId?: string }) => void;

/**
 * Calls `ask` when an interface that reads personal data is used before the person agreed to the privacy agreement.
 * The interface goes on, or fails, once the answer is given.
 */
export function onPrivacyQuestion(ask: (answer: (given: PrivacyAnswer) => void) => void): void {
  if (typeof wx.onNeedPrivacyAuthorization !== 'function') return;
  // The published types describe the argument as a result object; it is the function that ends the question.
  wx.onNeedPrivacyAuthorization((argument: unknown) => {
    const resolve = argument as Resolve;
    ask((given) =>
      resolve(given.event === 'agree' ? { event: 'agree', buttonId: given.button } : { event: 'disagree' }),
    );
  });
}

/** Opens the text of the privacy agreement. */
export function openPrivacyContract(): void {
  if (typeof wx.openPrivacyContract === 'function') wx.openPrivacyContract({});
}

/** Says that what was tapped cannot go on without the agreement; there is nothing to repair. */
export function acceptDecline(api: string): void {
  logInfo('privacy.declined', { api });
  notify('没有同意隐私指引，这一步先跳过了');
}
