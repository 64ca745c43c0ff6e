import { allowedOf, allowing } from '../core/message/ledger';
import type { MessageLedger } from '../core/message/ledger';
import type { AllowedMessagesView } from '../../miniprogram/contract/messages';
import type { Store } from '../ports/store';
import { settingsOf } from './shop-settings';

function viewOf(ledger: MessageLedger, templateIds: readonly string[]): AllowedMessagesView {
  return { allowed: templateIds.map((templateId) => ({ templateId, left: allowedOf(ledger, templateId) })) };
}

/** Which messages the shop would send, and how many of each this shopper still allows. */
export async function viewMessages(
  { store }: { readonly store: Store },
  openid: string,
): Promise<AllowedMessagesView> {
  const [{ messageTemplates = [] }, ledger] = await Promise.all([
    settingsOf(store),
    store.readLedger(openid),
  ]);
  return viewOf(ledger, messageTemplates);
}

/**
 * Counts what a shopper has allowed on one tap. Templates the shop does not use are left out. The phone may claim too
 * much: then WeChat refuses the message, and the count is put right. Safe to repeat with the same token.
 */
export async function allowMessages(
  { store }: { readonly store: Store },
  tap: { readonly openid: string; readonly clientToken: string; readonly templateIds: readonly string[] },
): Promise<AllowedMessagesView> {
  const { messageTemplates = [] } = await settingsOf(store);
  const templateIds = tap.templateIds.filter((templateId) => messageTemplates.includes(templateId));
  return store.changeLedger(tap.openid, (ledger) => {
    const after = templateIds.length === 0 ? null : allowing(ledger, { token: tap.clientToken, templateIds });
    const result = viewOf(after ?? ledger, messageTemplates);
    return after === null ? { result } : { result, write: after };
  });
}
