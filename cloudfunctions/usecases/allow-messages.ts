import { allowedOf, allowing } from '../core/message/ledger';
import type { MessageLedger } from '../core/message/ledger';
import type { AllowedMessagesView } from '../../miniprogram/contract/messages';
import type { Store } from '../ports/store';
import { settingsOf } from './shop-settings';

function viewOf(
  ledger: MessageLedger,
  { templateIds, awaited }: { readonly templateIds: readonly string[]; readonly awaited: number },
): AllowedMessagesView {
  return {
    awaited,
    allowed: templateIds.map((templateId) => ({ templateId, left: allowedOf(ledger, templateId) })),
  };
}

async function knownAbout(store: Store, openid: string) {
  const [{ messageTemplates = [] }, counts] = await Promise.all([
    settingsOf(store),
    store.countOrders(openid),
  ]);
  return { templateIds: messageTemplates, awaited: counts.paid };
}

/** Which messages the shop would send, and how many of each this shopper still allows. */
export async function viewMessages(
  { store }: { readonly store: Store },
  openid: string,
): Promise<AllowedMessagesView> {
  const [known, ledger] = await Promise.all([knownAbout(store, openid), store.readLedger(openid)]);
  return viewOf(ledger, known);
}

/**
 * Counts what a shopper has allowed on one tap. Templates the shop does not use are left out. The phone may claim too
 * much: then WeChat refuses the message, and the count is put right. Safe to repeat with the same token.
 */
export async function allowMessages(
  { store }: { readonly store: Store },
  tap: { readonly openid: string; readonly clientToken: string; readonly templateIds: readonly string[] },
): Promise<AllowedMessagesView> {
  const known = await knownAbout(store, tap.openid);
  const templateIds = tap.templateIds.filter((templateId) => known.templateIds.includes(templateId));
  return store.changeLedger(tap.openid, (ledger) => {
    const after = templateIds.length === 0 ? null : allowing(ledger, { token: tap.clientToken, templateIds });
    const result = viewOf(after ?? ledger, known);
    return after === null ? { result } : { result, write: after };
  });
}
