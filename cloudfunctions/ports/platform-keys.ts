import type { RawHttp, UnknownCause } from './payment-gateway';

/**
 * A gateway's answer with keys in it, exactly as the gateway signed and sealed it. It is kept in this form so that
 * who can write the store cannot plant a key: each reader decrypts it and checks its signature again.
 */
export interface KeptAnswer {
  /** The headers the signature needs, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes of the body in base64. */
  readonly body: string;
}

/** What all functions of the shop know together about a merchant's platform keys. */
export interface KeyCacheEntry {
  /** The newest answer; null when the gateway said that it has none for this merchant. */
  readonly answer: KeptAnswer | null;
  /** When the gateway was last asked, milliseconds since 1970. */
  readonly checkedAtMs: number;
  /** When a function last met a key that was not there; null when nobody did since `checkedAtMs`. */
  readonly wantedAtMs: number | null;
}

/**
 * Carries platform keys from the functions that may ask for them to those that may not.
 * Throws `StoreUnavailable` when the database cannot serve in time; every method may be repeated.
 */
export interface KeyCache {
  /** What is kept for a merchant, or null while nothing is. */
  read(mchid: string): Promise<KeyCacheEntry | null>;
  /** Replaces what is kept, and the wish for it. */
  keep(mchid: string, entry: Omit<KeyCacheEntry, 'wantedAtMs'>): Promise<void>;
  /** Notes that a key is missing. Does nothing while nothing is kept: then it is fetched anyway. */
  want(mchid: string, atMs: number): Promise<void>;
}

/** Finds keys that came into use after the reader of notifications started. */
export interface NotificationKeys {
  /**
   * Looks for the key that a notification rejected at stage `serial` names. True: it is held now, so judge the
   * notification again. However many ask, the store is read at most once in a while, and no gateway is called: a
   * forged notification costs nothing outside. Throws `StoreUnavailable`.
   */
  lookFor(http: RawHttp): Promise<boolean>;
}

/** The end of asking the gateway for its keys. */
export type KeyRefresh =
  | { readonly kind: 'held'; readonly serials: readonly string[]; readonly newestEndsAtMs: number }
  /** The gateway has none for this merchant: it uses public keys only. */
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly cause: UnknownCause | 'refused'; readonly detail: string };

/** Keeps the platform keys of the whole shop fresh. */
export interface KeyUpkeep {
  /** Whether the kept keys are old, ending, missed by somebody, or unreadable. Throws `StoreUnavailable`. */
  due(): Promise<boolean>;
  /** Asks the gateway and keeps its answer for every function. Safe to repeat. Throws `StoreUnavailable`. */
  refresh(): Promise<KeyRefresh>;
}
