/** Templates one tap can say yes to; WeChat asks about no more. */
export const MAX_TEMPLATES_PER_TAP = 3;

/** How many messages of each of the shop's templates may still be sent to the shopper. */
export interface AllowedMessagesView {
  /** Paid orders that wait to be shipped: each will take one message of a kind. */
  readonly awaited: number;
  readonly allowed: readonly { readonly templateId: string; readonly left: number }[];
}

/** The templates of which there are too few for the orders under way: what is worth asking about. */
export function notAllowedYet({ awaited, allowed }: AllowedMessagesView): readonly string[] {
  return allowed.filter(({ left }) => left < Math.max(1, awaited)).map(({ templateId }) => templateId);
}

/** The methods of subscribe messages. */
export interface MessageMethods {
  /** Which messages the shop would send this shopper, and how many of each may still be sent. Changes nothing. */
  'me.messages': { params: Record<never, never>; value: AllowedMessagesView };
  /**
   * The shopper said yes to these templates on one tap; each yes is one message. WeChat keeps the figures to itself, so
   * the shop counts. `clientToken` makes a repeated call one tap.
   */
  'me.allowMessages': {
    params: { readonly clientToken: string; readonly templateIds: readonly string[] };
    value: AllowedMessagesView;
  };
}
