import type { Context } from 'hono';
import * as v from 'valibot';

/** Why a control call was refused: what is wrong, where, and what to do. */
export interface ControlError {
  readonly status: 400 | 404 | 409;
  readonly code: string;
  readonly what: string;
  readonly where: string;
  readonly todo: string;
}

export type ControlResult<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'error'; readonly error: ControlError };

export function answerError(c: Context, error: ControlError): Response {
  const { status, ...rest } = error;
  return c.json({ error: rest }, status);
}

/** Reads a JSON body by a schema. An empty body is an empty object. */
export async function readControlBody<S extends v.GenericSchema>(
  c: Context,
  schema: S,
): Promise<ControlResult<v.InferOutput<S>>> {
  const text = await c.req.text();
  let given: unknown;
  try {
    given = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return badInput('the body is not JSON', 'body', 'send a JSON object');
  }
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return { kind: 'value', value: parsed.output };
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'body';
  const todo = issue.expected === null ? 'see GET /__sim' : `give ${where} as ${issue.expected}`;
  return badInput(issue.message, where, todo);
}

function badInput(what: string, where: string, todo: string): { kind: 'error'; error: ControlError } {
  return { kind: 'error', error: { status: 400, code: 'BAD_INPUT', what, where, todo } };
}
