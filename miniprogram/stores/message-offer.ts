import { notAllowedYet, type AllowedMessagesView } from '../contract/messages';

/** Whether the shop's messages are offered, will come anyway, or do not exist. */
export interface MessageOffer {
  readonly state: 'none' | 'ask' | 'on';
  /** What is asked about on the tap. */
  readonly templateIds: readonly string[];
}

export const NO_OFFER: MessageOffer = { state: 'none', templateIds: [] };

/** Once one was allowed on a tap. */
export const OFFER_TAKEN: MessageOffer = { state: 'on', templateIds: [] };

/** What to offer to somebody who allows so much. */
export function messageOffer(view: AllowedMessagesView): MessageOffer {
  if (view.allowed.length === 0) return NO_OFFER;
  const templateIds = notAllowedYet(view);
  return templateIds.length === 0 ? OFFER_TAKEN : { state: 'ask', templateIds };
}
