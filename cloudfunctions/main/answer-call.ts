import * as v from 'valibot';
import type { Reply } from '../../miniprogram/contract/call';
import { FilesUnavailable } from '../ports/files';
import type { Log } from '../ports/log';
import { StoreUnavailable } from '../ports/store';
import { callerOf } from './caller';

/** What every function that people call may refuse. */
type CommonRefusal = 'IDENTITY_REQUIRED' | 'UNKNOWN_METHOD' | 'INVALID_PARAMS' | 'BUSY' | 'INTERNAL_ERROR';

/** A method's value, or the code of its refusal with what goes along. */
export type MethodAnswer<Refusal> =
  | { readonly value: unknown }
  | {
      readonly refusal: Refusal;
      /** In place of the refusal's own words, where a number or a name belongs into the sentence. */
      readonly message?: string;
      readonly detail?: unknown;
    };

/** What tells one function that people call from another. `Who` is whoever calls, as its methods know them. */
export interface Counter<Refusal extends string, Who> {
  readonly name: string;
  readonly log: Log;
  /** The sentence of every refusal. */
  readonly words: Readonly<Record<Refusal | CommonRefusal, string>>;
  /** The shape of every method's parameters: a name that is not among them is no method. */
  readonly params: Readonly<Record<string, v.GenericSchema>>;
  /** Who calls, or why this method is not for them. Asked before the parameters are looked at. */
  admit(openid: string, method: string): Promise<{ readonly who: Who } | { readonly refusal: Refusal }>;
  /** Carries out a method with parameters that its schema has parsed. */
  run(who: Who, method: string, params: unknown): Promise<MethodAnswer<Refusal>>;
}

/** The event of `wx.cloud.callFunction`; the platform adds `userInfo`, which is not believed. */
const CALL = v.strictObject({
  method: v.string(),
  params: v.optional(v.unknown(), {}),
  userInfo: v.optional(v.unknown()),
});

function isBusy(error: unknown): boolean {
  return error instanceof StoreUnavailable || error instanceof FilesUnavailable;
}

async function answer<Refusal extends string, Who>(
  counter: Counter<Refusal, Who>,
  openid: string,
  { method, params }: v.InferOutput<typeof CALL>,
): Promise<MethodAnswer<Refusal | CommonRefusal>> {
  const schema = Object.hasOwn(counter.params, method) ? counter.params[method] : undefined;
  if (schema === undefined) return { refusal: 'UNKNOWN_METHOD' };
  const admitted = await counter.admit(openid, method);
  if ('refusal' in admitted) return admitted;
  const parsed = v.safeParse(schema, params);
  if (!parsed.success) return { refusal: 'INVALID_PARAMS' };
  return counter.run(admitted.who, method, parsed.output);
}

async function safely<Refusal extends string, Who>(
  counter: Counter<Refusal, Who>,
  event: unknown,
  context: unknown,
): Promise<MethodAnswer<Refusal | CommonRefusal>> {
  const caller = callerOf(context);
  if (caller.kind !== 'shopper') return { refusal: 'IDENTITY_REQUIRED' };
  const call = v.safeParse(CALL, event);
  if (!call.success) return { refusal: 'INVALID_PARAMS' };
  try {
    return await answer(counter, caller.openid, call.output);
  } catch (error) {
    counter.log.error(`${counter.name}.failed`, error, { method: call.output.method });
    return { refusal: isBusy(error) ? 'BUSY' : 'INTERNAL_ERROR' };
  }
}

/** Answers a call of the phone: parse, authorise, use case, reply. Whatever fails, the person gets a sentence and a code. */
export async function answerCall<Refusal extends string, Who>(
  counter: Counter<Refusal, Who>,
  event: unknown,
  context: unknown,
): Promise<Reply<unknown, Refusal | CommonRefusal, unknown>> {
  const end = await safely(counter, event, context);
  if (!('refusal' in end)) return { ok: true, value: end.value };
  const { refusal: code, message = counter.words[code], detail } = end;
  const refusal = { code, message };
  return { ok: false, refusal: detail === undefined ? refusal : { ...refusal, detail } };
}
