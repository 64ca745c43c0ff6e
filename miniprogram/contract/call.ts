/** What the phone sends to a cloud function. Parsed by schema on the server; nothing in it is believed. */
export interface Call {
  readonly method: string;
  readonly params: unknown;
}

/**
 * Why the server said no: a stable code for programs, a Chinese sentence for the person, and for some methods what is
 * needed to go on from there.
 */
export interface Refusal<Code extends string = string, Detail = never> {
  readonly code: Code;
  readonly message: string;
  readonly detail?: Detail;
}

/** What a cloud function answers. A refusal changed nothing. */
export type Reply<Value, Code extends string = string, Detail = never> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal<Code, Detail> };
