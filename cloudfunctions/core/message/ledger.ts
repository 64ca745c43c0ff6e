/**
 * How many messages of each template a shopper still allows. WeChat keeps the figures and tells nobody, so the shop
 * counts: one yes is one message, and yeses add up.
 */
export interface MessageLedger {
  readonly openid: string;
  readonly balances: readonly { readonly templateId: string; readonly left: number }[];
  /** Of the taps counted last, so that a repeated call counts once. */
  readonly tokens: readonly string[];
}

/** Nobody needs more, and a phone that says yes for ever must not fill a document. */
export const MAX_ALLOWED = 50;
/** A repeat comes within seconds. */
const TOKENS_KEPT = 20;
/** Templates are few; a shop changes them now and then. */
const TEMPLATES_KEPT = 20;

/** The ledger of somebody who has allowed nothing yet. */
export function emptyLedger(openid: string): MessageLedger {
  return { openid, balances: [], tokens: [] };
}

/** How many messages of a template may still be sent. */
export function allowedOf({ balances }: MessageLedger, templateId: string): number {
  return balances.find((one) => one.templateId === templateId)?.left ?? 0;
}

function withBalance(ledger: MessageLedger, templateId: string, left: number): MessageLedger {
  const others = ledger.balances.filter((one) => one.templateId !== templateId);
  return { ...ledger, balances: [{ templateId, left }, ...others].slice(0, TEMPLATES_KEPT) };
}

/** The ledger after one tap that said yes to these templates; null where the tap is counted already. */
export function allowing(
  ledger: MessageLedger,
  tap: { readonly token: string; readonly templateIds: readonly string[] },
): MessageLedger | null {
  if (ledger.tokens.includes(tap.token)) return null;
  const added = [...new Set(tap.templateIds)].reduce(
    (so, templateId) => withBalance(so, templateId, Math.min(MAX_ALLOWED, allowedOf(so, templateId) + 1)),
    ledger,
  );
  return { ...added, tokens: [tap.token, ...ledger.tokens].slice(0, TOKENS_KEPT) };
}

/** The ledger less one message; null where none is allowed. */
export function taking(ledger: MessageLedger, templateId: string): MessageLedger | null {
  const left = allowedOf(ledger, templateId);
  return left === 0 ? null : withBalance(ledger, templateId, left - 1);
}

/** The ledger plus the one that was taken for a message that did not go out. */
export function givingBack(ledger: MessageLedger, templateId: string): MessageLedger {
  return withBalance(ledger, templateId, Math.min(MAX_ALLOWED, allowedOf(ledger, templateId) + 1));
}

/** The ledger once WeChat has said that nothing is allowed. */
export function emptied(ledger: MessageLedger, templateId: string): MessageLedger {
  return withBalance(ledger, templateId, 0);
}
