/** What the phone sends to a cloud function. Parsed by schema on the server; nothing in it is believed. */
export interface Call {
  readonly method: string;
  readonly params: unknown;
}

/** Why the server said no: a stable code for programs and a Chinese sentence for the person. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
}

/** What a cloud function answers. A refusal changed nothing. */
export type Reply<Value, Code extends string = string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refusal<Code> };
