/** What the phone sends to a cloud function. Parsed by schema on the server; nothing in it is believed. */
export interface Call {
  readonly method: string;
  readonly params: unknown;
  /** The code on this phone's screen when something fails; kept with what the call caused, so that staff finds it. */
  readonly supportCode?: string;
}

/** A support code: 6 to 8 letters and digits that are told apart when read aloud. */
export const SUPPORT_CODE = /^[23456789A-HJKMNP-Z]{6,8}$/;

/**
 * Why the server said no: a stable code for programs, a Chinese sentence for the person, and for some methods what is
 * needed to go on from there.
 */
export interface Refusal<Code extends string = string, Detail = never> {
  readonly code: Code;
  readonly message: string;
  readonly detail?: Detail;
  /** With BUSY and INTERNAL_ERROR: leads staff to what happened. Show it beside the message. */
  readonly supportCode?: string;
}

/** What a cloud function answers. A refusal changed nothing. */
export type Reply<Value, Code extends string = string, Detail = never> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal<Code, Detail> };
