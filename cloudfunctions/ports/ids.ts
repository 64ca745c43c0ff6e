/** Makes identifiers nobody can guess, from the system's secure random source. */
export interface Ids {
  /** A merchant order number for one payment attempt: 32 of `[0-9A-Za-z]`, beginning with the UTC+8 date and time. */
  outTradeNo(): string;
  /** A merchant refund number, the same shape. Kept for the refund's whole life. */
  outRefundNo(): string;
  /** Any other unique id: 26 of `[0-9a-z]`. */
  unique(): string;
  /** The same id for the same parts, 26 of `[0-9a-z]`, from SHA-256: makes a repeated request the same thing. */
  derived(...parts: readonly string[]): string;
}
