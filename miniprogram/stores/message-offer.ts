import { notAllowedYet, type AllowedMessagesView } from '../contract/messages';
import type { CallEnd } from '../platform/cloud';
import { notify } from '../platform/feedback';

/** Whether the shop's messages are offered, will come anyway, or do not exist. */
export interface MessageOffer {
  readonly state: 'none' | 'ask' | 'on';
  /** What is asked about on the tap. */
  readonly templateIds: readonly string[];
}

export const NO_OFFER: MessageOffer = { state: 'none', templateIds: [] };

/** Once one was allowed on a tap. */
const OFFER_TAKEN: MessageOffer = { state: 'on', templateIds: [] };

/** What to offer to somebody who allows so much. */
export function messageOffer(view: AllowedMessagesView): MessageOffer {
  if (view.allowed.length === 0) return NO_OFFER;
  const templateIds = notAllowedYet(view);
  return templateIds.length === 0 ? OFFER_TAKEN : { state: 'ask', templateIds };
}

/** How a page asks the shop, and the shopper on a tap. */
interface Messages {
  load(): Promise<CallEnd<AllowedMessagesView>>;
  allow(
    templateIds: readonly string[],
  ): Promise<CallEnd<unknown> | { readonly kind: 'declined'; readonly words: string }>;
}

/** A page that offers the shop's messages. */
interface OfferingPage {
  readonly data: { readonly offer: MessageOffer };
  setData(patch: { readonly offer: MessageOffer }): void;
}

/** What such a page does: spread into the page. */
export function offeringMessages({ load, allow }: Messages) {
  return {
    async offerMessages(this: OfferingPage) {
      const end = await load();
      if (end.kind === 'accepted') this.setData({ offer: messageOffer(end.value) });
    },

    async onAllow(this: OfferingPage) {
      const end = await allow(this.data.offer.templateIds);
      if (end.kind === 'accepted') this.setData({ offer: OFFER_TAKEN });
      else notify(end.kind === 'declined' ? end.words : end.message);
    },
  };
}
